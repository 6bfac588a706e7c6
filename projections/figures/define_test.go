package figures_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger/workdays"
	. "caseledger/projections/figures"
)

var update = flag.Bool("update", false, "write golden files and the catalogue of FIGURES.md anew")

func TestDefinitions(t *testing.T) {
	var b strings.Builder
	var ids []string
	for _, d := range Definitions() {
		best := "high"
		if d.LowIsBest {
			best = "low"
		}
		fmt.Fprintf(&b, "%s %d\n  %s; %s, %d decimals, best %s\n  %s\n", d.ID, d.Version, d.Title, d.Unit, d.Decimals, best, d.Formula)
		ids = append(ids, d.ID)
	}
	if *update {
		if err := os.WriteFile("testdata/figures.golden", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/figures.golden")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Error("a definition changed; raise its version, say so in FIGURES.md, and run with -update:\n", d)
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(Definitions()) {
		t.Error("two figures have one id")
	}
}

// Every declaration says everything, and FIGURES.md says the same.
func TestDeclarations(t *testing.T) {
	numbers := map[uint16]*Measure{}
	for _, r := range Rules() {
		for _, said := range []string{r.ID, r.Zh, r.En, string(r.Kind), r.Unit, r.Formula, string(r.Of), string(r.Adds)} {
			if said == "" {
				t.Errorf("%s leaves something out: %+v", r.ID, r)
			}
		}
		if r.Version < 1 || (r.Compute == nil) != r.Listed || r.Plain == nil || (len(r.Flow)+len(r.Stock)+len(r.Due)+len(r.Daily) == 0) != r.Listed {
			t.Errorf("%s has no version, no rule, or reads nothing", r.ID)
		}
		for _, m := range slices.Concat(r.Flow, r.Stock, r.Due, r.Daily) {
			if have := numbers[m.Number]; m.Number == 0 || m.Number > MaxMeasure || have != nil && have != m {
				t.Errorf("%s reads a measure whose number %d is taken, or cannot be", r.ID, m.Number)
			}
			numbers[m.Number] = m
		}
		if r.Kind == Ratio != (r.Unit == "%") || r.Adds != Never && r.Kind != Count && r.Kind != Sum {
			t.Errorf("%s: a %s in %s that adds up: %s", r.ID, r.Kind, r.Unit, r.Adds)
		}
	}
	for n := range uint16(len(numbers)) { // a gap would keep the views' version as it is
		if numbers[n+1] == nil {
			t.Errorf("no measure has number %d, and one has a higher one", n+1)
		}
	}
}

const (
	figuresFile  = "../FIGURES.md"
	catalogueAt  = "\n## 7. Catalogue\n"
	versionsAt   = "\n## 6. Versions\n"
	catalogueSay = `
The declarations of the program, one figure a row; a test holds the table against
them. *Adds up* says of what the figures add up to that of the whole: of disjoint
populations, and of periods that follow each other. *Best* is the end of a ranking
that comes first; decimals are those of the value unless a question says how many.

`
)

// catalogue is the table of FIGURES.md.
func catalogue() string {
	var b strings.Builder
	b.WriteString(catalogueAt + catalogueSay)
	b.WriteString("| id | version | 名称 | name | kind | unit | cases | adds up | decimals | best |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range Rules() {
		best := "high"
		if r.LowIsBest {
			best = "low"
		}
		fmt.Fprintf(&b, "| `%s` | %d | %s | %s | %s | %s | %s | %s | %d | %s |\n", r.ID, r.Version, r.Zh, r.En, r.Kind, r.Unit, r.Of, r.Adds, r.Decimals, best)
	}
	return b.String()
}

func TestFiguresFile(t *testing.T) {
	read, err := os.ReadFile(figuresFile)
	if err != nil {
		t.Fatal(err)
	}
	text, have, _ := strings.Cut(string(read), catalogueAt)
	if have = catalogueAt + have; have != catalogue() {
		if !*update {
			t.Error("the catalogue of FIGURES.md is not what is declared; run with -update:\n", cmp.Diff(have, catalogue()))
		} else if err := os.WriteFile(figuresFile, []byte(strings.TrimRight(text, "\n")+"\n"+catalogue()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, history, _ := strings.Cut(text, versionsAt)
	for _, d := range Definitions() {
		last := 1
		for line := range strings.Lines(history) {
			if n, _ := strconv.Atoi(strings.Trim(strings.SplitN(line+"||", "|", 3)[1], " ")); strings.Contains(line, "`"+d.ID+"`") {
				last = max(last, n)
			}
		}
		if last != d.Version {
			t.Errorf("FIGURES.md tells of version %d of %s; it is %d", last, d.ID, d.Version)
		}
	}
}

func TestPeriods(t *testing.T) {
	date := func(s string) workdays.Date {
		d, err := workdays.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		grain    Grain
		from, to string
		want     string
	}{
		{Day, "2024-02-28", "2024-03-01", "2024-02-28 2024-02-28 2024-02-28, 2024-02-29 2024-02-29 2024-02-29, 2024-03-01 2024-03-01 2024-03-01"},
		{Week, "2020-12-30", "2021-01-11", "2020-W53 2020-12-30 2021-01-03, 2021-W01 2021-01-04 2021-01-10, 2021-W02 2021-01-11 2021-01-11"},
		{Week, "2018-12-31", "2019-01-06", "2019-W01 2018-12-31 2019-01-06"},
		{Month, "2023-11-15", "2024-01-31", "2023-11 2023-11-15 2023-11-30, 2023-12 2023-12-01 2023-12-31, 2024-01 2024-01-01 2024-01-31"},
		{Quarter, "2023-10-01", "2024-04-01", "2023-Q4 2023-10-01 2023-12-31, 2024-Q1 2024-01-01 2024-03-31, 2024-Q2 2024-04-01 2024-04-01"},
		{HalfYear, "2023-07-01", "2024-06-30", "2023-H2 2023-07-01 2023-12-31, 2024-H1 2024-01-01 2024-06-30"},
		{Year, "2022-03-01", "2023-12-31", "2022 2022-03-01 2022-12-31, 2023 2023-01-01 2023-12-31"},
	} {
		points, err := c.grain.Cut(date(c.from), date(c.to))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range points {
			got = append(got, fmt.Sprint(p.Label, " ", p.From, " ", p.To))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.grain, s, c.want)
		}
	}
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		num, den, scale int64
		places          int
		truncate        bool
		want            string
	}{
		{1, 2, 1, 0, false, "1"}, {-1, 2, 1, 0, false, "-1"}, {1, 2, 1, 0, true, "0"}, {-1, 2, 1, 0, true, "0"},
		{1, 3, 100, 2, false, "33.33"}, {2, 3, 100, 2, false, "66.67"}, {2, 3, 100, 2, true, "66.66"},
		{-1, 1000, 1, 2, false, "0.00"}, {-5, 1000, 1, 2, false, "-0.01"}, {5, 1000, 1, 2, false, "0.01"},
		{1 << 62, 3, 100, 6, false, "153722867280912930133.333333"}, {0, 7, 1, 3, false, "0.000"},
	} {
		if got := Round(c.num, c.den, c.scale, c.places, c.truncate); got != c.want {
			t.Errorf("%d·%d/%d to %d places: %s, want %s", c.num, c.scale, c.den, c.places, got, c.want)
		}
	}
}

// A set of measures survives being stored, whichever they are, and takes no
// more bytes than its highest measure needs.
func TestSets(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var s Set
		most := uint16(0)
		for _, n := range rapid.SliceOfN(rapid.Uint16Range(0, MaxMeasure), 1, 9).Draw(r, "measures") {
			s.Add(n)
			most = max(most, n)
		}
		b := s.Append(nil)
		got, n := ParseSet(append(slices.Clone(b), 0xff))
		if got != s || n != len(b) || n != int(most)/7+1 {
			r.Fatalf("%v became %x, which is %v in %d bytes", s, b, got, n)
		}
	})
	for _, b := range []string{"", "\x80", strings.Repeat("\xff", 18) + "\x04", strings.Repeat("\x80", 19) + "\x01"} {
		if s, n := ParseSet([]byte(b)); n != 0 {
			t.Errorf("%x is taken for %v", b, s)
		}
	}
}
