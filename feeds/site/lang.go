package site

import (
	"fmt"
	"html/template"
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Lang is a language of the site.
type Lang string

// Languages; the first is that of /.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

var langs = []Lang{Chinese, English}

// Tag is the language as pages and browsers name it.
func (l Lang) Tag() string {
	if l == Chinese {
		return "zh-CN"
	}
	return "en"
}

// Other is the other language.
func (l Lang) Other() Lang {
	if l == Chinese {
		return English
	}
	return Chinese
}

// Text says the same in both languages.
type Text struct{ Zh, En string }

// In gives it in one.
func (t Text) In(l Lang) string {
	if l == Chinese || t.En == "" {
		return t.Zh
	}
	return t.En
}

// say gives a text of the table with values in its places. A key without text is a
// fault of the program, which a test looks for.
func say(l Lang, key string, values ...any) (string, error) {
	t, ok := words[key]
	if !ok {
		return "", fmt.Errorf("there is no text %q", key)
	}
	if len(values) == 0 {
		return t.In(l), nil
	}
	return fmt.Sprintf(t.In(l), values...), nil
}

// date writes a date in prose.
func (l Lang) date(d workdays.Date) string {
	if d == workdays.NoDate {
		return "—"
	}
	y, m, day := d.Civil()
	if l == Chinese {
		return fmt.Sprintf("%d年%d月%d日", y, int(m), day)
	}
	return fmt.Sprintf("%d %s %d", day, m, y)
}

// weekday names the day of the week.
func (l Lang) weekday(d workdays.Date) string {
	at := d.Start(casefile.Standard())
	if l == Chinese {
		return "星期" + string([]rune("日一二三四五六")[at.Weekday()])
	}
	return at.Weekday().String()
}

// grouped writes a whole number with its thousands apart.
func grouped(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	return sign + whole
}

// functions are what every template may call.
var functions = template.FuncMap{"grouped": grouped, "dict": dict, "weekdays": Lang.weekdays,
	"mark": func(verdict string) string { return marks[verdict] }, "nav": func() []entry { return navigation }, "forms": func() []string { return []string{".csv", ".excel.csv", ".json", ".atom"} }}

// marks are shapes that stand before the words of a verdict.
var marks = map[string]string{"holds": "✓", "impossible": "✕", "possible_by_truncation": "≈", "possible_by_rounding": "≈", "not_recomputable": "?"}

// entry is one of the navigation.
type entry struct{ Key, Path, Word string }

var navigation = []entry{{"today", "", "nav.today"}, {"find", "find", "nav.find"}, {"items", "items", "nav.items"}, {"orgs", "orgs", "nav.orgs"},
	{"figures", "figures", "nav.figures"}, {"bulletin", "bulletin", "nav.bulletin"}, {"voices", "ratings", "nav.voices"}, {"cards", "cards", "nav.cards"}, {"registers", "registers", "nav.registers"},
	{"rules", "rules", "nav.rules"}, {"data", "data", "nav.data"}}

// weekdays are the heads of a calendar, from Monday on.
func (l Lang) weekdays() []string {
	if l == Chinese {
		return []string{"一", "二", "三", "四", "五", "六", "日"}
	}
	return []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
}

// dict puts names and values together for a template within a template.
func dict(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no name", pairs[i])
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}
