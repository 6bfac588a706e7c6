package claims

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"caseledger/ledger/workdays"
)

// span of days, first and last.
type period struct{ first, last workdays.Date }

// relatives are periods without a year, as they are counted from each other;
// the year they are put in does not matter.
var relatives = map[string]string{
	"本月": "2001-06", "上月": "2001-05", "去年同月": "2000-06", "本季": "2001-Q2", "上季": "2001-Q1", "去年同季": "2000-Q2", "本年": "2001", "上年": "2000",
}

var (
	plainPeriod   = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-?[Qq]([1-4])|-?[Hh]([12]))?$`)
	chinesePeriod = regexp.MustCompile(`^(\d{4})年(?:(\d{1,2})月(?:份|(\d{1,2})日)?|第?([一二三四1-4])季度|([上下])半年|度)?$`)
)

// parsePeriod reads a day, a month, a quarter, a half, a year, or two of them
// with a slash between.
func parsePeriod(text string) (period, error) {
	if len(text) > maxShort {
		return period{}, problem("a period is at most 200 bytes")
	}
	text = strings.TrimSpace(plainly(text))
	if standing := relatives[text]; standing != "" {
		text = standing
	}
	if from, to, ok := strings.Cut(text, "/"); ok {
		a, err := parsePeriod(from)
		if err != nil {
			return period{}, err
		}
		b, err := parsePeriod(to)
		if err == nil && b.last < a.first {
			err = problem(fmt.Sprintf("the period %s ends before it begins", text))
		}
		return period{a.first, b.last}, err
	}
	m := plainPeriod.FindStringSubmatch(text)
	if m == nil {
		m = chinesePeriod.FindStringSubmatch(text)
	}
	if m == nil {
		return period{}, problem(fmt.Sprintf("the period %q: want for example 2025-04, 2025-Q1, 2025-H1, 2025 or 2025-01/2025-04", shortened(text, 40)))
	}
	return periodOf(m)
}

// periodOf is what a pattern found: year, month, day, quarter, half.
func periodOf(m []string) (period, error) {
	number := func(s string) int {
		n, _ := strconv.Atoi(strings.NewReplacer("一", "1", "二", "2", "三", "3", "四", "4", "上", "1", "下", "2").Replace(s))
		return n
	}
	year, month, length := number(m[1]), 1, 12
	switch {
	case m[2] != "":
		month, length = number(m[2]), 1
	case m[4] != "":
		month, length = 3*number(m[4])-2, 3
	case m[5] != "":
		month, length = 6*number(m[5])-5, 6
	}
	if month < 1 || month > 12 {
		return period{}, problem(fmt.Sprintf("there is no month %d", month))
	}
	p := months(year, month, length)
	if m[3] != "" {
		day := p.first + workdays.Date(number(m[3])) - 1
		if day < p.first || day > p.last {
			return period{}, problem(fmt.Sprintf("there is no day %s-%s-%s", m[1], m[2], m[3]))
		}
		p = period{day, day}
	}
	return p, nil
}

// months are so many whole months.
func months(year, month, length int) period {
	return period{workdays.Civil(year, time.Month(month), 1), workdays.Civil(year, time.Month(month+length), 1) - 1}
}

// whole is how many whole months a period is; 0 where it is not.
func (p period) whole() int {
	y, m, d := p.first.Civil()
	nextYear, nextMonth, next := (p.last + 1).Civil()
	if d != 1 || next != 1 {
		return 0
	}
	return (nextYear-y)*12 + int(nextMonth) - int(m)
}

// earlier is the period so many months before.
func (p period) earlier(by int) period {
	y, m, d := p.first.Civil()
	if length := p.whole(); length > 0 {
		return months(y, int(m)-by, length)
	}
	y2, m2, d2 := p.last.Civil()
	return period{clamped(y, int(m)-by, d), clamped(y2, int(m2)-by, d2)}
}

// clamped is a date, or the last of its month where that is shorter.
func clamped(year, month, day int) workdays.Date {
	whole := months(year, month, 1)
	return min(whole.first+workdays.Date(day)-1, whole.last)
}

// compared says whether another period is the one that a label compares with.
func (p period) compared(with period, label string) bool {
	if label == yoy {
		return with == p.earlier(12)
	}
	if length := p.whole(); length > 0 {
		return with == p.earlier(length)
	}
	days := p.last - p.first + 1
	return with == period{p.first - days, p.first - 1} || with == p.earlier(1)
}

// period judges whether a text speaks of the period that its title names.
func (c *Claim) period() finding {
	if len(c.Stated) == 0 {
		return unknown("No other period is stated.", "没有写明另外的期间。")
	}
	said, err := parsePeriod(c.Word)
	if err != nil {
		return unknown("It is no period.", "不是期间。")
	}
	for _, text := range c.Stated {
		other, err := parsePeriod(text)
		if err != nil || said == other {
			continue
		}
		f := impossible("It says %s, and speaks of %s.", "写的是 %s，说的是 %s。", c.Word, text)
		f.holds, f.of = []any{text}, "says"
		return f
	}
	return finding{verdict: Holds, why: say("All speak of %s.", "所说都是 %s。", c.Word)}
}
