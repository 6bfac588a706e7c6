package sqlite_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	zombie "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

var update = flag.Bool("update", false, "write the golden files anew; a released frozen ledger is never written anew")

// query gives the rows of a query on a closed ledger, columns joined by " | ".
func query(t testing.TB, path, text string) []string {
	t.Helper()
	conn, err := zombie.OpenConn(path, zombie.OpenReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var rows []string
	err = sqlitex.ExecuteTransient(conn, text, &sqlitex.ExecOptions{ResultFunc: func(stmt *zombie.Stmt) error {
		var columns []string
		for i := range stmt.ColumnCount() {
			columns = append(columns, stmt.ColumnText(i))
		}
		rows = append(rows, strings.Join(columns, " | "))
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestFormatDocument holds what FORMAT.md says of the file against a file.
func TestFormatDocument(t *testing.T) {
	text, err := os.ReadFile("../FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	s := open(t, path, sqlite.Options{})
	if _, err := s.Append(t.Context(), "case/permit-10011", -1, formatExample()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wants := []string{
		"`application_id` " + query(t, path, "PRAGMA application_id")[0] + " ",
		"`user_version` " + query(t, path, "PRAGMA user_version")[0] + ";",
		"pages of " + query(t, path, "PRAGMA page_size")[0] + " bytes",
		query(t, path, "SELECT printf('recorded_at %d, crc %d', recorded_at, crc) FROM events")[0],
		query(t, path, "SELECT printf('stream %d, revision %d, occurred_at %d', stream, revision, occurred_at) FROM events")[0],
		query(t, path, "SELECT substr(lower(hex(sealed)), 1, 64) FROM events")[0],
	}
	for _, table := range []string{"streams", "events"} {
		for _, column := range query(t, path, "SELECT name || ' ' || type || iif(pk, ' PRIMARY KEY', '') || iif(\"notnull\", ' NOT NULL', '') FROM pragma_table_info('"+table+"')") {
			wants = append(wants, "| "+column)
		}
	}
	for _, want := range wants {
		if !strings.Contains(string(text), want) {
			t.Errorf("FORMAT.md does not say %q", want)
		}
	}
}

// formatExample is the draft of FORMAT.md §8.
func formatExample() ledger.Draft {
	command := ledger.NewCommandID(time.Date(2024, 5, 6, 1, 2, 3, 456_000_000, time.UTC), "permit-receipt/case-10011/accept")
	var commitment ledger.Hash
	if err := commitment.UnmarshalText([]byte("92be50ce1ead72f60fcb9fafb387cec5f56b3636aede523a37e12a1d395d99e2")); err != nil {
		panic(err)
	}
	var box []byte
	fmt.Sscanf("01606162636465666768696a6bac290b06039196a10188733d098b52041f3dfc02032b87191663d1a3b7df19e4c5534dfac342827834a93f5b9f524dc8e05a687dee7f", "%x", &box)
	return ledger.Draft{
		ID: ledger.EventIDOf(command, 0), Type: "case.accepted/1", Command: command, Post: "受理岗-07",
		Occurred: time.Date(2024, 5, 6, 1, 2, 3, 0, time.UTC),
		Recorded: time.Date(2024, 5, 6, 1, 2, 3, 456_789_000, time.UTC),
		Public:   []byte(`{"channel":"internet","item":"施工许可","number":"permit-10011"}`),
		Sealed:   []ledger.Sealed{{Label: "applicant.name", Subject: "5b0f3d8e1c2a49768f00a1b2c3d4e5f6", Commitment: commitment, Box: box}},
	}
}

// TestView reads the ledger as a person with a SQLite tool would.
func TestView(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	s := open(t, path, sqlite.Options{})
	old := drafts(1, 1)[0]
	old.Occurred = time.Date(1949, 10, 1, 7, 0, 0, 1000, time.UTC)
	if _, err := s.Append(t.Context(), "case/permit-10011", -1, formatExample(), old); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got := query(t, path, "SELECT * FROM ledger ORDER BY position")
	want := []string{
		`1 | case/permit-10011 | 0 | case.accepted/1 | 2024-05-06T01:02:03.000000Z | 2024-05-06T01:02:03.456789Z | 受理岗-07 | {"channel":"internet","item":"施工许可","number":"permit-10011"} | 158 | 018f4b6c0cc080008580ea03f94485aa | 018f4b6c0cc0837c9c5f56f36dc10e7c`,
		`2 | case/permit-10011 | 1 | case.performed/1 | 1949-10-01T07:00:00.000001Z | 2024-01-02T08:00:01.000000Z | post-07 | {"n":1} |  | ` + fmt.Sprintf("%x | %x", old.ID[:], old.Command[:]),
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("view ledger (-want +got):\n%s", d)
	}
}

// frozen is what the frozen ledger holds, as JSON beside it.
type frozen struct {
	Position  ledger.Position
	Stream    ledger.StreamID
	Revision  ledger.Revision
	Hash      ledger.Hash
	Canonical string
	Sealed    string
}

// TestFrozen reads the ledger that version 1 of the format left, on a copy,
// and appends to it.
func TestFrozen(t *testing.T) {
	const dir = "testdata/v1"
	if *update {
		freeze(t, dir)
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	copyFile(t, filepath.Join(dir, "ledger.db"), path)
	text, err := os.ReadFile(filepath.Join(dir, "records.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want []frozen
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	reader := open(t, path, sqlite.Options{ReadOnly: true})
	if d := cmp.Diff(want, froze(all(t, reader))); d != "" {
		t.Errorf("frozen ledger (-want +got):\n%s", d)
	}
	if err := reader.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	s := open(t, path, sqlite.Options{})
	again, err := s.Append(t.Context(), "case/permit-10011", -1, formatExample())
	if err != nil || again[0].Position != 1 {
		t.Errorf("the first append again: %v, %v", again, err)
	}
	last := want[len(want)-1]
	more, err := s.Append(t.Context(), last.Stream, last.Revision, drafts(1000, 1)...)
	if err != nil || more[0].Position != last.Position+1 {
		t.Errorf("one more: %v, %v", more, err)
	}
}

func froze(records []ledger.Record) []frozen {
	out := make([]frozen, len(records))
	for i := range records {
		r := &records[i]
		out[i] = frozen{r.Position, r.Stream, r.Revision, r.Hash(), string(r.AppendCanonical(nil)), fmt.Sprintf("%x", ledger.AppendSealed(nil, r.Sealed))}
	}
	return out
}

// freeze writes a ledger that shows every field at its ordinary and at its
// extreme values.
func freeze(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.db")
	s := open(t, path, sqlite.Options{})
	extreme := drafts(2, 3)
	extreme[0].Occurred = time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)
	extreme[0].Recorded = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)
	extreme[0].Command, extreme[0].Post = ledger.CommandID{}, ""
	extreme[1].Public = []byte(`{"":{},"a":[null,true,false,-999999999999999,0],"b":"\"\\\b\f\n\r\t\u0000\u001f","é":"😀"}`)
	extreme[2].Sealed = []ledger.Sealed{{Label: "联系电话"}, {Label: "a", Subject: "s", Box: []byte{0, 255}}}
	for _, c := range []sqlite.Call{
		{Stream: "case/permit-10011", At: -1, Drafts: []ledger.Draft{formatExample()}},
		{Stream: "calendar/CN", At: -1, Drafts: drafts(1, 2)},
		{Stream: "case/甲-1_2.3", At: -1, Drafts: extreme},
		{Stream: "case/permit-10011", At: 0, Drafts: drafts(3, 2)},
	} {
		if _, err := s.Append(t.Context(), c.Stream, c.At, c.Drafts...); err != nil {
			t.Fatal(err)
		}
	}
	text, err := json.MarshalIndent(froze(all(t, s)), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	copyFile(t, path, filepath.Join(dir, "ledger.db"))
	if err := os.WriteFile(filepath.Join(dir, "records.json"), append(text, '\n'), 0o666); err != nil {
		t.Fatal(err)
	}
}
