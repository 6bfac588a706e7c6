package claims

import (
	"regexp"
	"strings"
)

var (
	// introduces is what stands between a total and its parts.
	introduces = regexp.MustCompile(`^[\s,，。；;]*[（(]?\s*(?:其中|包括|分别为|分别是|[:：（(])`)
	// verbs are what becomes of items that are gone through.
	verbs    = regexp.MustCompile(`(?:保留|下放|变更|取消|合并|新增|转移|整合|废止|调整|划转)(?:了|为)?$`)
	promised = regexp.MustCompile(`承诺|法定`)
	actual   = regexp.MustCompile(`实际`)
	early    = regexp.MustCompile(`提前`)
)

// lists finds totals that are broken down: 32556件，其中即办件29300件，承诺件3256件.
// Such a list is not said to be complete.
func (d *document) lists(s *sentence) {
	list := d.of(s)
	for i := range list {
		if list[i].date || !introduces.MatchString(list[i].before) {
			continue
		}
		total := d.total(s, i)
		if total == nil {
			continue
		}
		c := Claim{Is: Sum, More: true, Note: strings.TrimSpace(total.label)}
		var parts []*numeralAt
		for j := i; j < len(list); j++ {
			n := &list[j]
			if j > i && (introduces.MatchString(n.before) || closes(list[i].before, n.before)) {
				break
			}
			if n.count() && sameMeasure(n, total) && !changes.MatchString(n.label) {
				parts = append(parts, n)
				c.Of = append(c.Of, n.q)
			}
		}
		if len(parts) > 1 {
			c.Says = total.says()
			d.take(c, total, parts...)
		}
	}
}

// closes says whether a list in brackets has ended.
func closes(opening, between string) bool {
	return strings.ContainsAny(opening, "(（") && strings.ContainsAny(between, ")）")
}

// maxRates is how many rates may stand between a total and its parts.
const maxRates = 8

// total is the number that a list breaks down: that before it, also at the end
// of the sentence before. nil for none.
func (d *document) total(s *sentence, i int) *numeralAt {
	at := s.first + i - 1
	if i == 0 && (at < 0 || s.from-d.numbers[at].end > 60 || !strings.HasPrefix(strings.TrimSpace(d.numbers[s.first].before), "其中")) {
		return nil
	}
	for least := at - maxRates; at >= 0 && at >= s.first-1 && at > least; at-- {
		if n := &d.numbers[at]; n.count() {
			return n
		} else if !n.percent() {
			return nil
		}
	}
	return nil
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
		q.form, q.raw = rounded, quoted(n.stated)
	}
	return q
}
