package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/casefile"
	"caseledger/ledger/disclosure"
)

// Values of [SealRule.On].
const (
	onAccepted = "accepted"
	onStep     = "step"
)

// at appends a name to a JSON pointer.
func at(pointer jsontext.Pointer, name string) string { return string(pointer.AppendToken(name)) }

// check gives the key of the first thing that is wrong and what it is, or "".
func (m *Mapping) check() (key, reason string) {
	for _, c := range []func() (string, string){m.checkHead, m.checkFields, m.checkSealed, m.checkEvents} {
		if key, reason = c(); reason != "" {
			return key, reason
		}
	}
	return "", ""
}

func (m *Mapping) checkHead() (key, reason string) {
	if m.Name == "" || strings.ContainsAny(m.Name, "\x00\x1f/") {
		return "/name", "want a name without a slash"
	}
	if len(m.Formats) == 0 {
		return "/formats", `want at least one of "xes", "csv", "ndjson"`
	}
	for _, f := range m.Formats {
		if f != XES && f != CSV && f != NDJSON {
			return "/formats", fmt.Sprintf(`%q is not one of "xes", "csv", "ndjson"`, f)
		}
	}
	if r, n := utf8.DecodeRuneInString(m.Table.Delimiter); n != len(m.Table.Delimiter) || strings.ContainsRune("\r\n\"\ufffd", r) {
		return "/csv/delimiter", "want one character"
	}
	if m.Table.Encoding != encodingUTF8 && m.Table.Encoding != encodingGB18030 {
		return "/csv/encoding", `want "utf-8" or "gb18030"`
	}
	if m.Events.Others != othersRefuse && m.Events.Others != othersSkip {
		return "/cloudevents/others", `want "refuse" or "skip"`
	}
	return "", ""
}

// keyed is a field of the mapping with its key.
type keyed struct {
	key    string
	field  *Field
	member string // of a public body, if it becomes a text there that is held to what may stand in public
}

// caseFields lists the fields that read attributes of the case.
func (m *Mapping) caseFields() []keyed {
	out := []keyed{{"/case/number", &m.Case.Number, "number"}, {"/closed/time", &m.Closed.Time, ""}, {"/closed/outcome", &m.Closed.Outcome, ""}}
	for i := range m.Fees {
		f, key := &m.Fees[i], fmt.Sprintf("/fees/%d", i)
		out = append(out, keyed{key + "/amount", &f.Amount, ""}, keyed{key + "/currency", &f.Currency, ""},
			keyed{key + "/standard", &f.Standard, "standard"}, keyed{key + "/time", &f.Time, ""})
	}
	return append(out, m.acceptFields()...)
}

// acceptFields lists the fields that the acceptance is made of.
func (m *Mapping) acceptFields() []keyed {
	a := &m.Accepted
	return append(m.sealedFields(onAccepted),
		keyed{"/accepted/time", &a.Time, ""}, keyed{"/accepted/org", &a.Org, "org"}, keyed{"/accepted/item", &a.Item, "item"},
		keyed{"/accepted/channel", &a.Channel, "channel"}, keyed{"/accepted/officer", &a.Officer, "officer"},
		keyed{"/accepted/window", &a.Window, "window"}, keyed{"/accepted/deadline", &a.Deadline, ""},
		keyed{"/accepted/promisedDays", &a.PromisedDays, ""}, keyed{"/accepted/legalDays", &a.LegalDays, ""},
		keyed{"/accepted/handling", &a.Handling, ""}, keyed{"/accepted/routing", &a.Routing, ""})
}

// rowFields lists the fields that read attributes of a row.
func (m *Mapping) rowFields() []keyed {
	s := &m.Step
	out := []keyed{
		{"/step/code", &s.Code, "step"}, {"/step/name", &s.Name, "name"}, {"/step/time", &s.Time, ""}, {"/step/post", &s.Post, "post"},
		{"/step/org", &s.Org, "org"}, {"/step/ref", &s.Ref, "ref"}, {"/step/due", &s.Due, ""},
	}
	for code, rule := range s.Events {
		out = append(out, rule.fields(at("/step/events", code))...)
	}
	if len(m.Accepted.Row) > 0 {
		out = append(out, m.acceptFields()...)
	}
	return append(out, m.sealedFields(onStep)...)
}

func (m *Mapping) sealedFields(on string) []keyed {
	var out []keyed
	for i := range m.Sealed {
		if m.Sealed[i].On == on {
			out = append(out, keyed{fmt.Sprintf("/sealed/%d/value", i), &m.Sealed[i].Value, ""})
		}
	}
	return out
}

func (e *EventRule) fields(key string) []keyed {
	out := []keyed{{key + "/post", &e.Post, "post"}}
	for name, f := range e.Fields {
		out = append(out, keyed{at(jsontext.Pointer(key+"/fields"), name), &f, e.text(name)})
	}
	return out
}

func (m *Mapping) allFields() []keyed {
	all := append(m.caseFields(), m.rowFields()...)
	for name, rule := range m.Events.Types {
		all = append(all, rule.fields(at("/cloudevents/types", name))...)
	}
	return all
}

// seals says whether the mapping seals values.
func (m *Mapping) seals() bool {
	return len(m.Sealed) > 0 || slices.ContainsFunc(m.allFields(), func(f keyed) bool { return f.field.Public == publicSeal })
}

func (m *Mapping) checkFields() (key, reason string) {
	all := m.allFields()
	slices.SortStableFunc(all, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for _, f := range all {
		if reason := cmp.Or(f.field.check(), f.checkPublic()); reason != "" {
			return f.key, reason
		}
	}
	if slices.Contains(m.Accepted.Row, "") {
		return "/accepted/row", "a step's code is empty"
	}
	if slices.Contains(m.Formats, XES) || slices.Contains(m.Formats, CSV) {
		required := []keyed{
			{key: "/case/number", field: &m.Case.Number}, {key: "/accepted/time", field: &m.Accepted.Time},
			{key: "/step/code", field: &m.Step.Code}, {key: "/step/time", field: &m.Step.Time},
		}
		for i := range m.Fees {
			required = append(required, keyed{key: fmt.Sprintf("/fees/%d/amount", i), field: &m.Fees[i].Amount},
				keyed{key: fmt.Sprintf("/fees/%d/currency", i), field: &m.Fees[i].Currency})
		}
		for _, f := range required {
			if !f.field.set() {
				return f.key, "is missing"
			}
		}
	}
	return "", ""
}

func (m *Mapping) checkSealed() (key, reason string) {
	for i, s := range m.Sealed {
		key := fmt.Sprintf("/sealed/%d", i)
		label := disclosure.Label("label", s.Label)
		switch {
		case s.Label == "":
			return key + "/label", `want what the value is, for example "applicant.name"`
		case label != nil:
			return key + "/label", label.Error()
		case !s.Value.set():
			return key + "/value", "is missing"
		case s.Subject == "":
			return key + "/subject", `want the person's role in the case, for example "applicant"`
		case s.On != onAccepted && s.On != onStep:
			return key + "/on", `want "accepted" or "step"`
		}
	}
	return "", ""
}

func (m *Mapping) checkEvents() (key, reason string) {
	if slices.Contains(m.Formats, NDJSON) && !m.Events.Native && len(m.Events.Types) == 0 {
		return "/cloudevents", `want "native": true, or "types"`
	}
	for code, rule := range m.Step.Events {
		if key, reason := rule.check(at("/step/events", code)); reason != "" {
			return key, reason
		}
		if rule.Event == nameAccepted {
			return at("/step/events", code) + "/event", `acceptance comes from "accepted"`
		}
	}
	for name, rule := range m.Events.Types {
		if key, reason := rule.check(at("/cloudevents/types", name)); reason != "" {
			return key, reason
		}
	}
	return "", ""
}

func (e *EventRule) check(key string) (string, string) {
	shape, ok := shapes[e.Event]
	if !ok {
		return key + "/event", fmt.Sprintf("%q is not one of %s", e.Event, strings.Join(casefile.StoredNames(), ", "))
	}
	for name := range e.Fields {
		if _, ok := shape[name]; !ok {
			return at(jsontext.Pointer(key+"/fields"), name), fmt.Sprintf("%s has no member %q", e.Event, name)
		}
	}
	return "", ""
}
