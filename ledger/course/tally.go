package course

import (
	"cmp"
	"encoding/binary"
	"slices"
	"time"

	"caseledger/ledger/casefile"
)

// A Step is one that was performed.
type Step struct {
	At   int64  // microseconds since 1970
	Code uint32 // see [Codes]
}

// Codes numbers the codes of steps.
type Codes struct {
	names []string
	of    map[string]uint32
}

// Number is that of a code.
func (c *Codes) Number(code []byte) uint32 {
	n, ok := c.of[string(code)]
	if !ok {
		if c.of == nil {
			c.of = map[string]uint32{}
		}
		n = uint32(len(c.names))
		c.names = append(c.names, string(code))
		c.of[string(code)] = n
	}
	return n
}

// Name is the code with a number.
func (c *Codes) Name(n uint32) string { return c.names[n] }

// Ends of a course, between which its steps stand.
const (
	Begin = "受理" // acceptance
	End   = "办结" // closing, return or withdrawal
)

// Tally counts courses. Memory grows with the variants and pairs of steps, not
// with the cases.
type Tally struct {
	codes    *Codes
	cases    int
	closed   int
	shares   casefile.Shares
	variants map[string]*variant
	repeats  map[uint32]*Loop
	gaps     map[[2]uint32]*gap
	key      []byte
}

type variant struct {
	cases int
	days  histogram // working days of those that ended
}

type gap struct {
	Gap
	hours histogram
}

// NewTally counts steps with these codes.
func NewTally(c *Codes) *Tally {
	return &Tally{codes: c, variants: map[string]*variant{}, repeats: map[uint32]*Loop{}, gaps: map[[2]uint32]*gap{}}
}

// begin and end stand for the ends of a course among the codes.
const (
	begin = ^uint32(0)
	end   = begin - 1
)

// Add counts the course of an accepted case; worked are its working days and
// shares whose they were, once it has ended. Steps are sorted by their times, at
// equal times in the order in which they are given.
func (t *Tally) Add(c *casefile.Case, worked int, shares casefile.Shares, steps []Step) {
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(a.At, b.At) })
	t.cases++
	t.key = t.key[:0]
	for _, s := range steps {
		t.key = binary.AppendUvarint(t.key, uint64(s.Code))
	}
	v := t.variants[string(t.key)]
	if v == nil {
		v = &variant{}
		t.variants[string(t.key)] = v
	}
	v.cases++
	if !c.ClosedAt.IsZero() {
		v.days.add(worked)
	}
	if c.Status == casefile.Ended {
		t.closed++
		t.shares.Own += shares.Own
		t.shares.Superior += shares.Superior
		t.shares.Applicant += shares.Applicant
		t.shares.Consulted += shares.Consulted
		t.shares.Suspended += shares.Suspended
	}
	t.loops(steps)
	t.between(c, steps)
}

// loops counts the steps that were done more than once.
func (t *Tally) loops(steps []Step) {
	for i, s := range steps {
		again, before := false, 0
		for _, earlier := range steps[:i] {
			if earlier.Code == s.Code {
				again = true
				before++
			}
		}
		if !again {
			continue
		}
		l := t.repeats[s.Code]
		if l == nil {
			l = &Loop{Step: t.codes.Name(s.Code)}
			t.repeats[s.Code] = l
		}
		l.Repeats++
		if before == 1 {
			l.Cases++
		}
	}
}

// between counts the time from each step to the next.
func (t *Tally) between(c *casefile.Case, steps []Step) {
	spans := spansOf(c)
	at, from := c.AcceptedAt.UnixMicro(), begin
	for _, s := range steps {
		t.gap(from, s.Code, at, s.At, spans)
		at, from = s.At, s.Code
	}
	if !c.ClosedAt.IsZero() {
		t.gap(from, end, at, c.ClosedAt.UnixMicro(), spans)
	}
}

func (t *Tally) gap(from, to uint32, a, b int64, spans []span) {
	g := t.gaps[[2]uint32{from, to}]
	if g == nil {
		g = &gap{Gap: Gap{From: t.name(from), To: t.name(to)}}
		t.gaps[[2]uint32{from, to}] = g
	}
	g.Times++
	whole := time.Duration(max(b-a, 0)) * time.Microsecond
	g.hours.add(int(whole / time.Hour))
	if len(spans) == 0 {
		g.Idle += whole
		return
	}
	g.Split.add(split(a, max(a, b), spans))
}

func (t *Tally) name(code uint32) string {
	switch code {
	case begin:
		return Begin
	case end:
		return End
	}
	return t.codes.Name(code)
}
