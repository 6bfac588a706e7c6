package registry

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/workdays"
)

// CalendarPrefix begins the names of all calendar streams: "calendar/CN".
const CalendarPrefix = "calendar/"

// CalendarPublished is the stored name of a calendar notice.
const CalendarPublished = "calendar.published/1"

// Decode reads a record of a registry stream: a [workdays.Notice] today. A
// type or a member that this version does not know is an error.
func Decode(r *ledger.Record) (any, error) {
	if r.Type != CalendarPublished {
		return nil, fmt.Errorf("record type %q is not known to this version; upgrade caseledger", r.Type)
	}
	var n workdays.Notice
	if err := json.Unmarshal(r.Public, &n, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("decode %s at position %s: %w", r.Type, r.Position, err)
	}
	return n, nil
}

// encode gives a notice's canonical body: the fields of a Notice stand in the
// order of their JSON names.
func encode(n workdays.Notice) ([]byte, error) {
	if err := check(n); err != nil {
		return nil, err
	}
	if err := public(n); err != nil {
		return nil, err
	}
	return json.Marshal(n)
}

// public says whether the texts of a notice may stand in public. Papers are
// numbers of documents or addresses on the web.
func public(n workdays.Notice) error {
	errs := []error{disclosure.Code("calendar", n.Calendar)}
	for _, d := range n.Days {
		errs = append(errs, disclosure.Text("name of "+d.Date.String(), d.Name, disclosure.MaxText))
	}
	for _, p := range n.Papers {
		errs = append(errs, disclosure.Number("paper", p))
	}
	return errors.Join(errs...)
}

func check(n workdays.Notice) error {
	bad := func(value, reason string) error {
		return &ledger.InvalidError{Field: fmt.Sprintf("calendar notice %s %d", n.Calendar, n.Year), Value: value, Reason: reason}
	}
	if n.Calendar == workdays.Weekdays {
		return bad(n.Calendar, "this calendar is Monday to Friday by definition; publish under another name")
	}
	if n.Year < 1 || n.Year > 9999 {
		return bad("", "want a year from 1 to 9999")
	}
	seen := map[workdays.Date]bool{}
	for _, d := range n.Days {
		switch {
		case d.Date < workdays.Civil(n.Year-1, 1, 1) || d.Date > workdays.Civil(n.Year+1, 12, 31):
			return bad(d.Date.String(), "is not near the notice's year")
		case d.Name == "":
			return bad(d.Date.String(), "has no name")
		case seen[d.Date]:
			return bad(d.Date.String(), "is named twice")
		}
		seen[d.Date] = true
	}
	return nil
}
