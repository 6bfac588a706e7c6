package claims

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

var (
	// dated are dates and times, also those that have lost their separators:
	// 921日 was 9月21日.
	dated = regexp.MustCompile(`\d{4}-\d{1,2}-\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?|\d{4}年度?(?:\d{1,2}月份?)?(?:\d{1,2}日)?|\d{1,2}月份?(?:\d{1,2}日)?|\d{1,4}日|\d{8}日?`)
	// counted is a number with the words that belong to it.
	counted = regexp.MustCompile(`(?:不少于|不低于|至少|不超过|不多于|至多|最多|超过|突破|超|逾|不到|不足|未满|将近|接近|近|大约|约)? ?[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?: ?(?:余|多))?(?: ?(?:万亿|千万|百万|亿|万|千|百))?(?:余|多)?(?: ?(?:%|‰|个?百分点))?`)
	// measured is the measure word behind a number.
	measured = regexp.MustCompile(`^ ?(个工作日|工作日|平方公里|平方米|公里|人次|人|件次|件|项次|项|笔|条|宗|起|单|封|个|次|期|家|名|户|天|小时|分钟|台|套|份|元|张|例|岁|步|处|批|所|村|组|种|类|大|字|页|辆|点|场|篇|部|块|级|家次|户次)`)
)

// limited is what makes a bound of the number before it.
var limited = regexp.MustCompile(`^(及以上|以上|以内|以下|左右)`)

// dayMeasures are those of lengths of time.
var dayMeasures = []string{"个工作日", "工作日", "天"}

// scan finds the numbers of a text.
func (d *document) scan() {
	text := string(d.plain)
	at := runeIndex(text)
	dates := datesOf(text)
	for _, m := range counted.FindAllStringIndex(text, -1) {
		for len(dates) > 0 && dates[0][1] <= m[0] {
			d.date(at, dates[0])
			dates = dates[1:]
		}
		if len(dates) == 0 || m[1] <= dates[0][0] {
			start, end := narrowed(text, m[0], m[1])
			d.number(text, at, start, end)
		}
	}
	for _, m := range dates {
		d.date(at, m)
	}
}

// datesOf are the dates of a text, whose digits are no part of longer ones.
func datesOf(text string) (out [][]int) {
	isDigit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for _, m := range dated.FindAllStringIndex(text, -1) {
		if !isDigit(m[0]-1) && !isDigit(m[1]-1) || !isDigit(m[0]-1) && !isDigit(m[1]) {
			out = append(out, m)
		}
	}
	return out
}

func (d *document) date(at func(int) int, m []int) {
	d.numbers = append(d.numbers, numeralAt{start: at(m[0]), end: at(m[1]), date: true, q: Quantity{form: exact, scale: units[""]}})
}

// number adds the number that stands at a place, with its measure word and what
// bounds it.
func (d *document) number(text string, at func(int) int, start, end int) {
	start += len(text[start:end]) - len(strings.TrimLeft(text[start:end], " "))
	if glued(text, start) {
		return
	}
	stated, rest := text[start:end], text[end:min(end+60, len(text))]
	measure := ""
	if m := measured.FindStringSubmatchIndex(rest); m != nil {
		measure, rest = rest[m[2]:m[3]], rest[m[3]:]
		end += m[3]
	}
	limit := limited.FindString(rest)
	n, ok := numeralOf(stated, measure, limit)
	if !ok {
		return
	}
	next, _ := utf8.DecodeRuneInString(rest)
	n.name = measure == "" && limit == "" && n.q.form == exact && unicode.Is(unicode.Han, next)
	n.start, n.end = at(start), at(end+len(limit))
	d.numbers = append(d.numbers, n)
}

// runeIndex turns offsets of bytes, which only grow, into those of runes.
func runeIndex(text string) func(int) int {
	bytes, runes := 0, 0
	return func(offset int) int {
		if offset < bytes {
			return runes - utf8.RuneCountInString(text[offset:bytes])
		}
		runes += utf8.RuneCountInString(text[bytes:offset])
		bytes = offset
		return runes
	}
}

// narrowed takes away from a match what is no part of the number: a sign that
// joins it to what stands before, and groups of three digits that go on; and
// adds the rest of 百分点, whose first character is no hundred.
func narrowed(text string, start, end int) (int, int) {
	if c := text[start]; (c == '+' || c == '-') && start > 0 && isWord(lastRune(text[:start])) {
		start++
	}
	if comma := strings.IndexByte(text[start:end], ','); comma >= 0 && end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end = start + comma
	}
	if strings.HasSuffix(text[start:end], "百") && strings.HasPrefix(text[end:], "分点") {
		end += len("分点")
	}
	return start, end
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

func isWord(r rune) bool { return r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// glued says whether a number is the end of a word, as in ID3.
func glued(text string, start int) bool {
	r := lastRune(text[:start])
	return start > 0 && r < 128 && (unicode.IsLetter(r) || r == '_')
}

// numeralOf is a number as a claim states it, with its measure word and what
// bounds it: a count is exact, a decimal or a count in 万 is rounded to what it
// shows.
func numeralOf(stated, measure, limit string) (n numeralAt, ok bool) {
	n = numeralAt{stated: stated, measure: measure, limit: limit}
	if limit == "" && strings.Trim(stated, "0123456789,") == "" {
		q, err := number(canonical(stated))
		q.raw = jsontext.Value(q.text)
		n.q = q
		return n, err == nil
	}
	whole := stated
	if limit != "" {
		whole += measure + limit
	}
	q, err := parseStated(whole)
	if err != nil {
		return n, false
	}
	if about := strings.TrimLeft(whole, "大约 "); about != stated && strings.Trim(about, "0123456789,") == "" {
		q, _ = number(canonical(about))
		q.raw = jsontext.Value(q.text)
	} else {
		q.raw = quoted(whole)
	}
	n.q, n.hundredths = q, q.scale.Cmp(units[""]) < 0
	return n, true
}

// canonical makes the digits of a whole number those of JSON.
func canonical(digits string) string {
	if digits = strings.TrimLeft(strings.ReplaceAll(digits, ",", ""), "0"); digits == "" {
		return "0"
	}
	return digits
}

// quoted is text as JSON.
func quoted(text string) jsontext.Value {
	b, err := json.Marshal(text)
	if err != nil {
		return jsontext.Value(`""`)
	}
	return b
}

// says is the number as what a claim says, with its measure word.
func (n *numeralAt) says() Quantity { return n.worded("") }

// worded is the number with a word before it: 下降.
func (n *numeralAt) worded(word string) Quantity {
	q, err := parseStated(word + n.stated + n.measure + n.limit)
	if err != nil {
		q, err = parseStated(n.stated)
	}
	if err != nil {
		return n.q
	}
	q.raw = quoted(q.text)
	return q
}

// sameMeasure says whether two numbers count the same thing.
func sameMeasure(a, b *numeralAt) bool {
	return a.measure == b.measure || a.measure == "" || b.measure == ""
}
