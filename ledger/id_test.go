package ledger_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseledger/ledger"
)

// TestDerivation holds the derived ids against values that were computed apart
// from this code, with another language and its SHA-256.
func TestDerivation(t *testing.T) {
	for _, test := range []struct {
		at   time.Time
		key  string
		want string
	}{
		{time.UnixMilli(0), "", "00000000-0000-859b-9405-1086099ea925"},
		{time.UnixMilli(1714957323456), "permit-receipt/case-10011/accept", "018f4b6c-0cc0-837c-9c5f-56f36dc10e7c"},
		{time.Date(1949, 10, 1, 0, 0, 0, 0, time.UTC), "申请", "00000000-0000-8d12-bba9-2e338dd3ae68"},
	} {
		if got := ledger.NewCommandID(test.at, test.key).String(); got != test.want {
			t.Errorf("command of %s, %q: %s, want %s", test.at, test.key, got, test.want)
		}
	}
	command := ledger.NewCommandID(time.UnixMilli(1714957323456), "permit-receipt/case-10011/accept")
	for n, want := range map[int]string{
		0:    "018f4b6c-0cc0-8000-8580-ea03f94485aa",
		1:    "018f4b6c-0cc0-8001-9886-7d232ce77803",
		4095: "018f4b6c-0cc0-8fff-907d-a08cdbc8d373",
	} {
		if got := ledger.EventIDOf(command, n).String(); got != want {
			t.Errorf("event %d: %s, want %s", n, got, want)
		}
	}
}

func TestIDProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(0, 1<<47).Draw(t, "at"))
		command := ledger.NewCommandID(at, rapid.String().Draw(t, "key"))
		later := ledger.NewCommandID(at.Add(time.Millisecond), rapid.String().Draw(t, "later key"))
		if bytes.Compare(command[:], later[:]) >= 0 {
			t.Errorf("%s of a later time sorts before %s", later, command)
		}
		m, n := rapid.IntRange(0, 4095).Draw(t, "m"), rapid.IntRange(0, 4095).Draw(t, "n")
		a, b := ledger.EventIDOf(command, m), ledger.EventIDOf(command, n)
		if bytes.Compare(a[:], b[:]) != compare(m, n) {
			t.Errorf("events %d and %d do not sort as their numbers: %s, %s", m, n, a, b)
		}
		for _, id := range [][16]byte{command, a, b} {
			if id[6]>>4 != 8 || id[8]>>6 != 2 {
				t.Errorf("%x is no UUID of version 8", id)
			}
		}
		if back, err := ledger.ParseCommandID(command.String()); err != nil || back != command {
			t.Errorf("%s reads back as %s, %v", command, back, err)
		}
	})
}

func compare(a, b int) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func FuzzParseEventID(f *testing.F) {
	f.Add("018f4b6c-0cc0-8000-8580-ea03f94485aa")
	f.Add("018F4B6C-0CC0-8000-8580-EA03F94485AA")
	f.Add("018f4b6c0cc080008580ea03f94485aa")
	f.Add("018f4b6c-0cc0-8000-8580-ea03f94485a\xff")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ledger.ParseEventID(s)
		other, otherErr := ledger.ParseCommandID(s)
		if (err == nil) != (otherErr == nil) || [16]byte(id) != [16]byte(other) {
			t.Errorf("%q is %v as event and %v as command", s, err, otherErr)
		}
		checkParsed(t, s, id.String(), err, id == ledger.EventID{})
	})
}

func FuzzParseTime(f *testing.F) {
	f.Add("2024-02-29T23:59:59.999999Z")
	f.Add("2023-02-29T00:00:00.000000Z")
	f.Add("2024-01-01T00:00:00.000000000Z")
	f.Add("2024-01-01T24:00:00.000000Z")
	f.Add("0000-01-01T00:00:00.000000Z")
	f.Fuzz(func(t *testing.T, s string) {
		at, err := ledger.ParseTime(s)
		checkParsed(t, s, ledger.FormatTime(at), err, at.IsZero())
		if err == nil && !at.Equal(ledger.Time(at)) {
			t.Errorf("%q has more than microseconds", s)
		}
	})
}

func FuzzParsePosition(f *testing.F) {
	f.Add("0")
	f.Add("9223372036854775807")
	f.Add("9223372036854775808")
	f.Add("+1")
	f.Add("01")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ledger.ParsePosition(s)
		checkParsed(t, s, p.String(), err, p == 0)
	})
}

func FuzzParseHash(f *testing.F) {
	f.Add(strings.Repeat("0f", 32))
	f.Add(strings.Repeat("0F", 32))
	f.Add(strings.Repeat("0f", 33))
	f.Fuzz(func(t *testing.T, s string) {
		var h ledger.Hash
		err := h.UnmarshalText([]byte(s))
		checkParsed(t, s, h.String(), err, h == ledger.Hash{})
	})
}

// checkParsed: what parses has one spelling; what does not gives the zero
// value and an InvalidError.
func checkParsed(t *testing.T, s, spelled string, err error, zero bool) {
	t.Helper()
	var invalid *ledger.InvalidError
	switch {
	case err == nil && spelled != s:
		t.Errorf("%q reads as %q", s, spelled)
	case err != nil && !zero:
		t.Errorf("%q gives an error and a value", s)
	case err != nil && !errors.As(err, &invalid):
		t.Errorf("%q: %v is no InvalidError", s, err)
	}
}
