package vault

import (
	"bytes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"

	lru "github.com/hashicorp/golang-lru/v2"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// OpenReadOnly opens a key store that exists for revealing only, also beside a
// process that seals, and in a folder that cannot be written. Where there is
// none, the error is [io/fs.ErrNotExist]. Sealing and erasing give [ErrClosed].
func OpenReadOnly(path string, under ...Master) (*Vault, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	master, err := given(under, func() ([]byte, error) { return readKey(path + keySuffix) })
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	v := &Vault{random: &lockedReader{r: noRandom{}}, store: &keyStore{path: path}, bare: isGiven(under)}
	if v.store.reader, err = reader(path); err != nil {
		return nil, fmt.Errorf("open vault: %s: %w", path, err)
	}
	if err := belongs(v.store.reader, path, keyID(master)); err != nil {
		next, none := readKey(path + nextSuffix) // of a rotation that was cut off
		if none != nil || belongs(v.store.reader, path, keyID(next)) != nil {
			return nil, errors.Join(fmt.Errorf("open vault: %s: %w", path, err), v.store.close())
		}
		master = next
	}
	if v.master, err = newAEAD(master); err != nil {
		return nil, errors.Join(fmt.Errorf("open vault: %w", err), v.store.close())
	}
	v.cache, err = lru.New[string, cipher.AEAD](cachedKeys)
	return v, err
}

type noRandom struct{}

func (noRandom) Read([]byte) (int, error) { return 0, io.EOF }

// reader opens a connection for reading. Where SQLite cannot make the files
// that it reads a WAL database with, and no -wal file holds a part of it, the
// file is read as one that nobody changes.
func reader(path string) (*sqlite.Conn, error) {
	try := func(name string, flags sqlite.OpenFlags) (*sqlite.Conn, error) {
		c, err := connect(name, flags)
		if err != nil {
			return nil, err
		}
		if err := sqlitex.ExecuteTransient(c, "SELECT 1 FROM sqlite_schema", nil); err != nil {
			c.Close()
			return nil, err
		}
		return c, nil
	}
	c, err := try(path, sqlite.OpenReadOnly)
	if err == nil {
		return c, nil
	}
	code := sqlite.ErrCode(err).ToPrimary()
	wal, missing := os.Stat(path + "-wal")
	if code != sqlite.ResultCantOpen && code != sqlite.ResultReadOnly || missing == nil && wal.Size() > 0 {
		return nil, err
	}
	name := (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: "immutable=1"}).String()
	return try(name, sqlite.OpenReadOnly|sqlite.OpenURI)
}

// belongs checks that the keys are wrapped by the master key with this id.
func belongs(c *sqlite.Conn, path string, keyID []byte) error {
	id, err := storedKeyID(c)
	if err == nil && !bytes.Equal(id, keyID) {
		err = fmt.Errorf("the master key that is given, or stands in %s, belongs to another key store; restore the one that belongs to this", path+keySuffix)
	}
	return err
}
