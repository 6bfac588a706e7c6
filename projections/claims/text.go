package claims

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"caseledger/ledger"
)

// Bounds of a text.
const (
	maxNumbers = 50_000
	maxLeft    = 10_000 // numbers that were left and are shown
)

// ReadText finds the claims of a report in Chinese, by the patterns of the
// genre, see FORMAT.md. What it takes for a claim it gives with its place; all
// other numbers are left, with theirs. It never guesses a number that does not
// stand in the text.
func ReadText(b []byte) (*File, error) {
	switch {
	case len(b) > MaxText:
		return nil, &ledger.InvalidError{Field: "text", Reason: fmt.Sprintf("has %d bytes; at most %d are read", len(b), MaxText)}
	case !utf8.Valid(b):
		return nil, &ledger.InvalidError{Field: "text", Reason: "is not UTF-8; save it as UTF-8 and send it again"}
	}
	d := newDocument(string(b))
	if len(d.numbers) > maxNumbers {
		return nil, &ledger.InvalidError{Field: "text", Reason: fmt.Sprintf("has %d numbers; at most %d are read", len(d.numbers), maxNumbers)}
	}
	for i := range d.sentences {
		s := &d.sentences[i]
		d.days(s)
		d.lists(s)
		d.handled(s)
		d.kept(s)
		d.rates(s)
		d.shares(s)
		d.changes(s)
		d.directions(s)
		d.accepted(s)
		d.contradictions(s)
		d.each(s)
		d.pairs(s)
		d.names(s)
		if len(d.found) > MaxClaims {
			return nil, &ledger.InvalidError{Field: "text", Reason: fmt.Sprintf("has more than %d claims", MaxClaims)}
		}
	}
	d.titled()
	return d.file(), nil
}

// document is a text and the numbers in it.
type document struct {
	text      []rune // as it was given
	plain     []rune // with plain digits and signs, rune for rune
	starts    []int  // of its lines
	numbers   []numeralAt
	sentences []sentence
	found     []Claim
	at        []int // where what each claim says begins
}

// sentence is a stretch of text, and which numbers stand in it.
type sentence struct {
	from, to    int // runes
	first, last int // numbers, last not included
	before      int // the first number of the sentence before
}

// numeralAt is a number in a text, with the words around it.
type numeralAt struct {
	start, end int // runes, with words and unit that belong to it
	from       int // where its label begins
	before     string
	label      string // the last of before: what the number is of
	stated     string // "近150余", "98%"
	measure    string // "件"; empty for none
	limit      string // "以上"; empty for none
	name       bool   // part of a name, such as 12345热线
	q          Quantity
	date, used bool
	hundredths bool // in per cent, per mille or points
}

// percent says whether it is a rate, days, whether it may be a number of days,
// and count, whether it counts something.
func (n *numeralAt) percent() bool { return n.hundredths }

func (n *numeralAt) days() bool { return slices.Contains(dayMeasures, n.measure) }

func (n *numeralAt) count() bool { return !n.date && !n.name && !n.percent() && !n.days() }

func newDocument(text string) *document {
	d := &document{text: []rune(text), plain: []rune(plainly(text)), starts: []int{0}}
	for i, r := range d.text {
		if r == '\n' {
			d.starts = append(d.starts, i+1)
		}
	}
	d.scan()
	d.cut()
	return d
}

// cut makes sentences, and gives each number the words before it.
func (d *document) cut() {
	from, n := 0, 0
	for i, r := range d.plain {
		if !strings.ContainsRune("。!?！？\n", r) && i < len(d.plain)-1 {
			continue
		}
		s := sentence{from: from, to: i + 1, first: n}
		for at := from; n < len(d.numbers) && d.numbers[n].start <= i; n++ {
			x := &d.numbers[n]
			between := string(d.plain[min(at, x.start):x.start])
			x.before = strings.TrimSpace(between)
			x.label = x.before[afterLast(x.before, labelEnds):]
			x.from = x.start
			if x.label != "" {
				x.from = min(at, x.start) + runesBefore(between, x.label)
			}
			at = x.end
		}
		s.last, from = n, i+1
		if len(d.sentences) > 0 {
			s.before = d.sentences[len(d.sentences)-1].first
		}
		if s.last > s.first || s.to-s.from > 1 {
			d.sentences = append(d.sentences, s)
		}
	}
}

// afterLast is the place after the last of some characters.
func afterLast(text, any string) int {
	i := strings.LastIndexAny(text, any)
	if i < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return i + size
}

// runesBefore is how many runes stand before the last occurrence of a word.
func runesBefore(text, word string) int {
	return utf8.RuneCountInString(text[:strings.LastIndex(text, word)])
}

// labelEnds are what a label does not go beyond.
const labelEnds = ",;:，；：、（）()“”\"'《》 \t|\r"

// of are the numbers of a sentence.
func (d *document) of(s *sentence) []numeralAt { return d.numbers[s.first:s.last] }

// line is the line, from 0 on, of a place in the text.
func (d *document) line(at int) int {
	line, found := slices.BinarySearch(d.starts, at)
	if !found {
		line--
	}
	return line
}

// place is where a stretch of the text stands.
func (d *document) place(from, to int) Place {
	line := d.line(from)
	return Place{Line: line + 1, Column: from - d.starts[line] + 1, Quote: shortened(strings.TrimSpace(string(d.text[from:to])), 160)}
}

// take adds a claim whose words reach from one number to another, and which
// speaks of says. The numbers are used then, and no others.
func (d *document) take(c Claim, says *numeralAt, parts ...*numeralAt) {
	from, to := says.start, says.end
	for _, n := range append(parts, says) {
		if n != nil {
			n.used = true
			from, to = min(from, n.from), max(to, n.end)
		}
	}
	d.claim(c, says.start, d.place(from, to))
}

func (d *document) claim(c Claim, at int, place Place) {
	c.Place, c.Line = &place, place.Line
	d.found, d.at = append(d.found, c), append(d.at, at)
}

// file is what was found, in the order of the text.
func (d *document) file() *File {
	order := make([]int, len(d.found))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(d.at[a], d.at[b]) })
	out := &File{Text: true}
	for i, n := range order {
		c := d.found[n]
		c.ID = "#" + strconv.Itoa(i+1)
		out.Claims = append(out.Claims, c)
	}
	for i := range d.numbers {
		n := &d.numbers[i]
		if n.used || len(out.Left) == maxLeft {
			continue
		}
		reason := say("nothing stands beside it that it could be computed from", "旁边没有可据以计算的数")
		switch {
		case n.date:
			reason = say("a date or a time", "日期或时间")
		case n.q.form == bounded:
			reason = say("a bound, with nothing beside it", "只是约数，旁边没有可据以计算的数")
		}
		out.Left = append(out.Left, Left{d.place(n.start, n.end), reason})
	}
	return out
}
