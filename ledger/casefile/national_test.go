package casefile_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

const published = "11440232MB2D06811W4000117051000202010200008"

func TestParseNational(t *testing.T) {
	n, ok := casefile.ParseNational(published)
	want := casefile.National{Unit: "11440232MB2D06811W", Level: "4", Basic: "000117051000", Date: workdays.Civil(2020, 10, 20), Serial: "0008"}
	if diff := cmp.Diff(want, n); diff != "" || !ok {
		t.Error(diff, ok)
	}
	for _, number := range []string{"", "BJ-2024-000017", published[:42], published + "1", strings.ToLower(published), published[:42] + "A", "1144-232" + published[8:]} {
		if _, ok := casefile.ParseNational(number); ok {
			t.Errorf("%s has the form", number)
		}
	}
}

// TestNationalNumbers: a wrong check character is refused where the form is
// claimed, and nothing is recorded; what is inferred only warns.
func TestNationalNumbers(t *testing.T) {
	const inner = "11440232MB2D06812"
	last, ok := registry.CreditCheck(inner)
	if !ok {
		t.Fatal("no check character")
	}
	for _, row := range []struct {
		number string
		reason string // of the refusal
		doubts []string
	}{
		{published, "", nil},
		{"BJ-2024-000017", "", nil},
		{published[:42], "", nil}, // 42 characters claim nothing
		{"11440232MB2D06811X4000117051000202010200008", `the 18th character is 'X', want 'W'`, nil},
		{"11440232MB2D06811V4000117051000202010200008", `the 18th character is 'V', want 'W'`, nil},
		{"11440232MB2D0681IW4000117051000202010200008", "are no unified social credit code (GB 32100)", nil},
		{"91350100M000100Y434000117051000202010200008", "", nil},
		{"91512081MA62K0260E4000117051000202010200008", "", nil}, // the inner check follows other values of letters
		{"910000000000004650" + published[18:], "", nil},         // 43 digits, and no letter
		{"910000000000004651" + published[18:], "has no letter", nil},
		{inner + string(last) + published[18:], "", []string{`character 17 is '2', and as the check character of an organisation code (GB 11714) '1'`}},
		{"11440232MB2D06811W9000117051000202010200008", "", []string{"character 19, 9, is no level 1 to 6"}},
		{"11440232MB2D06811W4A00117051000202010200008", "", []string{"characters 20 to 31, A00117051000, are no basic code of twelve digits"}},
		{"11440232MB2D06811W4000117051000202013200008", "", []string{"characters 32 to 39 are no date"}},
	} {
		s := memory.New()
		at := time.Date(2024, 3, 1, 1, 0, 0, 0, time.UTC)
		_, err := (&casefile.Desk{Store: s}).Do(t.Context(), casefile.Order{
			ID: ledger.NewCommandID(at, row.number), Number: row.number, Recorded: at, Command: casefile.Accept{},
		})
		var bad *ledger.InvalidError
		switch {
		case row.reason == "" && err != nil:
			t.Errorf("%s: %v", row.number, err)
		case row.reason != "" && (!errors.As(err, &bad) || bad.Field != "case number" || !strings.Contains(bad.Reason, row.reason)):
			t.Errorf("%s: %v, want it refused: %s", row.number, err, row.reason)
		}
		if head, err := s.Head(t.Context()); err != nil || (head == 0) != (row.reason != "") {
			t.Errorf("%s: the ledger ends at %s, %v", row.number, head, err)
		}
		if row.reason == "" {
			if diff := cmp.Diff(row.doubts, casefile.NumberDoubts(row.number)); diff != "" {
				t.Errorf("%s: %s", row.number, diff)
			}
		}
	}
}
