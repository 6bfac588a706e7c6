package intake

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/workdays"
)

// shapes gives the members of each action's public body by their names, so
// that a mapping can name them and values are read by their kinds.
var shapes = func() map[string]map[string]act.Kind {
	out := map[string]map[string]act.Kind{}
	for _, a := range casefile.Book.Actions() {
		members := map[string]act.Kind{}
		for _, m := range a.Members {
			members[m.Name] = m.Kind
		}
		out[a.Name] = members
	}
	return out
}()

// Names of the events that begin a case with facts of their own.
var (
	nameAccepted    = casefile.Accepted{}.Stored()
	nameApplication = casefile.ApplicationReceived{}.Stored()
)

// event builds the event that a rule makes of a row, and counts the amounts in
// it that were rounded.
func (x *reading) event(rule *EventRule) (e casefile.Event, rounded int, err error) {
	body := []byte{'{'}
	for name, kind := range shapes[rule.Event] {
		f := rule.Fields[name]
		text := x.told(&f, name)
		if text == "" {
			text = x.implied(rule.Event, name, x.number)
		}
		if text == "" {
			continue
		}
		value, cut, err := x.value(&f, name, text, kind)
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
	if event != nameAccepted && event != nameApplication {
		return ""
	}
	switch member {
	case "number":
		return number
	case "calendar":
		return m.Calendar
	case "zone":
		return m.Zone
	case "source":
		return m.Source
	}
	return ""
}

// value gives a member's JSON form, and whether it is an amount that was
// rounded.
func (m *Mapping) value(f *Field, name, text string, kind act.Kind) (b []byte, rounded bool, err error) {
	switch kind {
	case act.KindTime:
		t, err := m.deadline(f, name, text)
		if err != nil {
			return nil, false, err
		}
		text = ledger.FormatTime(t)
	case act.KindSum:
		a, rounded, err := parseAmount(text)
		if err != nil {
			return nil, false, complaint(f, name, text, err.Error())
		}
		b, err = jsontext.AppendQuote(nil, a.String())
		return b, rounded, err
	case act.KindWhole:
		n, err := parseDays(text)
		if err != nil {
			return nil, false, complaint(f, name, text, err.Error())
		}
		return fmt.Append(nil, n), false, nil
	case act.KindDate:
		t, _, err := parseTime(text, m.zone, m.Times)
		if err != nil {
			return nil, false, complaint(f, name, text, err.Error())
		}
		text = workdays.DateOf(t, m.zone).String()
	case act.KindTruth:
		b, ok := truths[strings.ToLower(strings.TrimSpace(text))]
		if !ok {
			return nil, false, complaint(f, name, text, "want true or false")
		}
		return strconv.AppendBool(nil, b), false, nil
	case act.KindTexts, act.KindNames, act.KindCodes:
		return list(text), false, nil
	case act.KindList:
		if b = []byte(text); !jsontext.Value(b).IsValid() {
			return nil, false, complaint(f, name, text, "want a list of objects in JSON")
		}
		return b, false, nil
	}
	b, err = jsontext.AppendQuote(nil, text)
	return b, false, err
}

// truths are the words by which sources say whether something is so.
var truths = map[string]bool{"true": true, "yes": true, "1": true, "是": true, "false": false, "no": false, "0": false, "否": false}

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

// decodeEvent reads a body from elsewhere strictly, in whatever order its
// members stand.
func decodeEvent(name string, body []byte) (casefile.Event, error) {
	action := casefile.Book.Action(name)
	if action == nil {
		return nil, &act.UnknownTypeError{Type: name}
	}
	canonical := jsontext.Value(body)
	err := canonical.Canonicalize()
	var e casefile.Event
	if err == nil {
		e, err = action.Read(canonical)
	}
	switch {
	case err == nil:
		return e, nil
	case disclosure.Text("reason", err.Error(), 4*disclosure.MaxText) != nil:
		err = errors.New("a member has no such form, and may not stand in public")
	}
	return nil, fmt.Errorf("body of %s: %w", name, err)
}

// bytes makes a fact's public body. What may not stand in public is refused,
// whatever the source says; how a choice is mapped is said with it.
func (f *fact) bytes(closed act.Classes) (err error) {
	f.typ, f.public, err = casefile.Book.Body(f.event, f.post, closed)
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", f.event.Stored(), err)
	var bad *ledger.InvalidError
	if errors.As(err, &bad) && shapes[f.event.Stored()][bad.Field] == act.KindChoice {
		err = fmt.Errorf("%w; say under values in the mapping what it means", err)
	}
	return err
}

// checkNumber is the case's check of its number, with what a mapping can do
// about one that has no letter.
func checkNumber(number string) error {
	err := casefile.CheckNumber(number)
	if err != nil && number != "" && !strings.ContainsFunc(number, unicode.IsLetter) {
		err = fmt.Errorf("%w; set case.prefix in the mapping", err)
	}
	return err
}
