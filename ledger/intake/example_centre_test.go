package intake_test

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/vault"
)

// block gives the first code block of a language in MAPPINGS.md.
func block(t *testing.T, language string) string {
	t.Helper()
	b, err := os.ReadFile("MAPPINGS.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(b), "```"+language+"\n")
	text, _, ok2 := strings.Cut(rest, "```")
	if !ok || !ok2 {
		t.Fatalf("MAPPINGS.md has no %s block", language)
	}
	return text
}

func openVault(t *testing.T) *vault.Vault {
	t.Helper()
	v, err := vault.Open(filepath.Join(t.TempDir(), "keys"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// TestDocumentedExample: what MAPPINGS.md shows works as it stands.
func TestDocumentedExample(t *testing.T) {
	m, err := intake.ParseMapping("example.json", []byte(block(t, "json")))
	if err != nil {
		t.Fatal(err)
	}
	s, v := memory.New(), openVault(t)
	job := func() intake.Job {
		return intake.Job{Name: "example.csv", Input: strings.NewReader(block(t, "csv")), Mapping: m, Store: s, Vault: v, Now: now}
	}
	sum, err := intake.Import(t.Context(), job())
	if err != nil {
		t.Fatal(err)
	}
	if sum.Cases != 2 || sum.Events != 7 || sum.Notices != 20 || sum.States[casefile.Ended] != 2 {
		t.Errorf("summary %+v", sum)
	}
	want := "accepted fee_charged 受理 correction_requested correction_received suspended resumed 审批 closed"
	if got := types(t, s, "YH-2024-0017"); got != want {
		t.Errorf("records are %s\nwant %s", got, want)
	}
	shanghai, err := casefile.ParseZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	c := cases(t, s)["YH-2024-0017"]
	got := map[string]string{
		"accepted": c.AcceptedAt.In(shanghai).Format(time.DateTime), "closed": c.ClosedAt.In(shanghai).Format(time.DateTime),
		"items": strings.Join(c.Corrections[0].Items, "+"), "channel": c.Channel, "handling": string(c.Handling),
		"fees": c.Fees.String() + c.Currency, "outcome": string(c.Outcome), "zone": c.Zone, "calendar": c.Calendar, "reason": c.Suspensions[0].Reason,
	}
	wantFields := map[string]string{
		"accepted": "2024-09-20 09:05:00", "closed": "2024-10-10 16:20:00", "items": "营业执照+平面图", "channel": "window",
		"handling": "promised", "fees": "120.5CNY", "outcome": "granted", "zone": "Asia/Shanghai", "calendar": "CN", "reason": "expert-review",
	}
	if d := cmp.Diff(wantFields, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if c.Promise != 10 || len(c.Corrections) != 1 || c.Corrections[0].Received.IsZero() {
		t.Errorf("case %+v", c)
	}

	erased := intake.Subject("example-centre", "YH-2024-0017", "applicant")
	if err := v.Erase(erased); err != nil {
		t.Fatal(err)
	}
	names := 0
	for _, r := range all(t, s) {
		if b := string(r.AppendCanonical(nil)); strings.Contains(b, "张某") || strings.Contains(b, "李某") {
			t.Errorf("a name stands in the public part of %s", r.ID)
		}
		values, err := v.Reveal(&r)
		switch {
		case errors.Is(err, vault.ErrErased) && r.Stream == "case/YH-2024-0017":
		case err != nil:
			t.Error(err)
		case len(values) == 1 && values[0].Text == "李某" && values[0].Label == "applicant.name":
			names++
		}
	}
	if names != 1 {
		t.Errorf("%d names were revealed after the other was erased, want 1", names)
	}
	if sum, err := intake.Import(t.Context(), job()); err != nil || sum.Added != 0 {
		t.Errorf("a second import added %d records, error %v", sum.Added, err)
	}
	fresh := memory.New()
	again := job()
	again.Store = fresh
	if _, err := intake.Import(t.Context(), again); err != nil {
		t.Errorf("an import with an erased subject: %v", err)
	}
	for _, r := range all(t, fresh) {
		if r.Stream == "case/YH-2024-0017" && len(r.Sealed) > 0 {
			t.Errorf("values of an erased subject were sealed again")
		}
	}
	without := job()
	without.Vault = nil
	if _, err := intake.Import(t.Context(), without); err == nil {
		t.Error("personal values were imported without a vault")
	}
}
