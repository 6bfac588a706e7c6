package act_test

import (
	"testing"

	"pgregory.net/rapid"

	"caseledger/ledger/act"
)

func TestAmount(t *testing.T) {
	for s, want := range map[string]string{
		"12": "12", "12.50": "12.5", "0.000001": "0.000001", "-0.5": "-0.5", "157.09305": "157.09305", "007": "7", "-0": "0", "999999999999.999999": "999999999999.999999",
	} {
		if a, err := act.ParseAmount(s); err != nil || a.String() != want {
			t.Errorf("%q is read as %s, %v; want %s", s, a, err, want)
		}
	}
	for _, s := range []string{"", "-", ".5", "5.", "1,5", "1e3", "+1", " 1", "1.0000001", "1234567890123", "--1", "1.-5", "NaN"} {
		if a, err := act.ParseAmount(s); err == nil {
			t.Errorf("%q is read as %s", s, a)
		}
	}
}

func TestAmountText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := act.Amount(rapid.Int64Range(-999_999_999_999_999_999, 999_999_999_999_999_999).Draw(t, "amount"))
		b, err := a.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back act.Amount
		if err := back.UnmarshalText(b); err != nil || back != a {
			t.Fatalf("%d is written %s and read as %d, %v", int64(a), b, int64(back), err)
		}
	})
}
