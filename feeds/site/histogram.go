package site

import (
	"fmt"
	"slices"
	"strconv"

	"caseledger/projections/figures"
)

// histogram is how many cases took how many working days, with the promised and the
// legal day marked.
type histogram struct {
	Wide, Narrow chart
	Marks        []string // words for what is marked
	Parts        grid
	Rows         []bar
	N            int64
}

// leastBars and mostBars bound the days that are drawn one by one; longer ones are one bar.
const leastBars, mostBars = 10, 60

// histogram draws a distribution. promised and legal are days, 0 for none.
func (v *visit) histogram(list []figures.Length, promised, legal int, title string) (h histogram) {
	if len(list) == 0 {
		return h
	}
	first, last := min(list[0].Days, 0), list[len(list)-1].Days
	end := min(max(last, promised, legal, first+leastBars-1), first+mostBars-1)
	counts := make([]int64, end-first+1)
	for _, l := range list {
		h.N += l.Cases
		counts[min(l.Days, end)-first] += l.Cases
	}
	for i, n := range counts {
		day := first + i
		b := bar{Label: strconv.Itoa(day), Value: strconv.FormatInt(n, 10)}
		if day == end && last > end {
			b.Label += "+"
		}
		switch {
		case day == promised && promised > 0:
			b.Mark = v.word("clock.promised")
		case day == legal && legal > 0:
			b.Mark = v.word("clock.legal")
		}
		h.Rows = append(h.Rows, b)
	}
	if promised > 0 {
		h.Marks = append(h.Marks, v.word("histogram.promised", promised))
	}
	if legal > 0 {
		h.Marks = append(h.Marks, v.word("histogram.legal", legal))
	}
	drawn := slices.Clone(h.Rows)
	for i := range drawn {
		drawn[i].Mark = "" // a line says it
	}
	h.Wide, h.Narrow = bars(drawn, 1104, 260, title), bars(drawn, 328, 220, title)
	for _, c := range []*chart{&h.Wide, &h.Narrow} {
		if promised > 0 {
			c.mark(promised-first, "promise", v.word("clock.promised"))
		}
		if legal > 0 {
			c.mark(legal-first, "law", v.word("clock.legal"))
		}
	}
	h.Parts = v.lengthParts(list, promised, legal, h.N)
	return h
}

// lengthParts are the shares before, at and after the promised and the legal day, and
// how many were closed in the three days up to the promised one beside those before.
func (v *visit) lengthParts(list []figures.Length, promised, legal int, all int64) grid {
	g := grid{Title: v.word("histogram.parts"), Heads: v.heads("histogram.when", "#count.cases", "#bulletin.share")}
	between := func(from, to int) (n int64) {
		for _, l := range list {
			if from <= l.Days && l.Days <= to {
				n += l.Cases
			}
		}
		return n
	}
	const far = 1 << 30
	row := func(says string, n int64) {
		g.add(plain(says), whole(int(n)), plain(share(fmt.Sprint(n), fmt.Sprint(all))))
	}
	switch {
	case promised > 0 && legal > promised:
		row(v.word("histogram.before", promised-1), between(-far, promised-1))
		row(v.word("histogram.at", promised), between(promised, promised))
		row(v.word("histogram.after", promised+1, legal), between(promised+1, legal))
		row(v.word("histogram.beyond", legal+1), between(legal+1, far))
	case promised > 0:
		row(v.word("histogram.before", promised-1), between(-far, promised-1))
		row(v.word("histogram.at", promised), between(promised, promised))
		row(v.word("histogram.over", promised+1), between(promised+1, far))
	}
	row(v.word("bulletin.sum"), all)
	if promised >= 6 {
		g.Note = v.word("histogram.bunching", promised-2, promised, between(promised-2, promised), between(promised-5, promised-3), between(promised+1, promised+3))
	}
	return g
}
