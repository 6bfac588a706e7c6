package claims_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caseledger/projections/claims"
)

// stating writes a true value with some places: rounded half up or cut off.
func stating(t *rapid.T, v *big.Rat, unit string, mayCut bool) string {
	places := rapid.IntRange(0, 6).Draw(t, "places")
	if unit == "%" {
		v = new(big.Rat).Mul(v, big.NewRat(100, 1))
	}
	text := v.FloatString(places)
	if mayCut && rapid.Bool().Draw(t, "cut") {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
		n := new(big.Int).Mul(v.Num(), scale)
		text = new(big.Rat).SetFrac(n.Quo(n, v.Denom()), scale).FloatString(places)
	}
	return text + unit
}

// A rational with a denominator that need not be a power of ten.
func rational() *rapid.Generator[*big.Rat] {
	return rapid.Custom(func(t *rapid.T) *big.Rat {
		return big.NewRat(rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "num"), rapid.Int64Range(1, 100_000).Draw(t, "den"))
	})
}

// What is made from the truth, by rounding the parts and rounding or cutting
// the result, is never impossible; from exact parts it holds, or is possible by
// truncation.
func TestHonestClaimsArePossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rational().Draw(t, "a"), rational().Draw(t, "b")
		quotient := func() *big.Rat {
			if b.Sign() <= 0 {
				b = big.NewRat(7, 3)
			}
			return new(big.Rat).Quo(a, b)
		}
		kind := rapid.SampledFrom([]string{"difference", "sum", "ratio", "share", "mean", "change"}).Draw(t, "kind")
		value, unit, form := new(big.Rat), "", `"of":[%s,%s]`
		switch kind {
		case "difference":
			value.Sub(a, b)
		case "sum":
			value.Add(a, b)
		case "ratio":
			value, unit, form = quotient(), "%", `"numerator":%s,"denominator":%s`
		case "share":
			value, unit, form = quotient(), "%", `"part":%s,"base":%s`
		case "mean":
			value, form = quotient(), `"sum":%s,"count":%s`
		case "change":
			value, unit, form = quotient(), "%", `"of":[%s,%s],"periods":["2025-04","2025-03"]`
			value.Sub(value, big.NewRat(1, 1))
		}
		says := stating(t, value, unit, true)
		parts := fmt.Sprintf(form, `"`+stating(t, a, "", false)+`"`, `"`+stating(t, b, "", false)+`"`)
		j := judgeOne(t, `{"says":"`+says+`","is":"`+kind+`",`+parts+`}`)
		if j.Verdict == claims.Impossible || j.Verdict == claims.NotRecomputable && !strings.Contains(parts, `"0`) {
			t.Fatalf("%s of %s: %s: %s", says, parts, j.Verdict, j.Why)
		}
	})
}

// Of exact counts a rate holds where it is the rounded quotient, is possible by
// truncation where it is the one cut off, and is impossible else; with what
// would hold in its place, it holds.
func TestRatesOfCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, d := rapid.Int64Range(0, 100_000).Draw(t, "n"), rapid.Int64Range(1, 100_000).Draw(t, "d")
		places := rapid.IntRange(0, 4).Draw(t, "places")
		scale := int64(100)
		for range places {
			scale *= 10
		}
		cut := n * scale / d
		near := cut
		if 2*(n*scale%d) >= d {
			near++
		}
		k := near + rapid.Int64Range(-2, 2).Draw(t, "off")
		want := claims.Impossible
		switch {
		case k == near:
			want = claims.Holds
		case k == cut:
			want = claims.ByTruncation
		}
		says := big.NewRat(k*100, scale).FloatString(places) + "%"
		if k < 0 {
			return
		}
		claim := `{"says":"%s","is":"ratio","numerator":%d,"denominator":%d}`
		j := judgeOne(t, fmt.Sprintf(claim, says, n, d))
		if j.Verdict != want {
			t.Fatalf("%s of %d/%d: %s, want %s", says, n, d, j.Verdict, want)
		}
		for _, v := range j.WouldHold {
			if again := judgeOne(t, fmt.Sprintf(claim, v, n, d)); again.Verdict != claims.Holds {
				t.Fatalf("%s would hold: %s", v, again.Verdict)
			}
		}
	})
}

// The late counts that would make a rate hold do so, and no others do.
func TestLateCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		closed := rapid.IntRange(1, 300).Draw(t, "closed")
		says := stating(t, big.NewRat(rapid.Int64Range(0, 300).Draw(t, "k"), 300), "%", false)
		j := judgeOne(t, fmt.Sprintf(`{"says":"%s","is":"on_time","closed":%d}`, says, closed))
		would := map[int64]bool{}
		for _, n := range j.WouldHold {
			would[n.(int64)] = true
		}
		cut := false
		for late := range closed + 1 {
			one := judgeOne(t, fmt.Sprintf(`{"says":"%s","is":"on_time","closed":%d,"late":%d}`, says, closed, late))
			if (one.Verdict == claims.Holds) != would[int64(late)] {
				t.Fatalf("%s of %d with %d late: %s, would hold %v", says, closed, late, one.Verdict, j.WouldHold)
			}
			cut = cut || one.Verdict == claims.ByTruncation
		}
		want := claims.NotRecomputable
		if len(would) == 0 {
			want = map[bool]claims.Verdict{true: claims.ByTruncation, false: claims.Impossible}[cut]
		}
		if j.Verdict != want {
			t.Fatalf("%s of %d: %s, want %s", says, closed, j.Verdict, want)
		}
	})
}

// What is called impossible is so: no parts that round to the stated ones give
// the claim.
func TestImpossibleIsImpossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Int64Range(-300, 300)
		a, b, says := part.Draw(t, "a"), part.Draw(t, "b"), rapid.Int64Range(-800, 800).Draw(t, "says")
		one := func(n int64) string { return big.NewRat(n, 10).FloatString(1) }
		j := judgeOne(t, fmt.Sprintf(`{"says":"%s","is":"difference","of":["%s","%s"]}`, one(says), one(a), one(b)))
		possible := false
		for i := int64(-9); i <= 9 && !possible; i++ { // hundreds of a step around each part
			for k := int64(-9); k <= 9; k++ {
				x, y := big.NewRat(20*a+i, 200), big.NewRat(20*b+k, 200)
				value := new(big.Rat).Sub(x, y)
				down := new(big.Rat).Mul(value, big.NewRat(10, 1))
				whole := new(big.Int).Quo(down.Num(), down.Denom()).Int64()
				possible = possible || strings.TrimPrefix(value.FloatString(1), "-") == strings.TrimPrefix(one(says), "-") && value.Sign()*int(says) >= 0 || whole == says
			}
		}
		if possible != (j.Verdict != claims.Impossible) {
			t.Fatalf("%s of %s and %s: %s, and possible is %v", one(says), one(a), one(b), j.Verdict, possible)
		}
	})
}
