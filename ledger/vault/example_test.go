package vault_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"caseledger/ledger"
	"caseledger/ledger/vault"
)

func Example() {
	dir, err := os.MkdirTemp("", "vault")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	v, err := vault.Open(filepath.Join(dir, "vault.db"), rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer v.Close()

	subject, _ := vault.NewSubject(rand.Reader)
	sealed, _ := v.Seal(stream, event, []vault.Value{{Label: "applicant.name", Subject: subject, Text: "王小明"}})
	record := &ledger.Record{Stream: stream, Draft: ledger.Draft{ID: event, Sealed: sealed}}

	values, _ := v.Reveal(record)
	fmt.Println(values[0].Label, values[0].Text)

	_ = v.Erase(subject)
	_, err = v.Reveal(record)
	fmt.Println(errors.Is(err, vault.ErrErased))
	// Output:
	// applicant.name 王小明
	// true
}
