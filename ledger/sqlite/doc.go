// Package sqlite keeps a ledger in one SQLite file, the default store.
//
//	s, err := sqlite.Open(ctx, "data/ledger.db", sqlite.Options{})
//
// What it promises beyond [ledger.Store]:
//
//   - An acknowledged append is on the disk: SQLite syncs its write-ahead log
//     before the commit returns. Appends of concurrent callers share a commit.
//   - Positions are 1, 2, 3, … in commit order without gaps, and an event id
//     stands once in the whole ledger.
//   - One process writes, others may read at the same time, also with the
//     sqlite3 command: the view ledger is made for people.
//   - Damage is an error and never a shorter or different ledger: every row has
//     a checksum, every reader misses a position that is left out, and a mark
//     beside the file tells when its end is gone. [Store.Verify] checks all.
//   - A full disk stores nothing, loses nothing and passes.
//   - Memory does not grow with the ledger.
//
// The file, its -wal and its .mark belong together; FORMAT.md §6 and §7 in
// ledger specify them. For a backup of a ledger in use, let SQLite copy it
// (sqlite3 ledger.db ".backup copy.db") and leave the mark behind.
//
// What it does not do: it does not work on file systems without locks, such as
// some network mounts, and it proves nothing against someone who writes into
// the file on purpose; the public log does that.
package sqlite
