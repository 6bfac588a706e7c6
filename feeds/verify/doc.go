// Package verify checks a transparency log of case records from its files alone,
// as a stranger would: feeds/FORMAT.md §6 and ledger/FORMAT.md say what it reads.
// It shares no code with what writes logs, so that a fault there shows here.
//
// It promises that a log that verifies is signed by the key that was asked for,
// extends what was seen of it before, holds exactly the leaves that its root says,
// each a canonical record, and that no stream misses a revision; and that each
// published figure follows from the records, where there is a log of figures:
// package recount computes them again. Each difference is named, and where it is;
// see [Difference]. What cannot be done, such as a site
// that does not answer, is an error and no difference.
//
// It does not promise that everybody is shown the same log, or that records that
// were never in it exist: for the first compare checkpoints with others.
//
// Memory is bounded but for some 40 bytes for each stream and 32 for each 256
// leaves, and where figures are computed some 600 for each case. What was seen is remembered in a folder of the user's.
package verify
