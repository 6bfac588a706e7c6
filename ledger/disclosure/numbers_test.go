package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"caseledger/ledger/disclosure"
)

// shapes are the usual ones of case numbers. r gives what an office counts or
// chooses; day is that of acceptance.
var shapes = []struct {
	name string
	make func(r *rand.Rand, day time.Time, n int) string
}{
	{"year and serial", func(r *rand.Rand, day time.Time, n int) string {
		return fmt.Sprintf("%s-%d-%06d", pick(r, "BJ", "YH", "SP", "许可"), day.Year(), n)
	}},
	{"region, date and serial", func(r *rand.Rand, day time.Time, n int) string {
		return fmt.Sprintf("BJ-%s-%s-%04d", region(r), day.Format("20060102"), n%10000)
	}},
	{"18 digits from the second on", func(r *rand.Rand, day time.Time, n int) string {
		return "BJ-" + day.Add(time.Duration(r.IntN(86400))*time.Second).Format("20060102150405") + fmt.Sprintf("%04d", n%10000)
	}},
	{"20 digits: region, date and serial", func(r *rand.Rand, day time.Time, n int) string {
		return "BJ-" + region(r) + day.Format("20060102") + fmt.Sprintf("%06d", n)
	}},
	{"43 characters of the national exchange", func(r *rand.Rand, day time.Time, n int) string {
		unit := unitCode(fmt.Sprintf("11%sMB2D%05d", region(r), r.IntN(100000))[:17])
		return unit + fmt.Sprintf("%d%012d%s%04d", 1+r.IntN(6), 117_051_000+r.IntN(1000), day.Format("20060102"), n%10000)
	}},
}

func pick(r *rand.Rand, of ...string) string { return of[r.IntN(len(of))] }

func region(r *rand.Rand) string {
	return pick(r, "11", "31", "44", "65", "23") + fmt.Sprintf("%04d", 100*r.IntN(20)+r.IntN(30))
}

// unitCode adds the check character of GB 32100.
func unitCode(body string) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	sum, weight := 0, 1
	for _, c := range body {
		for i, a := range alphabet {
			if a == c {
				sum += i * weight
			}
		}
		weight = weight * 3 % 31
	}
	return body + string(alphabet[(31-sum%31)%31])
}

// TestCaseNumbers: of a million case numbers of the usual shapes none is
// refused.
func TestCaseNumbers(t *testing.T) {
	if code := unitCode("11440232MB2D06811"); code != "11440232MB2D06811W" {
		t.Fatalf("check character of a unit's code: %s", code)
	}
	r := rand.New(rand.NewPCG(8, 4))
	first := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, s := range shapes {
		for n := range 200_000 {
			number := s.make(r, first.AddDate(0, 0, r.IntN(5000)), n)
			if err := disclosure.Number("case number", number); err != nil {
				t.Fatalf("%s: %s: %v", s.name, number, err)
			}
		}
	}
}

func BenchmarkNumber(b *testing.B) {
	r := rand.New(rand.NewPCG(8, 4))
	for _, s := range shapes {
		number := s.make(r, time.Date(2024, 11, 24, 0, 0, 0, 0, time.UTC), 17)
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				if err := disclosure.Number("case number", number); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkText(b *testing.B) {
	for name, text := range map[string]string{
		"words":  "Determine necessity to stop indication",
		"汉字":     "受理（窗口）并一次性告知",
		"a date": "办理于2024年11月24日 15:30",
		"a code": "11440232MB2D06811W4000117051000202010200008",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := disclosure.Text("text", text, 100); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
