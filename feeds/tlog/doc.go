// Package tlog keeps a transparency log of the ledger: a follower that adds one
// leaf for each record, in ledger order, so that the index of a leaf is the
// ordinal of its record less one. The leaf is the record's canonical bytes. The
// log is a folder of static files in the form of C2SP tlog-tiles, with a signed
// checkpoint at most once a second while records come; [Handler] serves it, and
// any web server can serve a copy.
//
// It promises that what is signed is what the ledger holds, and extends whatever
// was signed before. Three things keep that: before anything is added, the last
// leaves of the log are held against the ledger's records; the root of each
// checkpoint is computed a second time, from the ledger, before it is signed; and
// what is to be signed is noted outside the log's folder first. A ledger or a log
// that was restored from an older copy is refused with a [*RefusedError], which
// says what to do.
//
// It keeps no position: where to go on is the size of the log. A process may be
// killed at any moment; the next one finds the log at a size up to which every
// leaf is in its place, and adds the same leaves from there.
//
// It does not see that log, note and ledger were all restored from the same older
// copy: those who kept a newer checkpoint see that. Witnesses do: a checkpoint is
// published once enough of them have cosigned it, where a policy names some.
//
// Beside it, below figures, a second log has one leaf for each monthly statement:
// the root of its rows of figures, and of what they were computed from. It is kept
// in the same way, by a Publisher with Statements.
//
// Several processes may wait for one log: the lock on its key lets one write.
//
// feeds/FORMAT.md §6 specifies leaves, files and addresses byte by byte. Who
// reads a log and shares no code with this package is feeds/verify.
package tlog
