package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	ctx := context.Background()
	path := filepath.Join(dir, "ledger.db")
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	_, err = sqlite.Open(ctx, path, sqlite.Options{})
	var locked *ledger.LockedError
	fmt.Println("a second writer is refused:", errors.As(err, &locked))

	reader, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer reader.Close()
	fmt.Println("a reader is not:", reader.Verify(ctx))
	// Output:
	// a second writer is refused: true
	// a reader is not: <nil>
}
