// Package live streams the public records as server-sent events, as soon as
// the views have them:
//
//	GET /feeds/live?after=POSITION&case=NUMBER&type=NAME
//
// An event's id is the record's position, its name the stored type, its data
// the record as [feeds.AppendPlaced] writes it. A reader that comes back with
// Last-Event-ID, as every EventSource does, gets exactly what followed: no
// record twice, none left out, in ledger order.
//
// The readers at the end of the ledger share one reading of it, the window of
// encoded records; those further back read the views by themselves until they
// reach the window. A reader has no queue but the batch being written: one
// that does not take it within the write timeout is cut, and resumes by id.
// No goroutine runs beside those of the requests.
package live
