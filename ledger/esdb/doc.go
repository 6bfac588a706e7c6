// Package esdb keeps a ledger in EventStoreDB or KurrentDB, for centres that
// outgrow one machine.
//
// A record is one event. Its stream is [Options.Prefix] followed by the stream
// id, its event type is the record's type, its data are the canonical public
// bytes, and its metadata is a JSON object with the remaining facts and the
// sealed values: {"command","occurred","post","recorded","sealed":[{"box",
// "commitment","label","subject"}]}, times and ids as in ledger/FORMAT.md,
// boxes in base64. Server-side time stamps are ignored.
//
// Positions are commit positions. The ledger never writes explicit
// transactions, so the prepare position of each of its events is the same, and
// one number names the pair by which a follow resumes.
//
// The client library is never used bare: calls could outlive their context,
// and after a failed discovery it answers nothing any more. See conn.go.
// Appends always name an exact revision, which makes the server's idempotency
// hold for ever; an unknown outcome is therefore tried again with the same ids
// until the context ends. The user needs read access to $all.
//
// Two promises of the other stores are weaker here. An event id that already
// stands in another stream is not refused, since the server keeps ids by
// stream only. And when two processes send the same command at the same
// moment, both succeed and it is stored once, but the second may be answered
// with its own copy of the facts instead of the stored one.
package esdb
