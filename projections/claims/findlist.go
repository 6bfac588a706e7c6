package claims

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// listing is names and how many they are said to be: 评议箱、评价器等三种方式.
	listing = regexp.MustCompile(`((?:[\p{Han}A-Za-z“”《》]{1,16}、)+[\p{Han}A-Za-z“”《》]{1,20}?)(等)?(\d{1,2}|[两二三四五六七八九十]{1,3})(大|种|类|项|个)`)
	// everyOne is a number of each, and one that may be of each or of all.
	everyOne = regexp.MustCompile(`每个?\p{Han}{1,4}[^,，。;；]*有\d+[^,，。;；]*[,，](?:代办|可办|可受理|受理|办理)?(?:事项|业务|项目)\s*(\d+)`)
	// paired is things divided into as many others, one for each.
	paired = regexp.MustCompile(`(\d+)个(\p{Han}{2,4})分(?:为|成)(\d+)个(\p{Han}{2,4})[,，]每个([^。]*)`)
)

// names finds lists of names with their number. Where the list is open (等), or
// the number may be of something else, only what contradicts is a claim.
func (d *document) names(s *sentence) {
	text := string(d.plain[s.from:s.to])
	at := runeIndex(text)
	for _, m := range listing.FindAllStringSubmatchIndex(text, -1) {
		said := countOf(text[m[6]:m[7]])
		names := strings.Split(text[m[2]:m[3]], "、")
		if _, after, ok := strings.Cut(names[0], "和"); ok {
			names[0] = after
		}
		if len(names) != said {
			names = parted(names)
		}
		open, summing := m[4] >= 0, strings.Contains("大种类", text[m[8]:m[9]])
		if said < 2 || len(names) != said && !(open && len(names) > said) && !(!open && summing) {
			continue
		}
		q, err := parseStated(strconv.Itoa(said) + text[m[8]:m[9]])
		if err != nil {
			continue
		}
		q.raw = quoted(q.text)
		start, end := s.from+at(m[6]), s.from+at(m[9])
		if n := d.numberAt(s, start); n != nil {
			n.used = true
		}
		d.claim(Claim{Is: Named, Says: q, Names: names}, start, d.place(start-len([]rune(text[m[2]:m[6]])), end))
	}
}

// parted divides the last of some names at 和.
func parted(names []string) []string {
	last := names[len(names)-1]
	for _, word := range []string{"以及", "和", "及", "与"} {
		if a, b, ok := strings.Cut(last, word); ok && a != "" && b != "" {
			return append(names[:len(names)-1:len(names)-1], a, b)
		}
	}
	return names
}

// countOf reads a small number in digits or in Chinese; 0 where it is none.
func countOf(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	const ones = "零一二三四五六七八九"
	tens, rest, ten := strings.Cut(strings.ReplaceAll(text, "两", "二"), "十")
	digit := func(s string) int { return strings.Index(ones, s) / len("零") }
	switch {
	case !ten && len([]rune(tens)) == 1:
		return digit(tens)
	case ten && len([]rune(tens)) <= 1 && len([]rune(rest)) <= 1 && !strings.Contains(rest, "十"):
		n := 10
		if tens != "" {
			n = 10 * digit(tens)
		}
		if rest != "" {
			n += digit(rest)
		}
		return n
	}
	return 0
}

// each finds numbers of which it is not said whether they are of each or of all.
func (d *document) each(s *sentence) {
	text := string(d.plain[s.from:s.to])
	at := runeIndex(text)
	for _, m := range everyOne.FindAllStringSubmatchIndex(text, -1) {
		if n := d.numberAt(s, s.from+at(m[2])); n != nil {
			d.take(Claim{Is: Count, Says: n.says(), Each: true}, n)
		}
	}
}

// pairs finds things that are divided one to one: 10个社区分为10个网格，每个网格设置社区书记.
func (d *document) pairs(s *sentence) {
	text := string(d.plain[s.from:s.to])
	at := runeIndex(text)
	for _, m := range paired.FindAllStringSubmatchIndex(text, -1) {
		from, into := s.from+at(m[2]), s.from+at(m[6])
		whole, part, rest := text[m[4]:m[5]], text[m[8]:m[9]], text[m[10]:m[11]]
		a, b := d.numberAt(s, from), d.numberAt(s, into)
		if a == nil || b == nil || !strings.HasPrefix(rest, part) || !strings.Contains(rest, whole) {
			continue
		}
		d.take(Claim{Is: Sum, Says: b.says(), Of: []Quantity{a.q}, Note: "一个" + whole + "一个" + part}, b, a)
	}
}

// numberAt is the number that stands at a place of the text; nil for none.
func (d *document) numberAt(s *sentence, at int) *numeralAt {
	list := d.of(s)
	i, _ := slices.BinarySearchFunc(list, at, func(n numeralAt, at int) int { return cmp.Compare(n.end-1, at) })
	if i < len(list) && list[i].start <= at {
		return &list[i]
	}
	return nil
}

var (
	titleMonth = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:[^\d。]{0,40})(?:通报|情况|统计|月报|报告|分析)`)
	textMonth  = regexp.MustCompile(`(\d{4})年(\d{1,2})月份?(?:[^\d日]|$)`)
)

// titled finds a title that names another month than the text, or the same.
func (d *document) titled() {
	text := strings.TrimSpace(string(d.plain))
	title, rest, ok := strings.Cut(text, "\n")
	m, in := titleMonth.FindStringSubmatch(title), textMonth.FindStringSubmatchIndex(rest)
	if !ok || m == nil || in == nil || len([]rune(title)) > 60 {
		return
	}
	stated := rest[in[2]:in[3]] + "年" + rest[in[4]:in[5]] + "月"
	year := m[1]
	if year == "" {
		year = rest[in[2]:in[3]]
	}
	word := year + "年" + strconv.Itoa(countOf(m[2])) + "月"
	if _, err := parsePeriod(word); err != nil {
		return
	}
	if _, err := parsePeriod(stated); err != nil {
		return
	}
	at := strings.Index(string(d.plain), title)
	start := len([]rune(string(d.plain)[:at]))
	d.claim(Claim{Is: Period, Word: word, Stated: []string{stated}}, start, d.place(start, start+len([]rune(title))))
}
