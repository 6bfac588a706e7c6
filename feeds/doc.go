// Package feeds is what goes out: the words and bytes in which public
// records are published. The ways out stand in its folders: syndication (Atom
// and JSON Feed with archive pages that never change), live (server-sent
// events), kafka (a topic of CloudEvents, and the way back in) and tlog (the
// transparency log). Package verify is a stranger's reader of that log.
//
// What may leave is an allow-list by record type, [Types]: a record of a type
// without a row there is never published, and a feed that meets one stops with
// an [*UnknownTypeError] instead of leaving it out. Of sealed values only the
// labels and commitments are public; [ledger.Record.AppendCanonical] has no
// way to write more.
//
// FORMAT.md in this folder specifies every document byte by byte, so that a
// reader can be written without this code.
package feeds
