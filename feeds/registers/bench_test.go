package registers_test

import (
	"io"
	"testing"

	"caseledger/feeds/registers"
	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
)

// BenchmarkMake makes all five books in one go.
func BenchmarkMake(b *testing.B) {
	const cases = 20_000
	v := viewsOf(b, func(s ledger.Store) {
		for stream, drafts := range casetest.Generate(7, cases) {
			if _, err := s.Append(b.Context(), stream, ledger.NoStream, drafts...); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, format := range []string{".csv", ".html", ".json"} {
		b.Run(format[1:], func(b *testing.B) {
			for b.Loop() {
				var outs []registers.Out
				for _, r := range registers.All() {
					outs = append(outs, registers.Out{Register: r, Sheet: formats[format](io.Discard)})
				}
				if err := registers.Make(b.Context(), v, everyDay, outs, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(cases)*float64(b.N)/b.Elapsed().Seconds(), "cases/s")
		})
	}
}
