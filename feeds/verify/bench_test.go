package verify_test

import (
	"testing"

	"caseledger/feeds/verify"
)

// BenchmarkVerify verifies a log in a folder.
func BenchmarkVerify(b *testing.B) {
	const n = 100_000
	dir := whole(b, n)
	for b.Loop() {
		if r, err := verify.Verify(b.Context(), verify.Question{Source: dir, Memory: b.TempDir()}); err != nil || !r.Verified {
			b.Fatalf("%+v, %v", r, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "leaves/s")
}

func BenchmarkParseRecord(b *testing.B) {
	r := record(7)
	b.SetBytes(int64(len(r)))
	for b.Loop() {
		if _, err := verify.ParseRecord(r); err != nil {
			b.Fatal(err)
		}
	}
}
