package claims

import (
	"math/big"
	"regexp"
	"strings"
)

// plainly gives full-width digits, signs and letters their ASCII form, rune for
// rune, and other minus signs and dashes one form each.
func plainly(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　' || r == '\u00a0':
			return ' '
		case r == '−' || r == '﹣':
			return '-'
		case r == '–' || r == '—' || r == '~' || r == '～':
			return '–'
		}
		return r
	}, text)
}

// before are words that stand before a number. A bound's is half the meaning;
// a sign's turns it; others say nothing that could be recomputed.
var before = []struct {
	word  string
	bound func(*big.Rat) set
	minus bool
}{
	{word: "不少于", bound: atLeast}, {word: "不低于", bound: atLeast}, {word: "至少", bound: atLeast}, {word: ">=", bound: atLeast}, {word: "≥", bound: atLeast},
	{word: "不超过", bound: atMost}, {word: "不多于", bound: atMost}, {word: "不高于", bound: atMost}, {word: "至多", bound: atMost}, {word: "最多", bound: atMost}, {word: "<=", bound: atMost}, {word: "≤", bound: atMost},
	{word: "超过", bound: moreThan}, {word: "多于", bound: moreThan}, {word: "高于", bound: moreThan}, {word: "大于", bound: moreThan}, {word: "突破", bound: moreThan}, {word: "超", bound: moreThan}, {word: "逾", bound: moreThan}, {word: ">", bound: moreThan},
	{word: "不到", bound: lessThan}, {word: "不足", bound: lessThan}, {word: "少于", bound: lessThan}, {word: "低于", bound: lessThan}, {word: "未满", bound: lessThan}, {word: "将近", bound: lessThan}, {word: "接近", bound: lessThan}, {word: "近", bound: lessThan}, {word: "<", bound: lessThan},
	{word: "下降", minus: true}, {word: "减少", minus: true}, {word: "降低", minus: true}, {word: "下滑", minus: true}, {word: "回落", minus: true}, {word: "缩短", minus: true}, {word: "压缩", minus: true}, {word: "精简", minus: true},
	{word: "上升"}, {word: "增长"}, {word: "增加"}, {word: "提高"}, {word: "提升"}, {word: "上涨"},
	{word: "大约"}, {word: "约为"}, {word: "约"}, {word: "达到"}, {word: "达"}, {word: "为"}, {word: "了"}, {word: "共"}, {word: " "},
}

// behind are words behind a number and its unit.
var behind = map[string]func(*big.Rat) set{
	"余": moreThan, "多": moreThan, "以上": atLeast, "及以上": atLeast, "以内": atMost, "以下": atMost,
}

// units are what multiplies a number.
var units = map[string]*big.Rat{
	"": big.NewRat(1, 1), "%": big.NewRat(1, 100), "‰": big.NewRat(1, 1000),
	"百": big.NewRat(100, 1), "千": big.NewRat(1000, 1), "百万": big.NewRat(1_000_000, 1), "千万": big.NewRat(10_000_000, 1),
	"万": big.NewRat(10_000, 1), "亿": big.NewRat(100_000_000, 1), "万亿": big.NewRat(1_000_000_000_000, 1),
}

const digits = `\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`

var numeral = regexp.MustCompile(digits)

// stated is a number in words, without those before it: sign, number, another
// of a range, 余, scale, 余, per cent or points, unit, and what bounds it.
var stated = regexp.MustCompile(`^([+-]?)(百分之)?(` + digits + `)(?:%?\s*(?:-|–|至|到)\s*(` + digits + `))?\s*(余|多)?\s*(万亿|千万|百万|亿|万|千|百)?(余|多)?\s*(%|‰|个?pp)?\s*([\p{Han}A-Za-z/· ]{0,16}?)(及以上|以上|以内|以下|左右|上下|余|多)?$`)

// parseStated reads a number as it stands in a text: rounded to the decimals it
// shows, or bounded by the words around it.
func parseStated(text string) (Quantity, error) {
	if len(text) > maxText {
		return Quantity{}, problem("a number has at most 1000 digits")
	}
	q := Quantity{text: strings.TrimSpace(text), form: rounded}
	rest := strings.TrimSpace(plainly(text))
	if after, ok := strings.CutPrefix(rest, "–"); ok { // a dash for a minus sign
		rest = "-" + after
	}
	var limits []func(*big.Rat) set
	minus := false
	rest = leading(rest, func(bound func(*big.Rat) set, down bool) {
		minus = minus || down
		if bound != nil {
			limits = append(limits, bound)
		}
	})
	m := stated.FindStringSubmatch(strings.Replace(rest, "百分点", "pp", 1)) // 百 is a hundred elsewhere
	if m == nil || strings.HasPrefix(m[9], "万") || strings.HasPrefix(m[9], "亿") {
		return Quantity{}, problem("want a number such as 98%, 12.52, 4.8万 or 120余")
	}
	for _, word := range []string{m[5], m[7], m[10]} {
		if bound := behind[word]; bound != nil {
			limits = append(limits, bound)
		}
	}
	if err := q.measure(m); err != nil {
		return Quantity{}, err
	}
	if minus {
		q.point.Neg(q.point)
	}
	return q, q.bounds(m[4], limits)
}

// leading takes words away from before a number, and tells of each.
func leading(text string, tell func(bound func(*big.Rat) set, minus bool)) string {
	for again := true; again; {
		again = false
		for _, w := range before {
			if after, ok := strings.CutPrefix(text, w.word); ok {
				tell(w.bound, w.minus)
				text, again = after, true
				break
			}
		}
	}
	return text
}

// measure sets the number and its unit from what the pattern found.
func (q *Quantity) measure(m []string) (err error) {
	unit := m[6]
	switch {
	case m[2] != "" || m[8] == "%":
		q.scale, q.unit = units["%"], "%"
	case m[8] == "‰":
		q.scale, q.unit = units["‰"], "‰"
	case m[8] != "":
		q.scale, q.unit, q.points = units["%"], strings.Replace(m[8], "pp", "百分点", 1), true
	default:
		q.scale, q.unit = units[unit], unit
	}
	if unit != "" && (m[2] != "" || m[8] != "") || m[2] != "" && m[8] != "" {
		return problem("has two units")
	}
	q.words = strings.TrimSpace(m[9])
	q.unit += q.words
	q.point, q.places, err = rational(strings.ReplaceAll(m[3], ",", ""))
	if err != nil {
		return err
	}
	q.point.Mul(q.point, q.scale)
	if m[1] == "-" {
		q.point.Neg(q.point)
	}
	return nil
}

// bounds makes a bound of the quantity where words, or a range, say so.
func (q *Quantity) bounds(upper string, limits []func(*big.Rat) set) error {
	if upper == "" && len(limits) == 0 {
		return nil
	}
	step, bound := q.step(), everything
	if upper != "" {
		top, places, err := rational(strings.ReplaceAll(upper, ",", ""))
		if err != nil {
			return err
		}
		top.Mul(top, q.scale)
		if top.Cmp(q.point) < 0 {
			return problem("the range ends below its beginning")
		}
		q.places = max(q.places, places)
		bound = between(rounding(q.point, step)[0].lo, rounding(top, q.step())[0].hi)
	}
	for _, limit := range limits {
		bound = bound.and(limit(q.point))
	}
	q.form, q.bound, q.point = bounded, bound, nil
	return nil
}
