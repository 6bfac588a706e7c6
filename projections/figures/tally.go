package figures

import "caseledger/ledger/workdays"

// A Block adds up the cells of one measure: counters by index, lengths where the
// measure keeps them, and what each day has where days are told apart.
type Block struct {
	counts  []int64
	lengths *Histogram
	days    dayCounts
}

func (b *Block) add(i int, n int64) {
	for len(b.counts) <= i {
		b.counts = append(b.counts, 0)
	}
	b.counts[i] += n
}

func (b *Block) length(value int, n int64) {
	if b.lengths == nil {
		b.lengths = new(Histogram)
	}
	b.lengths.add(value, n)
}

// A Tally adds up the cells of some days, measure by measure.
type Tally struct{ blocks []*Block }

// Add takes so many cases and so much in sum of a measure's key.
func (t *Tally) Add(m *Measure, key uint32, n, sum int64) { m.Add(t.block(m.Number), key, n, sum) }

// AddDay takes so many cases of a measure on a day, for what tells days apart.
// It is quickest where days come in order.
func (t *Tally) AddDay(m *Measure, day workdays.Date, n int64) { t.block(m.Number).days.add(day, n) }

func (t *Tally) block(number uint16) *Block {
	if int(number) >= len(t.blocks) {
		t.blocks = append(t.blocks, make([]*Block, int(number)+1-len(t.blocks))...)
	}
	b := t.blocks[number]
	if b == nil {
		b = new(Block)
		t.blocks[number] = b
	}
	return b
}

// of is what was added of a measure; nil where nothing was.
func (t *Tally) of(m *Measure) *Block {
	if int(m.Number) >= len(t.blocks) {
		return nil
	}
	return t.blocks[m.Number]
}

// count is a measure's counter; 0 where nothing was added to it.
func (t *Tally) count(m *Measure, i int) int64 {
	if b := t.of(m); b != nil && i < len(b.counts) {
		return b.counts[i]
	}
	return 0
}

// counts adds up several counters of a measure.
func (t *Tally) counts(m *Measure, list ...int) (n int64) {
	for _, i := range list {
		n += t.count(m, i)
	}
	return n
}

// lengths are a measure's lengths.
func (t *Tally) lengths(m *Measure) *Histogram {
	if b := t.of(m); b != nil && b.lengths != nil {
		return b.lengths
	}
	return new(Histogram)
}

// Merge adds another tally.
func (t *Tally) Merge(o *Tally) {
	for i, b := range o.blocks {
		if b == nil {
			continue
		}
		own := t.block(uint16(i))
		own.merge(b)
		if b.lengths != nil {
			if own.lengths == nil {
				own.lengths = new(Histogram)
			}
			own.lengths.merge(b.lengths)
		}
		for _, d := range b.days.list {
			own.days.add(d.day, d.n)
		}
	}
}

// MergeCounts adds the counters of some measures of another tally, and no
// lengths: stocks have none.
func (t *Tally) MergeCounts(o *Tally, of *Set) {
	for i, b := range o.blocks {
		if b != nil && of.Has(uint16(i)) {
			t.block(uint16(i)).merge(b)
		}
	}
}

func (b *Block) merge(o *Block) {
	for i, n := range o.counts {
		b.add(i, n)
	}
}
