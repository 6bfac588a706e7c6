package tlog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"caseledger/ledger"
	"caseledger/ledger/durable"
)

// maxLeaf bounds a leaf, as C2SP tlog-tiles does.
const maxLeaf = 1<<16 - 1

// longDir holds the canonical bytes that are too long for a leaf, within the
// log's folder.
const longDir = "record"

// A leaf is what stands in the log for a record.
type leaf struct {
	data []byte
	hash ledger.Hash
	// long is the canonical record where it is too long for a leaf, and data only
	// names it; else nil.
	long []byte
	name string // of the file that holds long
}

// leafOf is the leaf of a record: its canonical bytes, or where they are too
// long {"hash":"<their leaf hash>","size":<bytes>,"v":1}.
func leafOf(r *ledger.Record) leaf {
	canonical := r.AppendCanonical(nil)
	if len(canonical) <= maxLeaf {
		return leaf{data: canonical, hash: hashLeaf(canonical)}
	}
	of := hashLeaf(canonical)
	data := fmt.Appendf(nil, `{"hash":"%s","size":%d,"v":1}`, of, len(canonical))
	return leaf{data: data, hash: hashLeaf(data), long: canonical, name: of.String()}
}

// keep writes the record of a long leaf, durably, before its leaf is added.
func (l *leaf) keep(dir string) error {
	if l.long == nil {
		return nil
	}
	dir = filepath.Join(dir, longDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	err := durable.Create(filepath.Join(dir, l.name), l.long, 0o644)
	if errors.Is(err, fs.ErrExist) { // written before a crash; its name is its hash
		return nil
	}
	return err
}
