package intake

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/disclosure"
)

// shapes gives the members of each event's public body by their JSON names, so
// that a mapping can name them and values are read by their types.
var shapes = shapesOf(
	casefile.Accepted{}, casefile.StepPerformed{}, casefile.Transferred{}, casefile.Received{},
	casefile.CorrectionRequested{}, casefile.CorrectionReceived{}, casefile.Suspended{}, casefile.Resumed{},
	casefile.Extended{}, casefile.Decided{}, casefile.Closed{}, casefile.Returned{}, casefile.Withdrawn{},
	casefile.Delivered{}, casefile.FeeCharged{},
)

var nameAccepted = casefile.StoredName(casefile.Accepted{})

func shapesOf(events ...casefile.Event) map[string]map[string]reflect.Type {
	out := map[string]map[string]reflect.Type{}
	for _, e := range events {
		t, members := reflect.TypeOf(e), map[string]reflect.Type{}
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			members[name] = t.Field(i).Type
		}
		out[casefile.StoredName(e)] = members
	}
	return out
}

var (
	timeType   = reflect.TypeFor[time.Time]()
	amountType = reflect.TypeFor[casefile.Amount]()
)

// event builds the event that a rule makes of a row, and counts the amounts in
// it that were rounded.
func (x *reading) event(rule *EventRule) (e casefile.Event, rounded int, err error) {
	body := []byte{'{'}
	for name, typ := range shapes[rule.Event] {
		f := rule.Fields[name]
		text := x.told(&f, name)
		if text == "" {
			text = x.implied(rule.Event, name, x.number)
		}
		if text == "" {
			continue
		}
		value, cut, err := x.value(&f, name, text, typ)
		if err != nil {
			return nil, 0, err
		}
		if cut {
			rounded++
		}
		if len(body) > 1 {
			body = append(body, ',')
		}
		body, _ = jsontext.AppendQuote(body, name)
		body = append(append(body, ':'), value...)
	}
	e, err = decodeEvent(rule.Event, append(body, '}'))
	return e, rounded, err
}

// implied gives the members that follow from the mapping where no field does.
func (m *Mapping) implied(event, member, number string) string {
	switch event + " " + member {
	case nameAccepted + " number":
		return number
	case nameAccepted + " calendar":
		return m.Calendar
	case nameAccepted + " zone":
		return m.Zone
	case nameAccepted + " source":
		return m.Source
	}
	return ""
}

// value gives a member's JSON form, and whether it is an amount that was
// rounded.
func (m *Mapping) value(f *Field, name, text string, typ reflect.Type) (b []byte, rounded bool, err error) {
	switch {
	case typ == timeType:
		t, err := m.deadline(f, name, text)
		if err != nil {
			return nil, false, err
		}
		text = ledger.FormatTime(t)
	case typ == amountType:
		a, rounded, err := parseAmount(text)
		if err != nil {
			return nil, false, complaint(f, name, text, err.Error())
		}
		b, err = jsontext.AppendQuote(nil, a.String())
		return b, rounded, err
	case typ.Kind() == reflect.Int:
		n, err := parseDays(text)
		if err != nil {
			return nil, false, complaint(f, name, text, err.Error())
		}
		return fmt.Append(nil, n), false, nil
	case typ.Kind() == reflect.Slice:
		return list(text), false, nil
	}
	b, err = jsontext.AppendQuote(nil, text)
	return b, false, err
}

// list gives the JSON array of a text whose parts are divided by ';', '；' or
// line ends.
func list(text string) []byte {
	b := []byte{'['}
	for _, part := range parts(text) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b, _ = jsontext.AppendQuote(b, part)
	}
	return append(b, ']')
}

// decodeEvent reads a public body strictly, and checks what the ledger's
// figures rest on.
func decodeEvent(name string, body []byte) (casefile.Event, error) {
	entry, err := casefile.Decode(&ledger.Record{Draft: ledger.Draft{Type: name, Public: body}})
	if err != nil {
		err = fmt.Errorf("body of %s: %w", name, err)
		if disclosure.Text("reason", err.Error(), 4*disclosure.MaxText) != nil {
			return nil, fmt.Errorf("body of %s: a member has no such form, and may not stand in public", name)
		}
		return nil, err
	}
	return entry.Event, checkEvent(entry.Event)
}

func checkEvent(e casefile.Event) error {
	switch e := e.(type) {
	case casefile.Accepted:
		return checkAccepted(&e)
	case casefile.Decided:
		return checkOutcome(e.Outcome)
	case casefile.Closed:
		return checkOutcome(e.Outcome)
	}
	return nil
}

func checkOutcome(o casefile.Outcome) error {
	switch o {
	case casefile.Granted, casefile.Refused, casefile.Completed, casefile.Cancelled:
		return nil
	}
	return fmt.Errorf("outcome %s is not one of granted, refused, completed, cancelled; say under values in the mapping what it means", quoted(string(o)))
}

func checkAccepted(a *casefile.Accepted) error {
	if err := checkNumber(a.Number); err != nil {
		return err
	}
	switch a.Handling {
	case "", casefile.Immediate, casefile.Promised, casefile.Special:
	default:
		return fmt.Errorf("handling %s is not one of immediate, promised, special; say under values in the mapping what it means", quoted(string(a.Handling)))
	}
	switch a.Routing {
	case "", casefile.Single, casefile.Joint, casefile.Forwarded, casefile.Agent:
	default:
		return fmt.Errorf("routing %s is not one of single, joint, forwarded, agent; say under values in the mapping what it means", quoted(string(a.Routing)))
	}
	if a.Calendar == "" || a.Promise < 0 || a.Legal < 0 {
		return fmt.Errorf("acceptance of %s: want a calendar and limits of 0 days or more", a.Number)
	}
	if _, err := casefile.ParseZone(a.Zone); err != nil || a.Zone == "" {
		return fmt.Errorf("zone %s: want an IANA time zone such as Asia/Shanghai", quoted(a.Zone))
	}
	return nil
}

// checkNumber holds a case number to what a stream name takes and to the rule
// that it has a letter, so that no spreadsheet takes it for a number.
func checkNumber(number string) error {
	if err := disclosure.Number("case number", number); err != nil {
		return err
	}
	if err := casefile.Stream(number).Validate(); err != nil {
		var invalid *ledger.InvalidError
		if errors.As(err, &invalid) {
			return fmt.Errorf("case number %s: %s", quoted(number), invalid.Reason)
		}
		return fmt.Errorf("case number: %w", err)
	}
	if !strings.ContainsFunc(number, unicode.IsLetter) {
		return fmt.Errorf("case number %s has no letter; set case.prefix in the mapping", quoted(number))
	}
	return nil
}
