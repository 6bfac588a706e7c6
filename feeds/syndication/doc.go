// Package syndication publishes the public records as Atom (RFC 4287) and JSON
// Feed 1.1, archived as RFC 5005 §4 has it.
//
//	/feeds/atom             the newest records
//	/feeds/atom/archive/N   records 100·(N−1)+1 … 100·N, once all are there
//	/feeds/json             the same as JSON Feed
//	/feeds/json/archive/N
//	/feeds/cases/NUMBER/atom, /feeds/cases/NUMBER/json   one case, whole
//
// An archive page is the same bytes for ever: it is a function of its hundred
// records, the configuration of the feed and the address it is read under, and
// of nothing else. The newest records stand in the subscription document
// together with the last full page, so that a reader who knows nothing of
// archives misses nothing between two visits as long as fewer than a hundred
// records are added; one who follows prev-archive from there meets every
// record exactly once, newest first.
//
// What is published is decided in package feeds. The handler keeps no state
// and may be served by any number of processes.
package syndication
