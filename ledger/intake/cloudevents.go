package intake

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// Values of [EventsRules.Others].
const (
	othersRefuse = "refuse"
	othersSkip   = "skip"
)

// cloudEvent is a CloudEvents 1.0 envelope in structured mode.
type cloudEvent struct {
	SpecVersion string                    `json:"specversion"`
	ID          string                    `json:"id"`
	Source      string                    `json:"source"`
	Type        string                    `json:"type"`
	Subject     string                    `json:"subject"`
	Time        string                    `json:"time"`
	ContentType string                    `json:"datacontenttype"`
	Schema      string                    `json:"dataschema"`
	Data        jsontext.Value            `json:"data"`
	Base64      string                    `json:"data_base64"`
	Extensions  map[string]jsontext.Value `json:",embed"`
}

// events makes runs of consecutive events of the same case, up to the first
// fault.
func (t *teller) events(l lines) (out []*run, fault error) {
	for i, text := range l.text {
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		line := l.first + i
		number, f, err := t.cloudEvent(line, text)
		if err == nil && f != nil {
			err = f.encode(t.classes)
		}
		no := t.refusable(err)
		if err != nil && no == nil {
			fault = t.fault(line, err)
			break
		}
		if n := len(out); n == 0 || out[n-1].number != number {
			out = append(out, &run{number: number, line: line})
		}
		r := out[len(out)-1]
		r.events++
		switch {
		case no != nil:
			r.refused = append(r.refused, refusal(line, number, no))
			r.unaccepted = r.unaccepted || f != nil && isAcceptance(f.event)
		case f == nil:
			r.skipped++
		default:
			r.facts = append(r.facts, *f)
		}
	}
	return out, fault
}

func isAcceptance(e casefile.Event) bool {
	_, ok := e.(casefile.Accepted)
	return ok
}

// cloudEvent reads one line. The fact is nil, and the number may be empty,
// where the mapping leaves the type out.
func (t *teller) cloudEvent(line int, text []byte) (number string, f *fact, err error) {
	if text[0] == '[' {
		return "", nil, errors.New("is a JSON array; want one CloudEvent in each line")
	}
	var e cloudEvent
	if err := json.Unmarshal(text, &e); err != nil {
		return "", nil, jsonFault(err)
	}
	if err := e.check(); err != nil {
		return "", nil, err
	}
	rule, mapped := t.Events.Types[e.Type]
	native := !mapped && t.Events.Native && slices.Contains(casefile.StoredNames(), e.Type)
	if !mapped && !native {
		if t.Events.Others == othersSkip {
			return "", nil, nil
		}
		return "", nil, fmt.Errorf("type %s has no meaning in the mapping %s; add it under cloudevents.types, or set cloudevents.others to \"skip\"", quoted(e.Type), t.Name)
	}
	at, ok := parseStamp(e.Time)
	if !ok {
		return "", nil, fmt.Errorf("time %s: want the form 2024-03-05T09:07:11.123456Z (RFC 3339)", quoted(e.Time))
	}
	f = &fact{line: line, occurred: at}
	if native {
		return t.native(&e, f)
	}
	return t.mapped(&e, f, &rule)
}

func (e *cloudEvent) check() error {
	if e.SpecVersion != "1.0" {
		return fmt.Errorf("specversion %s: want \"1.0\"", quoted(e.SpecVersion))
	}
	for _, a := range []struct{ name, value string }{{"id", e.ID}, {"source", e.Source}, {"type", e.Type}, {"time", e.Time}} {
		if a.value == "" {
			return fmt.Errorf("the attribute %s is missing", a.name)
		}
	}
	if e.Base64 == "" {
		return nil
	}
	data, err := base64.StdEncoding.DecodeString(e.Base64)
	if err != nil || !jsontext.Value(data).IsValid() {
		return errors.New("data_base64 does not hold JSON")
	}
	e.Data = data
	return nil
}

// native takes an event whose data is the public body of the stored type. Ids
// that are the ledger's own are kept, so that what one ledger published is the
// same event in another.
func (t *teller) native(e *cloudEvent, f *fact) (string, *fact, error) {
	body := e.Data
	if body == nil {
		body = jsontext.Value("{}")
	}
	var err error
	if f.event, err = decodeEvent(e.Type, body); err != nil {
		return "", nil, err
	}
	if err := checkNumber(e.Subject); err != nil {
		return "", nil, fmt.Errorf("subject: %w", err)
	}
	if a, ok := f.event.(casefile.Accepted); ok && a.Number != e.Subject {
		return "", nil, fmt.Errorf("subject %s and number %s differ", quoted(e.Subject), quoted(a.Number))
	}
	if f.post, err = e.extension("post"); err != nil {
		return "", nil, err
	}
	command, err := e.extension("command")
	if err != nil {
		return "", nil, err
	}
	id, err1 := ledger.ParseEventID(e.ID)
	own, err2 := ledger.ParseCommandID(command)
	if err1 == nil && err2 == nil {
		f.id, f.command = id, own
		return e.Subject, f, nil
	}
	t.identify(e, f)
	return e.Subject, f, nil
}

// mapped makes the event that a rule says.
func (t *teller) mapped(e *cloudEvent, f *fact, rule *EventRule) (string, *fact, error) {
	r, err := e.row(f.line)
	if err != nil {
		return "", nil, err
	}
	number := e.Subject
	if t.Case.Number.set() || number == "" {
		if number, err = t.number(&r); err != nil {
			return "", nil, err
		}
	} else {
		number = t.Case.Prefix + t.replace.Replace(number)
		if err := checkNumber(number); err != nil {
			return "", nil, t.refusing(err)
		}
	}
	x := t.read(&r, number)
	if f.event, f.rounded, err = x.event(rule); err != nil {
		return "", nil, err
	}
	f.post = x.told(&rule.Post, "post")
	on := onStep
	if rule.Event == nameAccepted {
		on = onAccepted
	}
	f.sealed, f.refused = append(t.personal(on, &r, number), x.sealed...), x.refused
	t.identify(e, f)
	return number, f, nil
}

// identify derives ids from what identifies a CloudEvent: source and id.
func (t *teller) identify(e *cloudEvent, f *fact) {
	f.command = ledger.NewCommandID(f.occurred, t.Name+"\x1f"+e.Source+"\x1f"+e.ID)
	f.id = ledger.EventIDOf(f.command, 0)
}

// extension gives a text extension attribute, "" where there is none.
func (e *cloudEvent) extension(name string) (s string, err error) {
	v, ok := e.Extensions[name]
	if !ok || v.Kind() == 'n' {
		return "", nil
	}
	if err := json.Unmarshal(v, &s); err != nil {
		return "", fmt.Errorf("the attribute %s is not a text", name)
	}
	return s, nil
}

func jsonFault(err error) error {
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		return fmt.Errorf("is not valid JSON: column %d: %w", syntactic.ByteOffset+1, syntactic.Err)
	}
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		return fmt.Errorf("the member %s has a JSON %s that cannot stand there", semantic.JSONPointer, semantic.JSONKind)
	}
	return err
}
