package vault

import (
	"bytes"
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger/durable"
)

// nextSuffix names the file of a master key that a rotation brings in.
const nextSuffix = keySuffix + ".next"

// Rotate wraps the keys of all subjects under another master key, and says how
// many there were. The ledger and what is sealed in it do not change. to is the
// new master key; empty makes a random one in the file beside the key store.
// Nobody else may have the vault open. A rotation that was cut off has either
// not happened or is ended by the next [Open].
//
// The old master key is gone from the folder then. Backups of the key store
// need it: keep it with them until they expire.
func Rotate(ctx context.Context, path string, random io.Reader, from, to Master) (keys int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("rotate the master key: %w", err)
		}
	}()
	v, err := Open(path, random, from)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	next, err := to.bytes()
	if to == "" {
		next, err = newMaster(path+nextSuffix, v.random)
	}
	if err != nil {
		return 0, err
	}
	wrap, err := newAEAD(next)
	if err != nil {
		return 0, err
	}
	if keys, err = v.rewrap(ctx, wrap, keyID(next)); err != nil {
		return 0, err
	}
	if to == "" {
		return keys, settle(path)
	}
	if err := os.Remove(path + keySuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return keys, err
	}
	return keys, durable.SyncDir(filepath.Dir(path))
}

// newMaster writes a new master key to a file, over one that a rotation left
// there which did not happen.
func newMaster(file string, random io.Reader) ([]byte, error) {
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := createKey(file, random); err != nil {
		return nil, err
	}
	return readKey(file)
}

// rewrap wraps all keys anew in one durable transaction.
func (v *Vault) rewrap(ctx context.Context, wrap cipher.AEAD, id []byte) (n int, err error) {
	s := v.store
	s.wmu.Lock()
	defer s.wmu.Unlock()
	s.writer.SetInterrupt(ctx.Done())
	defer s.writer.SetInterrupt(nil)
	defer func() { err = s.room(err) }()
	if n, err = v.rewrapAll(wrap, id); err != nil {
		return 0, err
	}
	busy, err := number(s.writer, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err == nil && busy != 0 {
		err = fmt.Errorf("keys under the old master key stay in %s-wal while another process reads; rotate again", s.path)
	}
	return n, err
}

func (v *Vault) rewrapAll(wrap cipher.AEAD, id []byte) (n int, err error) {
	c := v.store.writer
	end, err := sqlitex.ImmediateTransaction(c)
	if err != nil {
		return 0, err
	}
	defer end(&err)
	last := ""
	for {
		subject, wrapped, err := after(c, last)
		if err != nil {
			return 0, err
		}
		if wrapped == nil {
			break
		}
		key, err := v.open(wrapped, subject)
		if err != nil {
			return 0, err
		}
		nonce := make([]byte, wrap.NonceSize(), wrap.NonceSize()+len(wrapped))
		if _, err := io.ReadFull(v.random, nonce); err != nil {
			return 0, err
		}
		sealed := wrap.Seal(nonce, nonce, key, wrapContext(subject))
		if err := sqlitex.Execute(c, "UPDATE subject SET key = ? WHERE name = ?", &sqlitex.ExecOptions{Args: []any{sealed, subject}}); err != nil {
			return 0, err
		}
		last = subject
		n++
	}
	return n, sqlitex.Execute(c, "UPDATE vault SET key_id = ?", &sqlitex.ExecOptions{Args: []any{id}})
}

// after is the first subject after one that has a key, nil where there is none.
func after(c *sqlite.Conn, last string) (subject string, key []byte, err error) {
	err = sqlitex.Execute(c, "SELECT name, key FROM subject WHERE name > ? AND key IS NOT NULL ORDER BY name LIMIT 1", &sqlitex.ExecOptions{
		Args: []any{last},
		ResultFunc: func(stmt *sqlite.Stmt) error {
			subject, key = stmt.ColumnText(0), column(stmt, 1)
			return nil
		},
	})
	return subject, key, err
}

// settle ends a rotation that was cut off: where the keys are wrapped by the
// new master key already, that takes its place, else it goes.
func settle(path string) error {
	next, err := readKey(path + nextSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	c, err := connect(path, sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	id, err := storedKeyID(c)
	if err = errors.Join(err, c.Close()); err != nil {
		return err
	}
	if bytes.Equal(id, keyID(next)) {
		err = os.Rename(path+nextSuffix, path+keySuffix)
	} else {
		err = os.Remove(path + nextSuffix)
	}
	return errors.Join(err, durable.SyncDir(filepath.Dir(path)))
}

func storedKeyID(c *sqlite.Conn) (id []byte, err error) {
	err = sqlitex.Execute(c, "SELECT key_id FROM vault", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		id = column(stmt, 0)
		return nil
	}})
	return id, err
}
