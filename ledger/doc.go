// Package ledger defines the record of a case ledger: what one recorded action
// is, how it is identified, how its bytes are written down, and what a store
// of records promises.
//
// A [Record] has a place (position in the ledger, stream, revision), facts
// (event id, type with schema version, when it occurred, when it was recorded,
// the command that caused it, the acting post) and two bodies that never mix:
// a public one, canonical JSON that is public by construction, and a sealed
// one, personal values each encrypted under the key of its data subject and
// bound to the public record by a salted commitment.
//
// Three rules hold everywhere:
//
//   - Position is the order; time is information. Clocks may go backwards,
//     positions never do.
//   - Old bytes are never rewritten. A new schema version reads old ones by
//     upcasting; hashes are over the original bytes.
//   - Nothing personal stands in a stream name, an id, a post or a public body.
//
// FORMAT.md in this folder specifies every byte, so that a reader can be
// written without this package. The package itself does no I/O and knows no
// clock: stores live in ledger/memory, ledger/sqlite and ledger/esdb, and every
// one of them passes the suite in ledger/storetest.
package ledger
