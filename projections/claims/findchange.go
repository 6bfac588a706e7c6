package claims

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const verbsOfChange = `上升|增长|增加|提高|提升|上涨|扩大|增|下降|减少|降低|下滑|回落|缩短|压缩|精简|压减|减`

var (
	// changes is a label of what changed by a number: subject, comparison, verb.
	changes = regexp.MustCompile(`^(.*?)(同比|环比|(?:较|比|与)[^,，。]{0,12}?)?(` + verbsOfChange + `)(?:了|约|达|幅度为|幅度达)*$`)
	// turned is what stands between two numbers of which one became the other.
	turned     = regexp.MustCompile(`^(` + verbsOfChange + `)(?:至|到|为)(?:了)?$`)
	from       = regexp.MustCompile(`(?:由|从)(?:原来的|原有的|原)?$`)
	monthAgo   = regexp.MustCompile(`上月|上个月|上期`)
	quarterAgo = regexp.MustCompile(`上季`)
	yearAgo    = regexp.MustCompile(`去年同|上年同`)
)

// changes finds changes: 同比上升6.11%, with the number that changed, and by how
// much, where both are stated.
func (d *document) changes(s *sentence) {
	list := d.of(s)
	for i := range list {
		n := &list[i]
		m := changes.FindStringSubmatch(n.label)
		if n.date || n.used || !n.percent() || m == nil {
			continue
		}
		word := m[3]
		if directions[word] == 0 {
			word = map[bool]string{true: "下降", false: "上升"}[strings.HasPrefix(word, "下") || strings.HasPrefix(word, "回")]
		}
		c := Claim{Is: Change, Says: n.worded(word), Note: strings.TrimSpace(n.label)}
		if labels[m[2]] != "" {
			c.Label = m[2]
		}
		var parts []*numeralAt
		if strings.TrimSpace(m[1]) == "" {
			parts = d.changed(s, i, &c)
		}
		d.take(c, n, parts...)
	}
}

// changed adds to a claim what changed: the number before it, which it became,
// or that by which it changed and the last one before that.
func (d *document) changed(s *sentence, i int, c *Claim) []*numeralAt {
	list := d.of(s)
	if i == 0 || !list[i-1].count() {
		return nil
	}
	last := &list[i-1]
	if i > 1 && turned.MatchString(last.before) && from.MatchString(list[i-2].label) {
		c.Of = []Quantity{last.q, list[i-2].q}
		return []*numeralAt{last, &list[i-2]}
	}
	by := changes.FindStringSubmatch(last.label)
	if by == nil && last.used { // a part of something else
		return nil
	}
	if by == nil {
		c.Of = []Quantity{last.q, {}}
		return []*numeralAt{last}
	}
	now := d.earlier(s, s.first+i-2, last)
	if now == nil || last.q.whole() == nil || now.q.whole() == nil {
		return nil
	}
	delta := new(big.Rat).Set(last.q.point)
	if directions[by[3]] < 0 || strings.HasPrefix(by[3], "下") || strings.HasPrefix(by[3], "回") {
		delta.Neg(delta)
	}
	then, _ := number(delta.Sub(now.q.point, delta).RatString())
	then.raw = jsontext.Value(then.text)
	c.Of = []Quantity{now.q, then}
	switch compared := by[1] + by[2]; {
	case monthAgo.MatchString(compared):
		c.Periods = []string{"本月", "上月"}
	case quarterAgo.MatchString(compared):
		c.Periods = []string{"本季", "上季"}
	case yearAgo.MatchString(compared):
		c.Periods = []string{"本月", "去年同月"}
	}
	return []*numeralAt{last, now}
}

// earlier is the last count before a number, of the same line and measure, that
// is itself no change.
func (d *document) earlier(s *sentence, at int, like *numeralAt) *numeralAt {
	begins := d.starts[d.line(s.from)]
	for least := at - maxBack; at >= 0 && at > least; at-- {
		n := &d.numbers[at]
		if n.start < begins {
			return nil
		}
		if n.count() && n.measure == like.measure && !changes.MatchString(n.label) {
			return n
		}
	}
	return nil
}

// directions finds what grew or shrank: 由17个减少至6个.
func (d *document) directions(s *sentence) {
	list := d.of(s)
	for i := 1; i < len(list); i++ {
		then, now := &list[i-1], &list[i]
		m := turned.FindStringSubmatch(now.before)
		if then.date || now.date || m == nil || directions[m[1]] == 0 || !sameMeasure(then, now) || !from.MatchString(then.label) {
			continue
		}
		d.take(Claim{Is: Direction, Word: m[1], Of: []Quantity{now.q, then.q}, Note: strings.TrimSpace(then.label)}, now, then)
	}
}

// contradictions finds numbers that contradict themselves: 近150余.
func (d *document) contradictions(s *sentence) {
	list := d.of(s)
	for i := range list {
		n := &list[i]
		if !n.date && n.q.form == bounded && len(n.q.bound) == 0 && !n.used {
			d.take(Claim{Is: Count, Says: n.says()}, n)
		}
	}
}
