package verify_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sumdb "golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds/tlog"
	"caseledger/feeds/verify"
	"caseledger/projections/statements"
)

// proofs are one of each kind, of a published log.
func proofs(t testing.TB) (of map[string][]byte, policy string) {
	t.Helper()
	dir, views, _ := published(t)
	at := tlog.Place(filepath.Dir(dir))
	list, err := statements.List(t.Context(), views)
	if err != nil {
		t.Fatal(err)
	}
	e := list[slices.IndexFunc(list, func(e statements.Edition) bool { return e.N == 2 })]
	rows, err := statements.Frozen(t.Context(), views, e.Scope, e.Frozen)
	if err != nil {
		t.Fatal(err)
	}
	of = map[string][]byte{}
	for name, make := range map[string]func() ([]byte, error){
		"record": func() ([]byte, error) { return at.Proof(t.Context(), 20) },
		"figure": func() ([]byte, error) { return at.FigureProof(t.Context(), e, rows, 12) },
		"case":   func() ([]byte, error) { return at.CaseProof(t.Context(), views, e, "S-1-3") },
	} {
		if of[name], err = make(); err != nil {
			t.Fatal(name, err)
		}
	}
	return of, string(take(t, dir, "policy"))
}

// TestProofs: a proof verifies, and with any byte altered it does not.
func TestProofs(t *testing.T) {
	of, policy := proofs(t)
	q := verify.Question{Policy: policy}
	for name, want := range map[string]string{
		"record": `"stream":"case/S-2-`, "figure": `"figure":"on_time_rate"`, "case": `{"case":"S-1-3","ordinals":[7,8]}`,
	} {
		b := of[name]
		v, err := verify.VerifyProof(q, b)
		if err != nil || !v.Verified || v.Of != name || !strings.Contains(string(v.What), want) || (v.Statement != nil) != (name != "record") {
			t.Errorf("%s: %+v, %v\n%s", name, v, err, b)
		}
		step := 1
		if testing.Short() {
			step = 17
		}
		for i := 0; i < len(b); i += step {
			bad := slices.Clone(b)
			bad[i] ^= 1
			if v, err := verify.VerifyProof(q, bad); err == nil && v.Verified {
				t.Fatalf("%s verifies with byte %d altered: %q", name, i, b[max(0, i-20):i+1])
			}
		}
		if _, err := verify.VerifyProof(verify.Question{Memory: t.TempDir()}, b); err == nil || !strings.Contains(err.Error(), "no key of the log") {
			t.Errorf("without a key: %v", err)
		}
	}
}

// TestFigureProofIsSmall: the proof of one figure of a million rows takes less than
// 3 KB.
func TestFigureProofIsSmall(t *testing.T) {
	of, _ := proofs(t)
	p, err := verify.ParseProof(of["figure"])
	if err != nil {
		t.Fatal(err)
	}
	var h sumdb.Hash
	for len(p.Beside) < 20 { // 2^20 rows
		p.Beside = append(p.Beside, h)
	}
	for len(p.Way) < 7 { // 2^7 statements
		p.Way = append(p.Way, h)
	}
	leaf, err := verify.ParseFigureLeaf(p.Leaf)
	if err != nil {
		t.Fatal(err)
	}
	leaf.Rows.Size, leaf.Input.Size, leaf.Statement, leaf.Cases.Size = 1_000_000, 12_000_000, 12_000_001, 1_000_000
	p.Leaf = []byte(leaf.String())
	p.Place = 999_999
	if n := len(p.Bytes()); n > 3<<10 {
		t.Errorf("it takes %d bytes", n)
	} else {
		t.Logf("%d bytes", n)
	}
}

// FuzzParseProof: what is read as a proof is written as the same bytes.
func FuzzParseProof(f *testing.F) {
	of, policy := proofs(f)
	for _, b := range of {
		f.Add(b)
	}
	f.Add([]byte(fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex 0\n%s\n\nx\n", base64.StdEncoding.EncodeToString(make([]byte, 32)))))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := verify.ParseProof(b)
		if err != nil {
			return
		}
		if string(p.Bytes()) != string(b) {
			t.Errorf("%q is read as %q", b, p.Bytes())
		}
		if v, err := verify.VerifyProof(verify.Question{Policy: policy}, b); err == nil && v.Verified && !slices.ContainsFunc([]string{"record", "figure", "case"}, func(s string) bool { return string(of[s]) == string(b) }) {
			t.Errorf("%q verifies", b)
		}
	})
}

// TestFrozenProofs: proofs that the first release with a log of figures made
// verify, for ever.
func TestFrozenProofs(t *testing.T) {
	if os.Getenv("UPDATE") != "" {
		of, policy := proofs(t)
		put(t, "testdata/v1/proofs", "policy", []byte(policy))
		for name, b := range of {
			put(t, "testdata/v1/proofs", name, b)
		}
	}
	policy := string(take(t, "testdata/v1/proofs", "policy"))
	for _, name := range []string{"record", "figure", "case"} {
		v, err := verify.VerifyProof(verify.Question{Policy: policy}, take(t, "testdata/v1/proofs", name))
		if err != nil || !v.Verified || v.Of != name {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}
