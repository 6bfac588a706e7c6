package intake

import (
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

func TestParseTime(t *testing.T) {
	shanghai, err := casefile.ParseZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	layouts := []string{"02-01-2006 15:04", "02.01.06"}
	for _, c := range []struct {
		text, want string // "" for a fault
		dateOnly   bool
	}{
		{"2011-12-06 13:41:31.788000+01:00", "2011-12-06T12:41:31.788000Z", false},
		{"2011-12-06T13:41:31.788+01:00", "2011-12-06T12:41:31.788000Z", false},
		{"2024-03-05T09:07:11.123456789Z", "2024-03-05T09:07:11.123456Z", false},
		{"2024-03-05 09:07:11 +0800", "2024-03-05T01:07:11.000000Z", false},
		{"2024-03-05 09:07:11 -0330", "2024-03-05T12:37:11.000000Z", false},
		{"2024-03-05 09:07:11+08", "2024-03-05T01:07:11.000000Z", false},
		{"2024-03-05 09:07", "2024-03-05T01:07:00.000000Z", false},
		{"2024/3/5 9:07", "2024-03-05T01:07:00.000000Z", false},
		{" 2024.3.5 ", "2024-03-04T16:00:00.000000Z", true},
		{"2024年3月5日", "2024-03-04T16:00:00.000000Z", true},
		{"2024年12月15日 8:30", "2024-12-15T00:30:00.000000Z", false},
		{"2024-02-29", "2024-02-28T16:00:00.000000Z", true},
		{"05-03-2024 09:07", "2024-03-05T01:07:00.000000Z", false},
		{"05.03.24", "2024-03-04T16:00:00.000000Z", true},
		{"2023-02-29", "", false},
		{"2024-13-01", "", false},
		{"2024-00-10", "", false},
		{"2024-03-05 24:00", "", false},
		{"2024-03-05 09:60", "", false},
		{"2024-03-05 09:07:11.", "", false},
		{"2024-03-05 09:07 o'clock", "", false},
		{"2024-03-05T", "", false},
		{"0001-01-01T00:00:00Z", "", false},
		{"0001-01-01", "", false},
		{"9999-12-31T23:59:59-01:00", "", false},
		{"24-03-05", "", false},
		{"20240305", "", false},
		{"", "", false},
	} {
		got, dateOnly, err := parseTime(c.text, shanghai, layouts)
		text := ""
		if err == nil {
			text = ledger.FormatTime(got)
		}
		if text != c.want || err == nil && (dateOnly != c.dateOnly || got.Location() != time.UTC) {
			t.Errorf("%q: got %q, date only %v, %v; want %q, %v", c.text, text, dateOnly, err, c.want, c.dateOnly)
		}
	}
}

// FuzzParseTime: what is taken has a form in the ledger, and that form means
// the same instant.
func FuzzParseTime(f *testing.F) {
	f.Add("2024-03-05 09:07:11.5+08:00")
	f.Add("2024年3月5日")
	f.Fuzz(func(t *testing.T, text string) {
		got, _, err := parseTime(text, time.UTC, nil)
		if err != nil {
			if !got.IsZero() {
				t.Fatalf("%q: %v beside a fault", text, got)
			}
			return
		}
		back, err := ledger.ParseTime(ledger.FormatTime(got))
		if err != nil || !back.Equal(got) {
			t.Fatalf("%q: %v, and back %v, %v", text, got, back, err)
		}
	})
}

func TestParseAmount(t *testing.T) {
	for text, want := range map[string]string{
		"157.09305": "157.09305", "12": "12", "-2234.54": "-2234.54", "+3.50": "3.5", " 7 ": "7", "0": "0", "-0.0": "0", ".5": "0.5", "5.": "5",
		"1.5E3": "1500", "1e-6": "0.000001", "123456e-6": "0.123456", "-1.25e1": "-12.5", "0.1000000000": "0.1", "000012": "12", "999999999999.999999": "999999999999.999999",
	} {
		got, _, err := parseAmount(text)
		if err != nil || got.String() != want {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-", ".", "1,5", "1.2.3", "1e", "1e99", "999999999999.9999995", "1000000000000", "NaN", "Inf", "0x1", "¥5", "--1", "1e+-3"} {
		if got, _, err := parseAmount(text); err == nil || got != 0 {
			t.Errorf("%q: taken as %s", text, got)
		}
	}
}

// TestAmountsAreRounded: half away from zero at the sixth place, and said.
func TestAmountsAreRounded(t *testing.T) {
	for text, want := range map[string]string{
		"157.0930549999": "157.093055", "0.0000005": "0.000001", "-0.0000005": "-0.000001", "0.00000049": "0", "1e-7": "0", "9.9999995": "10", "1.23456789e2": "123.456789!", "0.1234560": "0.123456!",
	} {
		got, rounded, err := parseAmount(text)
		exact := strings.HasSuffix(want, "!")
		if err != nil || got.String() != strings.TrimSuffix(want, "!") || rounded == exact {
			t.Errorf("%q: %s, rounded %v, %v; want %s", text, got, rounded, err, want)
		}
	}
}

func TestChunksKeepOrderAndBounds(t *testing.T) {
	items := []int{5, 5, 20, 1, 1, 1, 1}
	var got [][]int
	for c := range chunks(items, func(n *int) int { return *n }, 3, 10) {
		got = append(got, c)
	}
	want := [][]int{{5, 5}, {20}, {1, 1, 1}, {1}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		for j := range want[i] {
			if len(got[i]) != len(want[i]) || got[i][j] != want[i][j] {
				t.Fatalf("got %v, want %v", got, want)
			}
		}
	}
}
