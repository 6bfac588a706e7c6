package access

import (
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"
)

// settled is the age from which on a file's time of change tells apart any two
// states of it: a file system's clock is coarse, and what was written just now
// may be written again at the same time of it.
const settled = 2 * time.Second

// kept are grants with the state of the files that they were read from.
type kept struct {
	mu     sync.RWMutex
	grants map[string]keptGrant // guarded by mu; by id
}

type keptGrant struct {
	Grant
	file fs.FileInfo
}

// current gives a token's grant as its file says now. It looks at the file
// every time and reads it where it is not the one that was read before.
func (t *Tokens) current(id string) (Grant, error) {
	path, err := t.file(id)
	if err != nil {
		return Grant{}, err
	}
	now, err := os.Stat(path) // before it is read: at worst it is read once more
	if errors.Is(err, fs.ErrNotExist) {
		t.kept.drop(id)
		return Grant{}, ErrNoToken
	}
	if err != nil {
		return Grant{}, err
	}
	if g, ok := t.kept.get(id, now); ok {
		return g, nil
	}
	g, err := t.read(id)
	if err == nil && t.Now().Sub(now.ModTime()) > settled {
		t.kept.put(g, now)
	}
	return g, err
}

func (k *kept) get(id string, now fs.FileInfo) (Grant, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	g, ok := k.grants[id]
	ok = ok && os.SameFile(g.file, now) && g.file.ModTime().Equal(now.ModTime()) && g.file.Size() == now.Size()
	return g.Grant, ok
}

func (k *kept) put(g Grant, file fs.FileInfo) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.grants == nil {
		k.grants = map[string]keptGrant{}
	}
	k.grants[g.ID] = keptGrant{g, file}
}

func (k *kept) drop(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.grants, id)
}
