package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger/durable"
)

const (
	// applicationID marks the file as a case ledger: "CLdg".
	applicationID = 0x434c6467
	// formatVersion is the newest format that this package writes and reads,
	// kept as the file's user_version. FORMAT.md says what may change.
	formatVersion = 1
)

// schema makes an empty ledger. STRICT tables keep every column to its type.
// Positions are given by the writer and not by SQLite, so that they have no
// gaps. Streams have small numbers, because an index over their names would
// cost several times the rest. The view is for people.
const schema = `
CREATE TABLE streams(
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE events(
  position    INTEGER PRIMARY KEY,
  stream      INTEGER NOT NULL,
  revision    INTEGER NOT NULL,
  event_id    BLOB NOT NULL UNIQUE,
  type        TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  command     BLOB NOT NULL,
  post        TEXT NOT NULL,
  crc         INTEGER NOT NULL,
  public      TEXT NOT NULL,
  sealed      BLOB,
  UNIQUE(stream, revision)
) STRICT;
CREATE VIEW ledger AS
SELECT e.position, s.name AS stream, e.revision, e.type,
  strftime('%Y-%m-%dT%H:%M:%S', (e.occurred_at - ((e.occurred_at % 1000000) + 1000000) % 1000000) / 1000000, 'unixepoch')
    || printf('.%06dZ', ((e.occurred_at % 1000000) + 1000000) % 1000000) AS occurred,
  strftime('%Y-%m-%dT%H:%M:%S', (e.recorded_at - ((e.recorded_at % 1000000) + 1000000) % 1000000) / 1000000, 'unixepoch')
    || printf('.%06dZ', ((e.recorded_at % 1000000) + 1000000) % 1000000) AS recorded,
  e.post, e.public, length(e.sealed) AS sealed_bytes,
  lower(hex(e.event_id)) AS event_id, lower(hex(e.command)) AS command
FROM events e JOIN streams s ON s.id = e.stream;
`

// create makes an empty ledger at path. It is built under another name and
// moved, so that a file at path is always a whole ledger: one that is empty or
// half a ledger was damaged and is not mistaken for a new one.
func create(ctx context.Context, path string) (err error) {
	building := path + ".new"
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(building + suffix); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	if err := private(building); err != nil {
		return err
	}
	conn, err := sqlite.OpenConn(building, sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	conn.SetInterrupt(ctx.Done())
	for _, pragma := range []string{
		"page_size=8192",
		fmt.Sprintf("application_id=%d", applicationID),
		fmt.Sprintf("user_version=%d", formatVersion),
		"synchronous=FULL",
	} {
		if err == nil {
			err = sqlitex.ExecuteTransient(conn, "PRAGMA "+pragma, nil)
		}
	}
	if err == nil {
		err = sqlitex.ExecuteScript(conn, schema, nil)
	}
	if err == nil {
		err = sqlitex.ExecuteTransient(conn, "PRAGMA journal_mode=WAL", nil)
	}
	if closing := conn.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if err := os.Rename(building, path); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(path))
}

// private makes files their owner's alone, and an empty one where the first is
// missing, which SQLite takes for a new database. It gives its -wal and -shm
// the mode of the main file; those of earlier releases could be read by others.
func private(path string, beside ...string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return err
	}
	for _, name := range append(beside, path) {
		info, err := os.Stat(name)
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			err = os.Chmod(name, 0o600)
		}
		if err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
