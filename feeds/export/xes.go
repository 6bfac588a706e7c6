package export

import (
	"encoding/xml"
	"io"
	"strings"
	"time"

	"caseledger/ledger"
)

// xesHead begins a log of IEEE 1849. What every trace and every event has is
// declared, and that an activity is known by its name alone.
const xesHead = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="concept:name" value="caseledger"/>
`

// writeXES writes a trace for each case, open ones too, and an event for each
// performed step. What else is known of a case are attributes of its trace,
// named like the columns of the table of cases; with [Query.All] all actions are
// events. Rows are the events.
func writeXES(s *source, w io.Writer) (rows int, err error) {
	x := &xesWriter{w: w}
	x.raw(xesHead)
	x.attribute("  ", "int", "ordinal", number(int(s.ordinal)).print(aNumber))
	err = s.each(true, func(f *file) error {
		x.trace(f)
		err := f.eachEvent(func(e *event) error {
			if s.All || e.isStep() {
				rows++
				x.event(e)
			}
			return x.err
		})
		x.raw("  </trace>\n")
		return err
	})
	x.raw("</log>\n")
	if err == nil {
		err = x.err
	}
	return rows, err
}

// xesWriter writes elements; after an error nothing more.
type xesWriter struct {
	w   io.Writer
	err error
}

func (x *xesWriter) raw(s string) {
	if x.err == nil {
		_, x.err = io.WriteString(x.w, s)
	}
}

var xesTypes = map[kind]string{aText: "string", aNumber: "int", aTruth: "boolean", aDate: "string", aTime: "date", aSum: "float"}

// attribute writes one that says something.
func (x *xesWriter) attribute(indent, typ, key, says string) {
	if says == "" {
		return
	}
	x.raw(indent + "<" + typ + ` key="` + key + `" value="`)
	if strings.ContainsAny(says, "<>&\"'\t\n\r") && x.err == nil {
		x.err = xml.EscapeText(x.w, []byte(says))
	} else {
		x.raw(says)
	}
	x.raw("\"/>\n")
}

func (x *xesWriter) trace(f *file) {
	x.raw("  <trace>\n")
	for i := range caseColumns {
		c := &caseColumns[i]
		key := c.name
		if i == 0 {
			key = "concept:name"
		}
		x.attribute("    ", xesTypes[c.kind], key, c.of(f).print(c.kind))
	}
}

// event writes one. Its names are those of the standard's extensions where these
// have them.
func (x *xesWriter) event(e *event) {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return ledger.FormatTime(t)
	}
	x.raw("    <event>\n")
	for _, a := range []struct{ typ, key, says string }{
		{"string", "concept:name", e.activity()},
		{"date", "time:timestamp", at(e.Occurred)},
		{"string", "lifecycle:transition", "complete"},
		{"string", "org:resource", e.Post},
		{"string", "org:group", e.step.Org},
		{"string", "concept:instance", e.step.Ref},
		{"string", "name", e.step.Name},
		{"date", "due_at", at(e.step.Due)},
		{"date", "recorded_at", at(e.Recorded)},
		{"string", "type", e.words.Name},
	} {
		x.attribute("      ", a.typ, a.key, a.says)
	}
	x.raw("    </event>\n")
}
