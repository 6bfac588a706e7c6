// Package door is the way to the databases that keep views: SQLite in files
// beside each other, PostgreSQL on a server. It gives a [Place] of generations,
// each a [Database] of its own, and translates one common subset of SQL.
//
// One process at a time writes a place. In files the operating system's lock
// says who; in PostgreSQL a lease does, and a fence keeps out a process that
// lost it without noticing: it can commit nothing more ([ErrFenced]). The same
// leases give roles that do not write views their turns ([TakeTurn]).
//
// What is behind the door can be computed again from the ledger, so a commit
// does not wait for the disk: a power cut takes whole transactions from the
// end. The door knows no view; what the tables are is its callers' business.
//
//	place, err := door.OpenSQLite(ctx, "views.sqlite", false)
//	db, err := place.Open(ctx, 1)
//	err = db.Write(ctx, func(t door.Tx) error { return t.Exec("DELETE FROM cases") })
package door
