package runs_test

import (
	"bytes"
	"testing"

	. "caseledger/projections/figures/runs"
)

// What parses is written again as it was, or shorter where numbers were padded;
// then it stands.
func again(t *testing.T, b []byte, parse func([]byte) ([]byte, error)) {
	once, err := parse(b)
	if err != nil {
		return
	}
	twice, err := parse(once)
	if err != nil || !bytes.Equal(once, twice) || len(once) > len(b) {
		t.Fatalf("%x became %x, then %x: %v", b, once, twice, err)
	}
}

func FuzzRow(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{4, 6, 1, 5, 0x21, 2, 8, 5, 5, 4, 2, 3, 0x7f, 2})
	f.Add([]byte{2, 4, 0, 1, 0, 2, 4, 5, 0, 0, 0, 2, 2})
	f.Fuzz(func(t *testing.T, b []byte) { again(t, b, ParseRow) })
}

func FuzzEntries(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{7, 10, 0x10, 2, 3, 1, 1, 4, 0xe0, 0x01, 0x00, 2, 1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) { again(t, b, ParseEntries) })
}

func FuzzSlip(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0xa0, 0x7a, 2, 4, 0})
	f.Fuzz(func(t *testing.T, b []byte) { _ = ParseSlip(b) })
}

func FuzzPage(f *testing.F) {
	f.Add(int64(24000)<<32|7, []byte{})
	f.Add(int64(24000)<<32|7, []byte{0, 0, 1, 9, 0, 2, 2, 9, 9, 2, 5, 0})
	f.Add(int64(-3)<<32|7, []byte{0, 0, 1, 9, 2, 5, 0})
	f.Fuzz(func(t *testing.T, first int64, b []byte) {
		again(t, b, func(b []byte) ([]byte, error) { return ParsePage(first, b) })
	})
}
