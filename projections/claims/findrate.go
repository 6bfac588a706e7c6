package claims

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// rateName is the name of a rate just before its number.
	rateName = regexp.MustCompile(`(\p{Han}*?(?:率|满意度))(?:达到|高达|达|为|是|仅|约|均)?[:： ]*$`)
	// closingIs is a rate of closing, onTime one of closing on time.
	closingIs = regexp.MustCompile(`办结率|办理率|完成率`)
	onTime    = regexp.MustCompile(`(?:按时|按期|准时|如期|限时|时限内)办结率`)
	// acceptedIs and closedIs are what came in, and what was done.
	acceptedIs = regexp.MustCompile(`受理|接收|收到|收件|接件|接办|工单|诉求|申请`)
	closedIs   = regexp.MustCompile(`(?:办结|办理完毕|处理完毕|办毕|完成)(?:总)?(?:数|量|件|业务|事项)?(?:共|计|了|为|是|达|:|：)*$`)
	lateIs     = regexp.MustCompile(`(?:超期|超时|逾期)(?:办结)?(?:数|件)?(?:为|有|仅)*$`)
	askedIs    = regexp.MustCompile(`(?:评价|测评|回访|调查|参评)`)
	negated    = regexp.MustCompile(`(?:未|不|非|没有)$`)
	// whose are words of a rate's name that say of whom, not of what.
	whose   = regexp.MustCompile(`^.*(?:群众|公众|企业|用户|办事|总体|综合|整体|直接|服务)`)
	extreme = regexp.MustCompile(`最高|最多|日均|月均|平均|单日`)
	shareIs = regexp.MustCompile(`占(?:比|比率|比例)?([^,，。;；|]{0,12}?)(?:达到|达|为|约|是)?[:：| ]*$`)
)

// rates finds rates: 办结率98%, with the counts before them that they follow
// from, where these are stated.
func (d *document) rates(s *sentence) {
	list := d.of(s)
	since := 0
	for i := range list {
		n := &list[i]
		if n.date || !n.percent() || n.q.points {
			continue
		}
		counts := countsOf(list[since:i])
		since = i + 1
		m := rateName.FindStringSubmatch(n.label)
		if n.used || m == nil || shareIs.MatchString(n.label) {
			continue
		}
		if len(counts) == 0 && closingIs.MatchString(m[1]) { // another rate stands between
			if all := countsOf(list[:i]); lastOf(all, closedIs.MatchString) != nil {
				counts = all
			}
		}
		d.rate(n, m[1], counts)
	}
}

// countsOf are the numbers that count something.
func countsOf(list []numeralAt) (out []*numeralAt) {
	for i := range list {
		if list[i].count() && !extreme.MatchString(list[i].label) {
			out = append(out, &list[i])
		}
	}
	return out
}

// lastOf is the last number whose label fits; nil for none.
func lastOf(list []*numeralAt, fits func(label string) bool) *numeralAt {
	for i := len(list) - 1; i >= 0; i-- {
		if fits(list[i].label) {
			return list[i]
		}
	}
	return nil
}

// rate takes one rate of a name.
func (d *document) rate(n *numeralAt, name string, counts []*numeralAt) {
	c := Claim{Is: Ratio, Says: n.says(), Note: name}
	if onTime.MatchString(name) {
		c.Is = OnTime
		closed, late := lastOf(counts, closedIs.MatchString), lastOf(counts, lateIs.MatchString)
		c.Closed, c.Late = stateOf(closed), stateOf(late)
		d.take(c, n, closed, late)
		return
	}
	part, whole := partsOf(name, counts)
	c.Numerator, c.Denominator = stateOf(part), stateOf(whole)
	d.take(c, n, part, whole)
}

// stateOf is what a number states; nothing for none.
func stateOf(n *numeralAt) Quantity {
	if n == nil {
		return Quantity{}
	}
	return n.q
}

// partsOf are the two counts of a rate, nil where they are not stated. Of a
// rate of closing, what was closed and what came in; or what came last, of
// which it is a rate (即办件29300件，办结率达100%). Of others, what has their name.
func partsOf(name string, counts []*numeralAt) (part, whole *numeralAt) {
	if closingIs.MatchString(name) {
		part = lastOf(counts, closedIs.MatchString)
		if part == nil {
			if len(counts) > 0 {
				whole = counts[len(counts)-1]
			}
			return nil, whole
		}
		before := counts[:indexOf(counts, part)]
		whole = lastOf(before, func(label string) bool { return acceptedIs.MatchString(label) && !closedIs.MatchString(label) })
		if whole == nil && len(before) > 0 && sameMeasure(before[len(before)-1], part) {
			whole = before[len(before)-1]
		}
		return part, whole
	}
	stem := whose.ReplaceAllString(strings.TrimSuffix(strings.TrimSuffix(name, "率"), "度"), "")
	for _, n := range counts {
		switch core := strings.TrimRight(n.label, "数量件共计为了"); {
		case utf8.RuneCountInString(stem) >= 2 && strings.HasSuffix(core, lastRunes(stem, 2)):
			if !negated.MatchString(strings.TrimSuffix(core, lastRunes(stem, 2))) {
				part = n
			}
		case startsWithEnd(stem, core) || askedIs.MatchString(n.label):
			whole = n
		}
	}
	if part != nil && whole == nil {
		whole = lastOf(counts[:indexOf(counts, part)], func(label string) bool {
			return acceptedIs.MatchString(label) || strings.Contains(label, "共")
		})
	}
	return part, whole
}

func indexOf(list []*numeralAt, n *numeralAt) int {
	for i := range list {
		if list[i] == n {
			return i
		}
	}
	return 0
}

// lastRunes is the end of a text.
func lastRunes(text string, n int) string {
	runes := []rune(text)
	return string(runes[max(0, len(runes)-n):])
}

// startsWithEnd says whether a name starts with the last two characters of a
// label: 差评整改 with those of 收到差评.
func startsWithEnd(name, label string) bool {
	end := lastRunes(label, 2)
	return utf8.RuneCountInString(end) == 2 && strings.HasPrefix(name, end)
}

// shares finds shares: 咨询类124599件，占63.72%, of a total that is broken down
// (其中).
func (d *document) shares(s *sentence) {
	list := d.of(s)
	var base *numeralAt
	for i := range list {
		n := &list[i]
		if introduces.MatchString(n.before) {
			base = d.total(s, i)
		}
		m := shareIs.FindStringSubmatch(n.label)
		if n.date || n.used || !n.percent() || n.q.points || m == nil {
			continue
		}
		c := Claim{Is: Share, Says: n.says(), Note: strings.TrimSpace(n.label)}
		var part, whole *numeralAt
		if i > 0 && list[i-1].count() {
			part = &list[i-1]
		}
		if strings.Trim(m[1], "的 率") == "" {
			whole = base
		}
		c.Numerator, c.Denominator = stateOf(part), stateOf(whole)
		d.take(c, n, part, whole)
	}
}

// accepted finds what was accepted and what was closed of it, where no rate
// says so already.
func (d *document) accepted(s *sentence) {
	list := d.of(s)
	for i := 0; i+1 < len(list); i++ {
		in, out := &list[i], &list[i+1]
		if !in.count() || !out.count() || !sameMeasure(in, out) || extreme.MatchString(in.label+out.label) ||
			!acceptedIs.MatchString(in.label) || closedIs.MatchString(in.label) || !closedAlone.MatchString(out.label) || in.used && out.used {
			continue
		}
		d.take(Claim{Is: Closed, Says: out.says(), Accepted: in.q, Note: "受理、办结"}, out, in)
	}
}

// closedAlone is a label that says no more than that cases were closed.
var closedAlone = regexp.MustCompile(`^(?:已|共|其中)?办结(?:了|数|量|件数)?(?:为|共)?$`)
