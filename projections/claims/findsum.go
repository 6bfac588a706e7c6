package claims

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
)

var (
	// introduces is what stands between a total and its parts.
	introduces = regexp.MustCompile(`^[\s,，。；;]*[（(]?\s*(?:其中|包括|分别为|分别是|[:：（(])`)
	// verbs are what becomes of items that are gone through.
	// doneIs and inHandIs are what was done of what came in, and what was not.
	doneIs   = regexp.MustCompile(`^(?:其中)?(?:已|共)?(?:办结|办理完毕|处理完毕|解决|完成)(?:了|数|件)?$`)
	inHandIs = regexp.MustCompile(`(?:正在|尚在|在办|待办|未办结|未解决|未完成|尚未)[\p{Han}]{0,4}$`)
	verbs    = regexp.MustCompile(`(?:保留|下放|变更|取消|合并|新增|转移|整合|废止|调整|划转)(?:了|为)?$`)
	promised = regexp.MustCompile(`承诺|法定`)
	actual   = regexp.MustCompile(`实际`)
	early    = regexp.MustCompile(`提前`)
)

// lists finds totals that are broken down: 32556件，其中即办件29300件，承诺件3256件.
// Such a list is not said to be complete. A second list after the first (；包括)
// breaks the same total down again.
func (d *document) lists(s *sentence) {
	list := d.of(s)
	var last *numeralAt // the total of the list that ends just before
	ends := -1
	for i := range list {
		n := &list[i]
		if n.date || !introduces.MatchString(n.before) {
			continue
		}
		total := d.total(s, i)
		if last != nil && i == ends && !strings.Contains(n.before, "(") {
			total = last
		}
		if total == nil {
			continue
		}
		parts, end := partsFrom(list, i, total)
		if len(parts) < 2 || total.measure != "" && !slices.ContainsFunc(parts, func(n *numeralAt) bool { return n.measure != "" }) {
			continue
		}
		c := Claim{Is: Sum, More: true, Note: strings.TrimSpace(total.label), Says: total.says()}
		for _, p := range parts {
			c.Of = append(c.Of, p.q)
		}
		d.take(c, total, parts...)
		last, ends = total, end
	}
}

// partsFrom are the parts of a total from a number on, and where the list ends:
// at another list, at the end of its bracket, or of the sentence. What stands in
// brackets within it breaks a part down.
func partsFrom(list []numeralAt, i int, total *numeralAt) (parts []*numeralAt, end int) {
	var others []*numeralAt // of another measure
	depth := 0
	for end = i; end < len(list); end++ {
		n := &list[end]
		if end > i {
			depth += strings.Count(n.before, "(") - strings.Count(n.before, ")")
			if depth < 0 || depth == 0 && introduces.MatchString(n.before) {
				break
			}
		}
		if depth > 0 || !n.count() || changes.MatchString(n.label) {
			continue
		}
		if others = append(others, n); sameMeasure(n, total) {
			parts = append(parts, n)
		}
	}
	if len(others) > len(parts) && addUp(others, total) { // letters (封) among cases (件)
		return others, end
	}
	return parts, end
}

// addUp says whether exact numbers make a total.
func addUp(parts []*numeralAt, total *numeralAt) bool {
	sum := new(big.Rat)
	for _, n := range parts {
		if n.q.point == nil || n.q.form != exact {
			return false
		}
		sum.Add(sum, n.q.point)
	}
	return total.q.point != nil && sum.Cmp(total.q.point) == 0
}

// maxBack is how many numbers one looks back for what another speaks of.
const maxBack = 100

// total is the number that a list breaks down: the count before it; where the
// sentence begins with 其中, that of the sentence before. nil for none.
func (d *document) total(s *sentence, i int) *numeralAt {
	at, first := s.first+i-1, s.first
	if i == 0 {
		if at < 0 || d.line(s.from) != d.line(d.numbers[at].start) || !strings.HasPrefix(d.numbers[s.first].before, "其中") {
			return nil
		}
		first = s.before
	}
	for least := at - maxBack; at >= first && at > least; at-- {
		n := &d.numbers[at]
		switch {
		case n.date || n.days():
			return nil
		case n.count() && (i > 0 || !changes.MatchString(n.label)):
			return n
		}
	}
	return nil
}

// handled finds what became of all that came in: 受理2917件，已办结2349件，正在办理568件.
func (d *document) handled(s *sentence) {
	list := d.of(s)
	for i := 0; i+2 < len(list); i++ {
		in, done, left := &list[i], &list[i+1], &list[i+2]
		if in.used || !in.count() || !done.count() || !left.count() || !sameMeasure(in, done) || !sameMeasure(in, left) ||
			!acceptedIs.MatchString(in.label) || !doneIs.MatchString(done.label) || !inHandIs.MatchString(left.label) {
			continue
		}
		d.take(Claim{Is: Sum, Says: in.says(), Of: []Quantity{done.q, left.q}, More: true, Note: strings.TrimSpace(in.label)}, in, done, left)
	}
}

// kept finds what became of items: 334项，保留302项，下放8项，变更10项，取消2项.
func (d *document) kept(s *sentence) {
	list := d.of(s)
	for i := 1; i < len(list); i++ {
		end := i
		for end < len(list) && list[end].count() && verbs.MatchString(list[end].label) && sameMeasure(&list[end], &list[i]) {
			end++
		}
		if end-i < 2 {
			continue
		}
		total := &list[i-1]
		if total.count() && sameMeasure(total, &list[i]) && !total.used {
			c := Claim{Is: Sum, Says: total.says(), Note: "清理"}
			var parts []*numeralAt
			for j := i; j < end; j++ {
				c.Of, parts = append(c.Of, list[j].q), append(parts, &list[j])
			}
			d.take(c, total, parts...)
		}
		i = end
	}
}

// days finds means that two others differ by: 承诺12.52天，实际2.59天，提前9.98天.
func (d *document) days(s *sentence) {
	list := d.of(s)
	var limit, took *numeralAt
	for i := range list {
		n := &list[i]
		if n.date || n.percent() || !n.days() && n.measure != "个" {
			continue
		}
		switch {
		case early.MatchString(n.label):
			if limit != nil || took != nil || strings.Contains(n.label, "平均") {
				c := Claim{Is: Difference, Says: n.says(), Of: []Quantity{mean(limit), mean(took)}, Note: "平均提前"}
				d.take(c, n, limit, took)
			}
			limit, took = nil, nil
		case actual.MatchString(n.label):
			took = n
		case promised.MatchString(n.label):
			limit = n
		}
	}
}

// mean is a number as a mean states it: rounded, also where it is whole.
func mean(n *numeralAt) Quantity {
	if n == nil {
		return Quantity{}
	}
	q := n.q
	if q.form == exact {
		q.form, q.text, q.raw = rounded, n.stated, quoted(n.stated)
	}
	return q
}
