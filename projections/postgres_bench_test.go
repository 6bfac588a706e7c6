package projections_test

import (
	"fmt"
	"testing"

	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
)

// BenchmarkRebuildPostgres builds all views from zero in PostgreSQL.
func BenchmarkRebuildPostgres(b *testing.B) {
	doortest.Server(b)
	for _, n := range []int{200_000} {
		b.Run(fmt.Sprintf("records=%d", n), func(b *testing.B) {
			s := generated(n, 2000)
			b.ResetTimer()
			for i := range b.N {
				b.StopTimer()
				v, err := projections.OpenPostgres(b.Context(), door.Postgres{URL: doortest.Database(b, fmt.Sprint(i)), Wait: true})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if err := v.CatchUp(b.Context(), s, nil); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				if err := v.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}
