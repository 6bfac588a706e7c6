package act

import (
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// key writes a member's name.
func (m *Members) key(d *Member) {
	if m.later {
		m.out = append(m.out, ',')
	}
	m.later = true
	m.out = append(append(append(m.out, '"'), d.Name...), '"', ':')
}

// quote writes a member with a text as its value.
func (m *Members) quote(d *Member, s string) {
	m.key(d)
	out, err := jsontext.AppendQuote(m.out, s)
	m.out = out
	m.fault(d.Name, err)
}

func (m *Members) writeText(d *Member, s string) {
	if s != "" || d.Has(Always) {
		m.quote(d, s)
	}
}

func (m *Members) writeTexts(d *Member, list []string) {
	if len(list) == 0 && !d.Has(Always) {
		return
	}
	m.key(d)
	m.out = append(m.out, '[')
	for i, s := range list {
		m.comma(i)
		out, err := jsontext.AppendQuote(m.out, s)
		m.out = out
		m.fault(d.Name, err)
	}
	m.out = append(m.out, ']')
}

// comma stands between elements of a list.
func (m *Members) comma(i int) {
	if i > 0 {
		m.out = append(m.out, ',')
	}
}

func (m *Members) writeTime(d *Member, t time.Time) {
	if t.IsZero() && !d.Has(Always) {
		return
	}
	if !written(t) {
		m.fault(d.Name, fmt.Errorf("the year %d has no written form", t.UTC().Year()))
		return
	}
	m.quote(d, ledger.FormatTime(t))
}

func (m *Members) writeWhole(d *Member, n int) {
	if n != 0 || d.Has(Always) {
		m.key(d)
		m.out = strconv.AppendInt(m.out, int64(n), 10)
	}
}

func (m *Members) writeDate(d *Member, date workdays.Date) {
	switch {
	case date == workdays.NoDate && !d.Has(Always):
	case date != workdays.NoDate && !dated(date):
		m.fault(d.Name, fmt.Errorf("the year %d has no written form", date.Year()))
	default:
		m.quote(d, date.String())
	}
}

func (m *Members) writeTruth(d *Member, v bool) {
	if v || d.Has(Always) {
		m.key(d)
		m.out = strconv.AppendBool(m.out, v)
	}
}
