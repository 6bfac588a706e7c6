package feeds

import (
	"regexp"
	"strings"
)

// CSVField is a value as a field of CSV that programs open without harm: no field
// begins like a formula. For a spreadsheet, what is text but looks like a number or a
// date is marked as text, so that an id keeps its zeros; number says that a value is
// one.
func CSVField(says string, number, spreadsheet bool) string {
	switch {
	case says == "" || number:
		return says
	case spreadsheet && likeNumber.MatchString(says):
		return `="` + says + `"`
	case strings.ContainsAny(says[:1], "=+-@") || strings.ContainsAny(says[:min(3, len(says))], "＝＋－＠"):
		return "'" + says
	}
	return says
}

// likeNumber matches what a spreadsheet would take for a number or change into
// a date; whole dates stay dates.
var likeNumber = regexp.MustCompile(`^[0-9]+([.,eE/-][0-9]+)?$`)
