package intake

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"iter"
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

// lines is a stretch of consecutive lines of the input.
type lines struct {
	first int // number of the first one
	text  [][]byte
}

// linesAtOnce is how many lines are read and handed on together.
const linesAtOnce = 256

// lines yields the lines of a text. The last one needs no line end.
func splitLines(file string, r *bufio.Reader) iter.Seq2[lines, error] {
	return func(yield func(lines, error) bool) {
		l := lines{first: 1}
		for n := 1; ; n++ {
			b, err := readLine(r)
			if err != nil && err != io.EOF {
				if errors.Is(err, errLineTooLong) {
					err = &SourceError{File: file, Line: n, Reason: err.Error()}
				}
				yield(lines{}, err)
				return
			}
			if b != nil {
				l.text = append(l.text, b)
			}
			if len(l.text) == linesAtOnce || err == io.EOF && len(l.text) > 0 {
				if !yield(l, nil) {
					return
				}
				l = lines{first: n + 1}
			}
			if err == io.EOF {
				return
			}
		}
	}
}

var errLineTooLong = fmt.Errorf("the line is longer than %d bytes", maxToken)

// readLine reads a line without its end. With io.EOF it may be nil.
func readLine(r *bufio.Reader) (line []byte, err error) {
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxToken {
			return nil, errLineTooLong
		}
		if err != bufio.ErrBufferFull {
			return bytes.TrimRight(line, "\r\n"), err
		}
	}
}

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

// events makes runs of consecutive events of the same case.
func (t *teller) events(l lines) ([]*run, error) {
	var out []*run
	for i, text := range l.text {
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		line := l.first + i
		number, f, err := t.cloudEvent(line, text)
		if err != nil {
			return nil, t.fault(line, err)
		}
		if n := len(out); n == 0 || out[n-1].number != number {
			out = append(out, &run{number: number, line: line})
		}
		r := out[len(out)-1]
		r.events++
		if f == nil {
			r.skipped++
			continue
		}
		r.facts = append(r.facts, *f)
	}
	for _, r := range out {
		if err := t.encode(r); err != nil {
			return nil, err
		}
	}
	return out, nil
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
		return "", nil, fmt.Errorf("type %q has no meaning in the mapping %s; add it under cloudevents.types, or set cloudevents.others to \"skip\"", e.Type, t.Name)
	}
	at, ok := parseStamp(e.Time)
	if !ok {
		return "", nil, fmt.Errorf("time %.40q: want the form 2024-03-05T09:07:11.123456Z (RFC 3339)", e.Time)
	}
	f = &fact{line: line, occurred: at}
	if native {
		return t.native(&e, f)
	}
	return t.mapped(&e, f, &rule)
}

func (e *cloudEvent) check() error {
	if e.SpecVersion != "1.0" {
		return fmt.Errorf("specversion %.20q: want \"1.0\"", e.SpecVersion)
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
		return "", nil, fmt.Errorf("subject %q and number %q differ", e.Subject, a.Number)
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
			return "", nil, err
		}
	}
	if f.event, err = t.event(rule, &r, number); err != nil {
		return "", nil, err
	}
	f.post = t.text(&rule.Post, &r)
	on := onStep
	if rule.Event == nameAccepted {
		on = onAccepted
	}
	f.sealed = t.personal(on, &r, number)
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

// row gives the event's attributes under their names, and the members of data
// under "data." with dots between the levels. An array of scalars is their
// texts, one in each line.
func (e *cloudEvent) row(line int) (row, error) {
	r := row{
		line:   line,
		names:  []string{"id", "source", "type", "subject", "time", "dataschema"},
		values: []string{e.ID, e.Source, e.Type, e.Subject, e.Time, e.Schema},
	}
	for name, v := range e.Extensions {
		if err := flatten(&r, name, v, 0); err != nil {
			return r, err
		}
	}
	if e.Data == nil {
		return r, nil
	}
	return r, flatten(&r, "data", e.Data, 0)
}

func flatten(r *row, name string, v jsontext.Value, depth int) error {
	if depth > 32 {
		return errors.New("data is nested more than 32 deep")
	}
	switch v.Kind() {
	case '{':
		var members map[string]jsontext.Value
		if err := json.Unmarshal(v, &members); err != nil {
			return jsonFault(err)
		}
		for k, v := range members {
			if err := flatten(r, name+"."+k, v, depth+1); err != nil {
				return err
			}
		}
		return nil
	case '[':
		var items []jsontext.Value
		if err := json.Unmarshal(v, &items); err != nil {
			return jsonFault(err)
		}
		var text []byte
		for _, item := range items {
			if len(text) > 0 {
				text = append(text, '\n')
			}
			text = append(text, scalar(item)...)
		}
		r.names, r.values = append(r.names, name), append(r.values, string(text))
		return nil
	}
	r.names, r.values = append(r.names, name), append(r.values, scalar(v))
	return nil
}

// scalar is the text of a JSON string, number or boolean, and "" for null and
// for what has members.
func scalar(v jsontext.Value) string {
	switch v.Kind() {
	case '"':
		s, err := jsontext.AppendUnquote(nil, v)
		if err != nil {
			return ""
		}
		return string(s)
	case '0', 't', 'f':
		return string(v)
	}
	return ""
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
