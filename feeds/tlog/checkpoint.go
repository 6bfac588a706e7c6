package tlog

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"caseledger/ledger"
)

// checkpoint is what is signed: the log's name, how many leaves it has, and
// their root.
type checkpoint struct {
	origin string
	size   uint64
	root   [32]byte
}

// emptyRoot is the root of no leaves.
var emptyRoot = sha256.Sum256(nil)

func hashLeaf(data []byte) ledger.Hash { return ledger.Hash(tlog.RecordHash(data)) }

func (c checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.origin, c.size, base64.StdEncoding.EncodeToString(c.root[:]))
}

// parseCheckpoint reads the text of a checkpoint in exactly the form that text
// gives.
func parseCheckpoint(text []byte) (c checkpoint, err error) {
	lines := strings.Split(string(text), "\n")
	if len(lines) == 4 {
		c.origin = lines[0]
		c.size, _ = strconv.ParseUint(lines[1], 10, 64)
		if root, err := base64.StdEncoding.DecodeString(lines[2]); err == nil && len(root) == len(c.root) {
			c.root = [32]byte(root)
		}
	}
	if c.text() != string(text) {
		return checkpoint{}, errors.New("checkpoint: want origin, size and root, a line each")
	}
	return c, nil
}

// readMark reads the newest checkpoint that was signed; size 0 where none was.
func (s shelf) readMark() (c checkpoint, err error) {
	text, err := os.ReadFile(s.mark)
	if errors.Is(err, fs.ErrNotExist) {
		return checkpoint{root: emptyRoot}, nil
	}
	if err != nil {
		return c, err
	}
	if c, err = parseCheckpoint(text); err != nil {
		return c, fmt.Errorf("%s: %w", s.mark, err)
	}
	return c, nil
}

// published is the size of the checkpoint that the log's folder shows, 0 where it
// shows none.
func (s shelf) published() uint64 {
	text, err := os.ReadFile(filepath.Join(s.dir, "checkpoint"))
	if err != nil {
		return 0
	}
	body, _, _ := strings.Cut(string(text), "\n\n")
	c, err := parseCheckpoint([]byte(body + "\n"))
	if err != nil {
		return 0
	}
	return c.size
}
