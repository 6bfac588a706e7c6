package assistance_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"caseledger/ledger/assistance"
)

const groups = 5

// tables are all counts of five groups that sum to n.
func tables(n int) (out [][]int) {
	var fill func(t []int, left int)
	fill = func(t []int, left int) {
		if len(t) == groups-1 {
			out = append(out, append(append([]int(nil), t...), left))
			return
		}
		for x := range left + 1 {
			fill(append(t, x), left-x)
		}
	}
	fill(nil, n)
	return out
}

// told is all that anybody is told of a table: the total, which the public record
// shows, and the cells.
func told(t []int, k int) string { return fmt.Sprint(assistance.Pool(t, k)) }

// TestNothingBelowK: whoever knows the rule and lists all tables that give what was
// published finds, of each group in a cell with others, that it may have none of the
// cell's visits, and all of them. Of no group is a count below k told.
func TestNothingBelowK(t *testing.T) {
	for k := 2; k <= 5; k++ {
		for n := range 12 {
			possible := map[string][][]int{}
			for _, x := range tables(n) {
				possible[told(x, k)] = append(possible[told(x, k)], x)
			}
			for said, list := range possible {
				at := 0
				for _, c := range assistance.Pool(list[0], k) {
					for g := at; g < at+len(c.Groups); g++ {
						low, high := n, 0
						for _, x := range list {
							low, high = min(low, x[g]), max(high, x[g])
						}
						switch {
						case len(c.Groups) == 1 && (low != c.Count || high != c.Count || c.Count < k):
							t.Errorf("k %d, %s: group %d is told apart with %d to %d", k, said, g, low, high)
						case len(c.Groups) > 1 && (low != 0 || high != c.Count):
							t.Errorf("k %d, %s: group %d has %d to %d of %d", k, said, g, low, high, c.Count)
						}
					}
					at += len(c.Groups)
				}
			}
		}
	}
}

// TestDifferences tries to find a small count from several answers: two quarters of
// two organisations are asked for alone, by quarter (both organisations),
// by organisation (both quarters), and as a whole, with all totals. All tables that
// give these answers are listed; of no group in a cell with others is a count known.
func TestDifferences(t *testing.T) {
	const k, most = 2, 3
	var small [][]int
	for n := 1; n <= most; n++ {
		small = append(small, tables(n)...)
	}
	alone := make([][]assistance.Cell, len(small))
	for i, x := range small {
		alone[i] = assistance.Pool(x, k)
	}
	// Each of the four tables is published by itself, so an answer about several
	// is the sum of what was published of each. If it is a function of these alone,
	// it cannot tell more than they do: so it is computed from them, and the tables
	// that agree are the product of those that agree with each.
	rapid.Check(t, func(rt *rapid.T) {
		var at [4]int
		for i := range at {
			at[i] = rapid.IntRange(0, len(small)-1).Draw(rt, "table")
		}
		answers := func(at [4]int) (out string) {
			for set := 1; set < 16; set++ { // every range, sibling and total
				var lists [][]assistance.Cell
				total := 0
				for i := range at {
					if set>>i&1 == 1 {
						lists = append(lists, alone[at[i]])
						for _, x := range small[at[i]] {
							total += x
						}
					}
				}
				out += fmt.Sprint(total, assistance.Sum(lists), ";")
			}
			return out
		}
		want := answers(at)
		for i := range at {
			seen := [groups]map[int]bool{}
			for j := range small { // the other three known to the asker
				other := at
				if other[i] = j; answers(other) != want {
					continue
				}
				for g, x := range small[j] {
					if seen[g] == nil {
						seen[g] = map[int]bool{}
					}
					seen[g][x] = true
				}
			}
			g := 0
			for _, c := range alone[at[i]] {
				for range c.Groups {
					if len(c.Groups) > 1 && len(seen[g]) < 2 {
						rt.Fatalf("%v: group %d of table %d is known from %s", at, g, i, want)
					}
					g++
				}
			}
		}
	})
}

// TestSum: sums hold all visits, and tell apart only what each part does.
func TestSum(t *testing.T) {
	a, b := assistance.Pool([]int{9, 8, 7, 6, 5}, 5), assistance.Pool([]int{6, 7, 1, 1, 4}, 5)
	for _, row := range []struct {
		lists [][]assistance.Cell
		want  string
	}{
		{nil, "[]"},
		{[][]assistance.Cell{a}, "[{9 [elderly]} {8 [disabled]} {7 [ill]} {6 [destitute]} {5 [orphan]}]"},
		{[][]assistance.Cell{b}, "[{6 [elderly]} {7 [disabled]} {6 [ill destitute orphan]}]"},
		{[][]assistance.Cell{a, b}, "[{15 [elderly]} {15 [disabled]} {24 [ill destitute orphan]}]"},
		{[][]assistance.Cell{b, assistance.Pool([]int{1, 0, 0, 0, 0}, 5), a}, "[{55 [elderly disabled ill destitute orphan]}]"},
	} {
		if got := fmt.Sprint(assistance.Sum(row.lists)); got != row.want {
			t.Errorf("%s, want %s", got, row.want)
		}
	}
}
