//go:build unix

package tlog

import (
	"context"
	"errors"
	"os"
	"syscall"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"

	"caseledger/ledger"
)

// writable says whether logs can be written on this system.
func writable() error { return nil }

// driver keeps a log in files.
func driver(ctx context.Context, dir string) (tessera.Driver, error) {
	return posix.New(ctx, posix.Config{Path: dir})
}

// lock takes the log for this process alone, by its key file. A process that
// dies loses it.
func lock(name string) (unlock func() error, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = &ledger.LockedError{Path: name}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
