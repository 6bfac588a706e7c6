package intake

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

var errTime = errors.New("want a time such as 2024-03-05T09:07:11+08:00, 2024-03-05 09:07 or 2024/3/5, or name its layout under times in the mapping")

// dates gives the layout of a date by the character behind its year.
var dates = map[rune]string{'-': "2006-1-2", '/': "2006/1/2", '.': "2006.1.2", '年': "2006年1月2日"}

// clocks are the layouts of what may stand behind a date and a space or 'T':
// hours, minutes and optional seconds, to which [time.Parse] allows fractions,
// and an optional zone. The most frequent come first.
var clocks = []string{
	"15:04:05Z07:00", "15:04:05", "15:04", "15:04:05Z0700", "15:04:05Z07", "15:04Z07:00", "15:04Z0700", "15:04Z07",
	"15:04:05 Z07:00", "15:04:05 Z0700", "15:04:05 Z07", "15:04 Z07:00", "15:04 Z0700", "15:04 Z07",
}

// parseTime reads a date, or a date with a time. Without a zone it is local in
// zone. For a date alone it is 00:00, and dateOnly is true. Fractions beyond a
// microsecond are cut. Layouts are further ones.
func parseTime(s string, zone *time.Location, layouts []string) (t time.Time, dateOnly bool, err error) {
	s = strings.TrimSpace(s)
	if t, dateOnly, ok := parseUsual(s, zone); ok {
		return t, dateOnly, nil
	}
	for _, layout := range layouts {
		// A layout without hours has neither a colon nor the 5 of 15 and 05.
		if t, ok := parseLayout(layout, s, zone); ok {
			return t, !strings.ContainsAny(layout, ":5"), nil
		}
	}
	return time.Time{}, false, errTime
}

func parseUsual(s string, zone *time.Location) (t time.Time, dateOnly, ok bool) {
	if len(s) < 5 {
		return t, false, false
	}
	mark, _ := utf8.DecodeRuneInString(s[4:])
	date, ok := dates[mark]
	if !ok {
		return t, false, false
	}
	at := strings.IndexAny(s, " T")
	if at < 0 {
		t, ok = parseLayout(date, s, zone)
		return t, true, ok
	}
	for _, clock := range clocks {
		if t, ok := parseLayout(date+s[at:at+1]+clock, s, zone); ok {
			return t, false, true
		}
	}
	return t, false, false
}

func parseLayout(layout, s string, zone *time.Location) (time.Time, bool) {
	t, err := time.ParseInLocation(layout, s, zone)
	if err != nil || !inRange(t) {
		return time.Time{}, false
	}
	return t.UTC().Truncate(time.Microsecond), true
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
