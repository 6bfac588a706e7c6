package county_test

import (
	"path/filepath"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/sqlite"
)

// BenchmarkWrite makes up a county of 100 000 cases, in memory and in a ledger
// file. The bar is 20 000 commands a second on two processors.
func BenchmarkWrite(b *testing.B) {
	const cases = 100_000
	c, err := county.New(county.Job{Profile: "county", Seed: 1, Cases: cases})
	if err != nil {
		b.Fatal(err)
	}
	for _, store := range []struct {
		name string
		open func() (ledger.Store, error)
	}{
		{"sqlite", func() (ledger.Store, error) {
			return sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "ledger.sqlite"), sqlite.Options{})
		}},
		{"memory", func() (ledger.Store, error) { return memory.New(), nil }},
	} {
		b.Run("cases=100000/store="+store.name, func(b *testing.B) {
			commands := 0
			for b.Loop() {
				s, err := store.open()
				if err != nil {
					b.Fatal(err)
				}
				sum, err := c.Write(b.Context(), county.Output{Store: s})
				if err != nil {
					b.Fatal(err)
				}
				commands += sum.Commands
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(commands)/b.Elapsed().Seconds(), "commands/s")
		})
	}
}

// BenchmarkPlan is what a million cases cost before the first is lived.
func BenchmarkPlan(b *testing.B) {
	for b.Loop() {
		if _, err := county.New(county.Job{Profile: "county", Seed: 1, Cases: 1_000_000}); err != nil {
			b.Fatal(err)
		}
	}
}
