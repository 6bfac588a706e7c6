package statement_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/statement"
)

var update = flag.Bool("update", false, "write the tables of FORMAT.md anew")

func TestBook(t *testing.T) { acttest.Check(t, statement.Kind.Book) }

// TestFormatDocument holds FORMAT.md against the book, and reads its frozen bodies.
func TestFormatDocument(t *testing.T) {
	acttest.Format(t, statement.Kind.Book, "Frozen bodies", *update)
	document, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	bodies := 0
	for line := range strings.Lines(string(document)) {
		body := strings.TrimSpace(line)
		if !strings.HasPrefix(line, "    {") {
			continue
		}
		name := statement.Closed{}.Stored()
		if strings.Contains(body, "restates") {
			name = statement.Restated{}.Stored()
		}
		bodies++
		e, err := statement.Kind.Decode(&ledger.Record{Draft: ledger.Draft{Type: name, Public: []byte(body)}})
		if err != nil {
			t.Fatal(err)
		}
		if _, public, err := statement.Kind.Encode(e); err != nil || string(public) != body {
			t.Errorf("%s is written again as %s, %v", body, public, err)
		}
	}
	if bodies != 2 {
		t.Errorf("%d frozen bodies", bodies)
	}
}

// views know what they are told.
type views struct {
	known statement.Known
	err   error
}

func (v views) Freeze(context.Context, statement.Period, string, *statement.Frozen) (statement.Known, error) {
	return v.known, v.err
}

func TestDesk(t *testing.T) {
	june := time.Date(2024, 6, 3, 1, 0, 0, 0, time.UTC)
	known := func(hash string) views {
		return views{known: statement.Known{Changed: 1, Frozen: statement.Frozen{Ordinal: 7, Rows: 1, SHA256: strings.Repeat(hash, 64)}}}
	}
	s := memory.New()
	for _, row := range []struct {
		name   string
		at     time.Time
		event  dossier.Event
		beyond any
		want   string
	}{
		{"the month lasts", time.Date(2024, 5, 31, 15, 59, 0, 0, time.UTC), statement.Closed{Period: "2024-05"}, known("a"), "refused"},
		{"no month", june, statement.Closed{Period: "2024-5"}, known("a"), "invalid"},
		{"no views", june, statement.Closed{Period: "2024-05"}, nil, "invalid"},
		{"views behind", june, statement.Closed{Period: "2024-05"}, views{err: statement.ErrBehind}, "refused"},
		{"restated before it is closed", june, statement.Restated{Period: "2024-05"}, known("a"), "refused"},
		{"closed", june, statement.Closed{Period: "2024-05"}, known("a"), ""},
		{"closed twice", june, statement.Closed{Period: "2024-05"}, known("b"), "refused"},
		{"nothing changed", june, statement.Restated{Period: "2024-05"}, known("a"), "refused"},
		{"restated", june, statement.Restated{Period: "2024-05"}, known("b"), ""},
		{"an organisation's own", june, statement.Closed{Period: "2024-05", Org: "A"}, known("a"), ""},
	} {
		before, _ := s.Head(t.Context())
		_, err := statement.Kind.Do(t.Context(), &dossier.Desk{Store: s, Beyond: row.beyond},
			dossier.Order{ID: ledger.NewCommandID(june, row.name), Post: "统计岗-01", Event: row.event, Recorded: row.at})
		var refusal *act.Refusal
		var invalid *ledger.InvalidError
		got := ""
		switch {
		case errors.As(err, &refusal):
			got = "refused"
		case errors.As(err, &invalid):
			got = "invalid"
		case err != nil:
			got = err.Error()
		}
		after, _ := s.Head(t.Context())
		if got != row.want || (after != before) != (got == "") {
			t.Errorf("%s: %q, want %q: %v", row.name, got, row.want, err)
		}
	}
	state, records, err := statement.Kind.Read(t.Context(), s, "statement/2024-05")
	if err != nil || state.Editions != 2 || len(records) != 2 || !strings.Contains(string(records[1].Public), `"restates":"aaaa`) {
		t.Errorf("%+v, %d records, %v", state, len(records), err)
	}
}
