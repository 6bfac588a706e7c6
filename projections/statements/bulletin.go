package statements

import (
	"fmt"
	"strings"
)

// Bulletin is the monthly bulletin (月度通报) of a statement as text, in the words of
// the genre. Each number follows from numbers beside it, so that a reader can
// check it.
func Bulletin(of Scope, rows []Row, list []Comparison) string {
	var b strings.Builder
	first, last := of.Period.Days()
	_, month, end := last.Civil()
	fmt.Fprintf(&b, "%d年%d月1日至%d月%d日", first.Year(), month, month, end)
	if of.Org != "" {
		b.WriteString("，" + of.Org)
	}
	whole := func(figure string) int64 { return count(rows, Whole, "", figure) }
	for _, x := range []struct{ figure, verb string }{{"accepted", "受理"}, {"closed", "办结"}} {
		fmt.Fprintf(&b, "，%s办件%d件", x.verb, whole(x.figure))
		for _, c := range list {
			if c.Figure == x.figure && c.ID != "share" {
				b.WriteString(changed(&c))
			}
		}
		b.WriteString("。\n")
	}
	return strings.ReplaceAll(b.String(), "\n，", "\n") + shares(list) + punctual(rows)
}

// changed is a comparison with another month; nothing where there is no base.
func changed(c *Comparison) string {
	than := map[string]string{"year_on_year": "去年同期", "month_on_month": "上月"}[c.ID]
	switch {
	case c.Value == nil:
		return ""
	case c.Numerator == 0:
		return "，与" + than + "持平"
	case c.Numerator > 0:
		return fmt.Sprintf("，比%s增加%d件，%s增长%s%%", than, c.Numerator, c.Title, *c.Value)
	}
	return fmt.Sprintf("，比%s减少%d件，%s下降%s%%", than, -c.Numerator, c.Title, (*c.Value)[1:])
}

// kinds are the words for kinds of cases.
var kinds = map[string]string{
	"returned": "退回件", "corrected": "补办件", "special": "特办件", "joint": "联办件", "forwarded": "上报件", "agent": "代理件",
	"immediate": "即办件", "promised": "承诺件", "other": "其他件",
}

// shares are the kinds of what was accepted.
func shares(list []Comparison) string {
	var parts []string
	all := int64(0)
	for _, c := range list {
		if c.ID == "share" && c.Value != nil {
			all = c.Base
			parts = append(parts, fmt.Sprintf("%s%d件，占%s%%", kinds[c.Key], c.Numerator, *c.Value))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("本月受理办件%d件，其中%s。\n", all, strings.Join(parts, "，"))
}

// punctual is how limits were kept.
func punctual(rows []Row) string {
	for i := range rows {
		if r := &rows[i]; r.Dimension == Whole && r.Figure == "on_time_rate" && r.Value != nil {
			return fmt.Sprintf("有时限的办件，办结%s件，其中逾期%d件，按期办结率%s%%。\n", *r.Denominator, count(rows, Whole, "", "closed_late"), *r.Value)
		}
	}
	return ""
}
