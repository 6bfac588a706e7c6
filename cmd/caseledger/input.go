package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"caseledger/ledger/disclosure"
)

// checkPost says whether the value of --post may stand in public.
func checkPost(post string) error {
	if err := disclosure.Post(post); err != nil {
		return &usageError{"--" + err.Error()}
	}
	return nil
}

// openInput opens a file, or standard input for "-"; size is 0 where it is not
// known.
func openInput(p *program, name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return io.NopCloser(p.stdin), 0, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a folder; name a file", name)
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}
