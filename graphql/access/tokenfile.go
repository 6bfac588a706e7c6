package access

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/durable"
)

const tokenSuffix = ".token"

// file is the path of a token's file; an id in another form has none.
func (t *Tokens) file(id string) (string, error) {
	raw, err := hex.DecodeString(id)
	if err != nil || len(raw) != idBytes || hex.EncodeToString(raw) != id {
		return "", ErrNoToken
	}
	return filepath.Join(t.Dir, id+tokenSuffix), nil
}

func (t *Tokens) ids() (ids []string, err error) {
	entries, err := os.ReadDir(t.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), tokenSuffix); ok {
			ids = append(ids, id)
		}
	}
	return ids, err
}

func (t *Tokens) read(id string) (g Grant, err error) {
	path, err := t.file(id)
	if err != nil {
		return g, err
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return g, ErrNoToken
	}
	if err != nil {
		return g, fmt.Errorf("read token %s: %w", id, err)
	}
	if err := json.Unmarshal(b, &g, json.RejectUnknownMembers(true)); err != nil || g.ID != id || g.Roles.check() != nil {
		return Grant{}, &ledger.CorruptError{Where: path, Reason: "is not what was written; delete it and make a new token"}
	}
	return g, nil
}

func (t *Tokens) write(g Grant) error {
	path, err := t.file(g.ID)
	if err != nil {
		return err
	}
	b, err := json.Marshal(g, json.Deterministic(true), jsontext.Multiline(true))
	if err != nil {
		return err
	}
	if err = os.MkdirAll(filepath.Dir(path), 0o700); err == nil {
		err = durable.Replace(path, append(b, '\n'), 0o600)
	}
	if err != nil {
		return fmt.Errorf("keep token %s: %w", g.ID, err)
	}
	return nil
}
