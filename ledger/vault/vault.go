package vault

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// ErrErased: the subject's key was destroyed; nobody can read the value again.
var ErrErased = errors.New("the personal values of this subject were erased")

// ErrClosed: the vault was closed.
var ErrClosed = errors.New("vault is closed")

// Vault seals and reveals personal values. It is safe for concurrent use, also
// by several processes on one key store.
type Vault struct {
	store  *keyStore
	master cipher.AEAD
	random *lockedReader
	bare   bool // the master key was given, and stands in no file

	mu      sync.Mutex
	pending *batch // new keys that wait to be stored; guarded by mu
	erased  int64  // number of erasures that the cache knows; guarded by mu

	cache *lru.Cache[string, cipher.AEAD]
}

// cachedKeys bounds the subject keys that are held in memory.
const cachedKeys = 4096

// Open opens the key store at path, and creates it where there is none. The
// master key is the given one; without one it is that of the file beside the
// key store, which is made with the key store, readable by the owner only. A key
// store whose master key is missing or is another one's is refused. Randomness
// comes from random, crypto/rand.Reader outside of tests; it need not be safe
// for concurrent use.
func Open(path string, random io.Reader, under ...Master) (*Vault, error) {
	if random == nil {
		return nil, errors.New("open vault: no source of randomness; use crypto/rand.Reader")
	}
	v := &Vault{random: &lockedReader{r: random}, bare: isGiven(under)}
	if err := settle(path); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	master, err := given(under, func() ([]byte, error) { return masterKey(path, v.random) })
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	if v.master, err = newAEAD(master); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	if v.store, err = openKeys(path, keyID(master)); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	v.cache, err = lru.New[string, cipher.AEAD](cachedKeys)
	return v, err
}

// Close frees the vault. Calls under way are answered first; later ones get
// [ErrClosed].
func (v *Vault) Close() error { return v.store.close() }

// lockedReader makes a source of randomness safe for concurrent use.
type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(b)
}
