package projections_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// BenchmarkLateNotice takes a year's notice that comes after all cases of that
// year: how long it lasts, and how long the longest slice holds the writer, its
// lookup included; in views with indexes, and in the first catch-up without.
func BenchmarkLateNotice(b *testing.B) {
	const cases = 20_000
	for _, indexed := range []bool{true, false} {
		b.Run(fmt.Sprintf("indexed=%t", indexed), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := memory.New()
				at := time.Date(2024, 1, 2, 1, 0, 0, 0, time.UTC)
				for i := range cases {
					day := at.AddDate(0, 0, i*320/cases).Format(time.DateOnly)
					record(b, s, casetest.Case(fmt.Sprintf("L-%06d", i)).On(day, casefile.Accepted{Promise: 20}).On(day, casefile.StepPerformed{Step: "check"}))
				}
				v := openAt(b, filepath.Join(b.TempDir(), "views"))
				upTo := collected(b, s)
				if indexed {
					catchUp(b, v, upTo)
				}
				if _, err := registry.Publish(b.Context(), s, workdays.Official(), at.AddDate(1, 0, 0)); err != nil {
					b.Fatal(err)
				}
				all := collected(b, s)
				var begun, last time.Time
				var longest time.Duration
				slices := 0
				b.StartTimer()
				err := v.CatchUp(b.Context(), all, func(p, _ ledger.Position) {
					now := time.Now()
					if p >= ledger.Position(len(upTo.records)) {
						if begun.IsZero() {
							begun, last = now, now
						}
						slices++
						longest = max(longest, now.Sub(last))
					}
					last = now
				})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(longest.Microseconds())/1000, "ms/longest")
				b.ReportMetric(float64(last.Sub(begun).Microseconds())/1000, "ms/notices")
				b.ReportMetric(float64(slices), "steps")
				s.Close()
			}
		})
	}
}
