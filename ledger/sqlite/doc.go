// Package sqlite keeps a ledger in one SQLite file.
package sqlite
