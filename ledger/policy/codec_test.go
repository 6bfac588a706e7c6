package policy_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/policy"
)

var update = flag.Bool("update", false, "write the golden file anew")

// TestOfficialGolden: what ships, one version a line, in its canonical form.
func TestOfficialGolden(t *testing.T) {
	const golden = "testdata/official.ndjson"
	var got bytes.Buffer
	for _, p := range policy.Official().All() {
		line, err := p.JSON()
		if err != nil {
			t.Fatal(err)
		}
		got.Write(append(line, '\n'))
	}
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("official versions (-%s +now): %s", golden, diff)
	}
}

// FuzzParse: what is read may be published and is written and read as the same;
// an error gives nothing.
func FuzzParse(f *testing.F) {
	for _, p := range policy.Official().All() {
		b, err := p.JSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"regime":"foi","version":"x","basis":"y","from":"2027-01-01","grounds":[]}`))
	f.Add([]byte(`{"regime":"foi","Regime":"x"}`))
	f.Add([]byte(`{"from":"","legalDays":-1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := policy.Parse(b)
		if err != nil {
			if diff := cmp.Diff(policy.Policy{}, p); diff != "" {
				t.Fatalf("refused with %v and still %s", err, diff)
			}
			return
		}
		first, err := p.JSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := policy.Parse(first)
		if err != nil {
			t.Fatalf("%s is written and cannot be read: %v", first, err)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Fatal(diff)
		}
		if got := new(policy.Set).With(p).At(p.Regime, p.From); got == nil || got.ID() != p.ID() {
			t.Fatalf("%s is not in force on its own day", first)
		}
	})
}
