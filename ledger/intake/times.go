package intake

import (
	"errors"
	"strings"
	"time"
)

var errTime = errors.New("want a time such as 2024-03-05T09:07:11+08:00, 2024-03-05 09:07 or 2024/3/5, or name its layout under times in the mapping")

// parseTime reads a date or a date with a time: parts of the date divided by
// '-', '/' or '.', or by 年 月 日; 'T' or a space before hours, minutes and
// optional seconds with fractions; an optional zone, Z or an offset. Without
// one the time is local in zone. For a date alone it is 00:00, and dateOnly
// is true. Fractions beyond a microsecond are cut.
func parseTime(s string, zone *time.Location, layouts []string) (t time.Time, dateOnly bool, err error) {
	p := timeParser{rest: strings.TrimSpace(s)}
	if t, dateOnly, ok := p.parse(zone); ok {
		return t, dateOnly, nil
	}
	for _, layout := range layouts {
		// A layout without hours has neither a colon nor the 5 of 15 and 05.
		if t, err := time.ParseInLocation(layout, strings.TrimSpace(s), zone); err == nil && inRange(t) {
			return t.UTC().Truncate(time.Microsecond), !strings.ContainsAny(layout, ":5"), nil
		}
	}
	return time.Time{}, false, errTime
}

// inRange keeps times to the years that the ledger's form can write.
func inRange(t time.Time) bool {
	y := t.UTC().Year()
	return y >= 1 && y <= 9999 && !t.IsZero()
}

// parseStamp reads a time of RFC 3339, which always names its zone.
func parseStamp(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || !inRange(t) {
		return time.Time{}, false
	}
	return t.UTC().Truncate(time.Microsecond), true
}

type timeParser struct{ rest string }

func (p *timeParser) parse(zone *time.Location) (t time.Time, dateOnly, ok bool) {
	year, ok1 := p.number(4, 4)
	cut1 := p.any("-", "/", ".", "年")
	month, ok2 := p.number(1, 2)
	cut2 := p.any("-", "/", ".", "月")
	day, ok3 := p.number(1, 2)
	p.any("日")
	if !ok1 || !ok2 || !ok3 || !cut1 || !cut2 || !civil(year, month, day) {
		return t, false, false
	}
	if p.rest == "" {
		t = time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
		return t.UTC(), true, inRange(t)
	}
	if !p.any("T", " ") {
		return t, false, false
	}
	hour, ok4 := p.number(1, 2)
	colon := p.any(":")
	minute, ok5 := p.number(2, 2)
	if !ok4 || !ok5 || !colon || hour > 23 || minute > 59 {
		return t, false, false
	}
	second, micros, ok6 := p.seconds()
	loc, ok7 := p.zone(zone)
	if !ok6 || !ok7 || p.rest != "" {
		return t, false, false
	}
	t = time.Date(year, time.Month(month), day, hour, minute, second, micros*1000, loc)
	return t.UTC(), false, inRange(t)
}

// number reads between min and max digits.
func (p *timeParser) number(least, most int) (n int, ok bool) {
	i := 0
	for i < len(p.rest) && i < most && p.rest[i] >= '0' && p.rest[i] <= '9' {
		n = n*10 + int(p.rest[i]-'0')
		i++
	}
	p.rest = p.rest[i:]
	return n, i >= least
}

// any skips the first of the marks that stands next.
func (p *timeParser) any(marks ...string) bool {
	for _, m := range marks {
		if rest, ok := strings.CutPrefix(p.rest, m); ok {
			p.rest = rest
			return true
		}
	}
	return false
}

func (p *timeParser) seconds() (second, micros int, ok bool) {
	if !p.any(":") {
		return 0, 0, true
	}
	if second, ok = p.number(2, 2); !ok || second > 59 {
		return 0, 0, false
	}
	if !p.any(".", ",") {
		return second, 0, true
	}
	digits := 0
	for p.rest != "" && p.rest[0] >= '0' && p.rest[0] <= '9' {
		if digits < 6 {
			micros = micros*10 + int(p.rest[0]-'0')
		}
		digits++
		p.rest = p.rest[1:]
	}
	for i := digits; i < 6; i++ {
		micros *= 10
	}
	return second, micros, digits > 0
}

func (p *timeParser) zone(local *time.Location) (*time.Location, bool) {
	p.any(" ")
	if p.rest == "" {
		return local, true
	}
	if p.any("Z", "z") {
		return time.UTC, true
	}
	sign := 1
	if p.any("-") {
		sign = -1
	} else if !p.any("+") {
		return nil, false
	}
	hour, ok := p.number(2, 2)
	p.any(":")
	minute := 0
	if p.rest != "" {
		var ok2 bool
		minute, ok2 = p.number(2, 2)
		ok = ok && ok2
	}
	if !ok || hour > 23 || minute > 59 {
		return nil, false
	}
	if hour == 0 && minute == 0 {
		return time.UTC, true
	}
	return time.FixedZone("", sign*(hour*60+minute)*60), true
}

// civil says whether there is such a date.
func civil(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 || year < 1 {
		return false
	}
	return day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
