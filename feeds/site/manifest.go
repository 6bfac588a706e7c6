package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// manifestName is that of the file that says what a folder holds.
const manifestName = "caseledger-site.json"

// manifest is what the folder holds.
type manifest struct {
	Ordinal uint64   `json:"ordinal"`
	Base    string   `json:"base,omitzero"`
	Style   string   `json:"style"`
	Pages   []string `json:"pages"` // addresses, ascending
	Files   []string `json:"files"` // ascending
}

// readManifest reads what a folder holds: nothing where there is none, or an empty one.
func readManifest(dir string) (m manifest, err error) {
	b, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		held, err := os.ReadDir(dir)
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(held) == 0 {
			return m, nil
		}
		if err == nil {
			err = &ledger.InvalidError{Field: "DIR", Value: dir, Reason: "holds other files; name a new folder, or one that this command has written"}
		}
		return m, err
	}
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err != nil {
		err = fmt.Errorf("read %s: %w", manifestName, err)
	}
	return m, err
}

// unchanged finds which cases have nothing recorded since a folder was written; nil
// where whatever bears on all of them has changed.
func (s *Site) unchanged(ctx context.Context, last manifest, to Folder) (func(number string) bool, error) {
	if last.Ordinal == 0 || last.Base != to.Base || last.Style != styleAddress {
		return nil, nil
	}
	moved := map[string]bool{}
	for from := last.Ordinal + 1; ; {
		records, err := s.Views.Public(ctx, from, 1000)
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			return func(number string) bool { return !moved[number] }, nil
		}
		for i := range records {
			number, ok := strings.CutPrefix(string(records[i].Record.Stream), casefile.StreamPrefix)
			if !ok {
				return nil, nil // a calendar, a policy, a card: who knows what follows
			}
			moved[number] = true
		}
		from += uint64(len(records))
	}
}

// write writes the manifest: the old one or the new one stands, also after a crash.
func (m *manifest) write(dir string) error {
	b, err := json.Marshal(m, jsontext.WithIndent(" "))
	if err != nil {
		return err
	}
	path := filepath.Join(dir, manifestName)
	if err := os.WriteFile(path+"~", append(b, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(path+"~", path)
}

// claim says, before the first page, that the folder is one of these: what is begun
// can be gone on with, and no page in it counts as one that may stay.
func (f *filer) claim() error {
	if err := os.MkdirAll(f.to.Dir, 0o755); err != nil {
		return err
	}
	return (&manifest{Style: styleAddress, Pages: f.last.Pages, Files: f.last.Files}).write(f.to.Dir)
}

// end removes what is no page any more, and writes what the folder holds now.
func (f *filer) end() (Written, error) {
	m := manifest{Ordinal: f.done.Ordinal, Base: f.to.Base, Style: styleAddress}
	for name := range f.files {
		m.Files = append(m.Files, name)
	}
	for name := range f.known {
		m.Pages = append(m.Pages, name)
	}
	slices.Sort(m.Files)
	slices.Sort(m.Pages)
	for _, name := range f.last.Files {
		if !f.files[name] && filepath.IsLocal(name) {
			if err := os.Remove(filepath.Join(f.to.Dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return f.done, err
			}
			f.done.Removed++
		}
	}
	f.done.Files = len(m.Files)
	return f.done, m.write(f.to.Dir)
}
