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
	// files stand beside the log for it: a canonical record that is too long for a
	// leaf, and that data only names; or the rows that data has the root of.
	files []file
}

// A file has a name within the log's folder.
type file struct {
	name    string
	content []byte
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
	return leaf{data: data, hash: hashLeaf(data), files: []file{{longDir + "/" + of.String(), canonical}}}
}

// keep writes the files of a leaf, durably, before the leaf is added. Their names
// hold what their contents must be, so those that are there were written before a
// crash.
func (l *leaf) keep(dir string) error {
	for _, f := range l.files {
		name := filepath.Join(dir, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := durable.Create(name, f.content, 0o644); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}
