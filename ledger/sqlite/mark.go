package sqlite

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"

	"caseledger/ledger"
)

// A mark is the file beside the ledger that its writer holds locked, and in
// which it notes the last position it has acknowledged. The note is written
// after the record is durable and is not made durable itself, so it may be
// older than the ledger and never newer: a ledger that ends before its mark
// has lost records, for example with a deleted -wal file or by a restored
// older copy.
//
// The lock is the system's own on the open file. It ends with the process,
// however that ends, so the file may stay.
type mark struct{ file *os.File }

const markForm = "caseledger mark 1\n%020d\n%08x\n"

func markPath(path string) string { return path + ".mark" }

// lockMark takes the mark of the ledger at path, or returns a
// [*ledger.LockedError] at once.
func lockMark(path string) (*mark, error) {
	file, err := os.OpenFile(markPath(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	free, err := tryLock(file)
	switch {
	case err != nil:
		err = fmt.Errorf("lock %s: %w", file.Name(), err)
	case !free:
		err = &ledger.LockedError{Path: path}
	default:
		return &mark{file}, nil
	}
	file.Close()
	return nil, err
}

// note writes the last acknowledged position.
func (m *mark) note(p ledger.Position) error {
	number := fmt.Appendf(nil, "%020d", uint64(p))
	text := fmt.Appendf(nil, markForm, uint64(p), crc32.ChecksumIEEE(number))
	_, err := m.file.WriteAt(text, 0)
	return err
}

func (m *mark) close() error { return m.file.Close() }

// readMark gives the last acknowledged position, or 0 where none is known.
func readMark(path string) (ledger.Position, error) {
	file, err := os.Open(markPath(path))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, 1024))
	if err != nil {
		return 0, err
	}
	var p uint64
	var sum uint32
	if _, err := fmt.Sscanf(string(text), markForm, &p, &sum); err != nil || sum != crc32.ChecksumIEEE(fmt.Appendf(nil, "%020d", p)) {
		return 0, nil // new, or torn when the machine went down
	}
	return ledger.Position(p), nil
}
