package sqlite_test

import (
	"os"

	"golang.org/x/sys/unix"
)

// dataSync makes what was written to a file durable, as SQLite does it here.
func dataSync(file *os.File) error { return unix.Fdatasync(int(file.Fd())) }
