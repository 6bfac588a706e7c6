package export

import (
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
)

// writeOCEL writes an object-centric event log (OCEL 2.0, JSON): the events are
// all actions that hold, the objects are cases and the items, organisations and
// posts that they name. Objects beside cases, and the names of activities, are
// held in memory; there are few. Rows are the events.
func writeOCEL(s *source, w io.Writer) (rows int, err error) {
	o := &ocel{out: jsontext.NewEncoder(w), activities: map[string]bool{}, others: map[other]bool{}}
	o.begin("{", "events", "[")
	err = s.each(true, func(f *file) error {
		return f.eachEvent(func(e *event) error {
			rows++
			return o.event(f, e)
		})
	})
	if err != nil {
		return 0, err
	}
	o.begin("]", "objects", "[")
	if err := s.each(false, func(f *file) error { return o.object(f) }); err != nil {
		return 0, err
	}
	o.rest()
	o.begin("]", "objectTypes", "")
	o.value(o.objectTypes())
	o.begin("", "eventTypes", "")
	o.value(o.eventTypes())
	o.begin("}", "", "")
	return rows, o.err
}

// Types of objects.
const (
	ofCase = "case"
	ofItem = "item"
	ofOrg  = "organisation"
	ofPost = "post"
)

// other is an object beside the cases.
type other struct{ kind, name string }

// id is the object's: those of cases are their numbers, and others may be called
// like one.
func (o other) id() string { return o.kind + ":" + o.name }

type ocel struct {
	out        *jsontext.Encoder
	activities map[string]bool
	others     map[other]bool
	err        error // the first
}

// begin closes what is open, names the next member and opens its value.
func (o *ocel) begin(closing, name, opening string) {
	for _, c := range closing {
		o.token(map[rune]jsontext.Token{'{': jsontext.BeginObject, ']': jsontext.EndArray, '}': jsontext.EndObject}[c])
	}
	if name != "" {
		o.token(jsontext.String(name))
	}
	if opening == "[" {
		o.token(jsontext.BeginArray)
	}
}

func (o *ocel) token(t jsontext.Token) {
	if o.err == nil {
		o.err = o.out.WriteToken(t)
	}
}

func (o *ocel) value(v any) {
	if o.err == nil {
		o.err = json.MarshalEncode(o.out, v, json.Deterministic(true))
	}
}

type ocelEvent struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Time       string          `json:"time"`
	Attributes []ocelAttribute `json:"attributes"`
	Relations  []ocelRelation  `json:"relationships"`
}

type ocelObject struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Attributes []ocelAttribute `json:"attributes"`
	Relations  []ocelRelation  `json:"relationships"`
}

type ocelAttribute struct {
	Name  string `json:"name"`
	Time  string `json:"time,omitzero"`
	Value any    `json:"value"`
}

type ocelRelation struct {
	Object string `json:"objectId"`
	As     string `json:"qualifier"`
}

type ocelType struct {
	Name       string       `json:"name"`
	Attributes []ocelMember `json:"attributes"`
}

type ocelMember struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// relate adds a relation to an object beside the cases, where there is one.
func (o *ocel) relate(list []ocelRelation, kind, name, as string) []ocelRelation {
	if name == "" {
		return list
	}
	x := other{kind, name}
	o.others[x] = true
	return append(list, ocelRelation{x.id(), as})
}

func (o *ocel) event(f *file, e *event) error {
	name := e.activity()
	o.activities[name] = true
	v := ocelEvent{ID: f.Number + "/" + number(int(e.Revision)).print(aNumber), Type: name, Time: ledger.FormatTime(e.Occurred),
		Attributes: []ocelAttribute{{Name: "type", Value: e.words.Name}, {Name: "recorded_at", Value: ledger.FormatTime(e.Recorded)}},
		Relations:  []ocelRelation{{f.Number, "of"}}}
	v.Relations = o.relate(v.Relations, ofPost, e.Post, "by")
	v.Relations = o.relate(v.Relations, ofOrg, e.step.Org, "at")
	o.value(v)
	return o.err
}

// object writes a case. What it has of the table's columns is as of the last
// record, and OCEL wants a time for it: the beginning of time, as the standard
// says of what does not change.
func (o *ocel) object(f *file) error {
	v := ocelObject{ID: f.Number, Type: ofCase, Attributes: []ocelAttribute{}, Relations: []ocelRelation{}}
	for i := 1; i < len(caseColumns); i++ {
		c := &caseColumns[i]
		if x := c.of(f); x.is {
			v.Attributes = append(v.Attributes, ocelAttribute{c.name, "1970-01-01T00:00:00Z", x.ocel(c.kind)})
		}
	}
	v.Relations = o.relate(v.Relations, ofItem, f.Item, "item")
	v.Relations = o.relate(v.Relations, ofOrg, f.Org, "accepted by")
	v.Relations = o.relate(v.Relations, ofPost, f.Officer, "responsible")
	o.value(v)
	return o.err
}

// rest writes the objects beside the cases.
func (o *ocel) rest() {
	list := slices.SortedFunc(maps.Keys(o.others), func(a, b other) int { return strings.Compare(a.id(), b.id()) })
	for _, x := range list {
		o.value(ocelObject{x.id(), x.kind, []ocelAttribute{{"name", "1970-01-01T00:00:00Z", x.name}}, []ocelRelation{}})
	}
}

// ocel is the value as JSON: numbers and truths as such, all else as text.
func (v value) ocel(k kind) any {
	switch k {
	case aNumber:
		return v.n
	case aTruth:
		return v.n == 1
	}
	return v.print(k)
}

var ocelTypes = map[kind]string{aText: "string", aNumber: "integer", aTruth: "boolean", aDate: "string", aTime: "time", aSum: "string"}

func (o *ocel) objectTypes() []ocelType {
	ofCases := ocelType{Name: ofCase}
	for _, c := range caseColumns[1:] {
		ofCases.Attributes = append(ofCases.Attributes, ocelMember{c.name, ocelTypes[c.kind]})
	}
	named := []ocelMember{{"name", "string"}}
	return []ocelType{ofCases, {ofItem, named}, {ofOrg, named}, {ofPost, named}}
}

func (o *ocel) eventTypes() []ocelType {
	list := []ocelType{}
	for _, name := range slices.Sorted(maps.Keys(o.activities)) {
		list = append(list, ocelType{name, []ocelMember{{"type", "string"}, {"recorded_at", "time"}}})
	}
	return list
}
