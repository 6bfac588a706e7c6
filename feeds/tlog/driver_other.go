//go:build !unix

package tlog

import (
	"context"

	"github.com/transparency-dev/tessera"
)

// The library's files need what only Unix systems have.
func writable() error {
	return &RefusedError{"a transparency log cannot be written on this system", "publish it from Linux, macOS or BSD; anybody can read and verify it here"}
}

func driver(context.Context, string) (tessera.Driver, error) { return nil, writable() }

func lock(string) (func() error, error) { return nil, writable() }
