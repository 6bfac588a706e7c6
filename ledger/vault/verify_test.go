package vault_test

import (
	"crypto/rand"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
	"caseledger/ledger/memory"
	"caseledger/ledger/vault"
)

var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

// TestVerifyAgainstLedger: every sealed value opens and fits, or was erased;
// what does not is named by record and label, and nothing personal is said.
func TestVerifyAgainstLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.sqlite")
	v, err := vault.Open(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	s := memory.New()
	add := func(n byte, subject string, change func(*ledger.Sealed)) {
		t.Helper()
		stream, id := ledger.StreamID("case/n-"+string('0'+rune(n))), ledger.EventID{n, 0, 0, 0, 0, 0, 0x70, 0, 0x80}
		sealed, err := v.Seal(stream, id, []vault.Value{{Label: "applicant.name", Subject: subject, Text: "张某"}})
		if err != nil {
			t.Fatal(err)
		}
		change(&sealed[0])
		_, err = s.Append(t.Context(), stream, ledger.NoStream, ledger.Draft{
			ID: id, Type: "case.accepted/1", Occurred: noon, Recorded: noon, Command: ledger.CommandID(id), Public: []byte(`{}`), Sealed: sealed,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	same := func(*ledger.Sealed) {}
	add(1, "subject-one", same)
	add(2, "subject-two", same)
	if err := v.Erase("subject-two"); err != nil {
		t.Fatal(err)
	}
	if n, err := v.Verify(t.Context(), s); err != nil || n != (vault.Verified{Keys: 1, Values: 1, Erased: 1}) {
		t.Errorf("%+v, %v", n, err)
	}
	verify := func(want string) {
		t.Helper()
		_, err := v.Verify(t.Context(), s)
		var corrupt *ledger.CorruptError
		if !errors.As(err, &corrupt) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "subject-") || strings.Contains(err.Error(), "张某") {
			t.Errorf("%v, want %s", err, want)
		}
	}
	add(3, "subject-one", func(s *ledger.Sealed) { s.Commitment[7] ^= 1 })
	verify("applicant.name of record 3 cannot be read")
	s = memory.New()
	add(4, "subject-one", func(s *ledger.Sealed) { s.Box[len(s.Box)-1] ^= 1 })
	verify("applicant.name of record 1 cannot be read")
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteScript(conn, "UPDATE subject SET key = zeroblob(60) WHERE name = 'subject-one'", nil); err != nil {
		t.Fatal(err)
	}
	verify("a key does not open under the master key")
}
