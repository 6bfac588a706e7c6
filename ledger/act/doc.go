// Package act says what an action is: something that can be recorded in a
// stream of the ledger. An action has a stored name with its schema version,
// words in two languages, the members of its public body, the decision to
// publish it, and, where people ask for it, a command with the rule that
// decides and the effect on the state of its stream.
//
// An action is one [Spec]; a [Book] holds the actions of one kind of stream.
// Encoding, strict decoding, the check of what may stand in public, the inputs
// of an API, the members that an import may fill and the tables of a FORMAT.md
// follow from the one function that visits the members of a body, so they
// cannot drift apart.
//
// [Book.Body] is where an event becomes bytes: whatever comes in, by command
// or by import, is checked there. [Append] is the only loop that appends: it
// decides anew after a conflict, sends again what has no known outcome, and
// gives up after [Attempts].
//
// The package knows no case, no calendar and no reading: those are books.
// Nothing here reads a clock or draws a number.
package act
