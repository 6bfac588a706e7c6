package registers

import (
	"io"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
)

// jsonSheet writes one object on one line. A row is an object with the keys of
// the columns; words are their codes, times exact and in UTC.
type jsonSheet struct {
	out  *jsontext.Encoder
	head Head
}

// NewJSON writes a book as JSON.
func NewJSON(w io.Writer) Sheet { return &jsonSheet{out: jsontext.NewEncoder(w)} }

// Begin implements [Sheet].
func (s *jsonSheet) Begin(h Head) error {
	s.head = h
	columns := []any{}
	for _, c := range h.Columns {
		columns = append(columns, members{{"key", c.Key}, {"zh", c.Zh}, {"en", c.En}})
	}
	if err := s.out.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	err := s.members(members{
		{"register", h.Name}, {"title", h.Title.Zh}, {"titleEn", h.Title.En}, {"says", h.Says.Zh}, {"saysEn", h.Says.En},
		{"from", nilFor(h.From.String())}, {"to", nilFor(h.To.String())}, {"org", h.Org},
		{"position", h.Ordinal}, {"recorded", moment(h.Recorded, time.UTC).Value}, {"columns", columns},
	})
	if err == nil && h.Simulated {
		err = s.members(members{{"simulated", true}})
	}
	if err != nil {
		return err
	}
	return s.open("rows")
}

// Row implements [Sheet].
func (s *jsonSheet) Row(cells []Cell) error {
	row := make(members, len(cells))
	for i, c := range cells {
		row[i] = member{s.head.Columns[i].Key, c.Value}
	}
	return json.MarshalEncode(s.out, row)
}

// End implements [Sheet].
func (s *jsonSheet) End(f Foot) error {
	if err := s.out.WriteToken(jsontext.EndArray); err != nil {
		return err
	}
	balance, annulled := []any{}, []any{}
	for _, e := range f.Balance {
		parts := []any{}
		for _, p := range e.Parts {
			parts = append(parts, p.members())
		}
		balance = append(balance, members{{"sum", e.Sum.members()}, {"parts", parts}, {"holds", e.Holds()}})
	}
	for _, a := range f.Annulled {
		annulled = append(annulled, members{{"case", a.Number}, {"acceptedOn", a.AcceptedOn.String()},
			{"annulledAt", ledger.FormatTime(a.At)}, {"reason", a.Reason}, {"sameAs", nilFor(a.SameAs)}})
	}
	if err := s.members(members{{"reconciliation", balance}, {"annulled", annulled}}); err != nil {
		return err
	}
	return s.out.WriteToken(jsontext.EndObject)
}

func (t Term) members() members { return members{{"zh", t.Zh}, {"en", t.En}, {"n", t.N}} }

// open begins a list under a name.
func (s *jsonSheet) open(name string) error {
	if err := s.out.WriteToken(jsontext.String(name)); err != nil {
		return err
	}
	return s.out.WriteToken(jsontext.BeginArray)
}

// members writes members into the object that is open.
func (s *jsonSheet) members(all members) error {
	for _, m := range all {
		if err := s.out.WriteToken(jsontext.String(m.name)); err != nil {
			return err
		}
		if err := json.MarshalEncode(s.out, m.value); err != nil {
			return err
		}
	}
	return nil
}

// members are those of an object, in their order.
type members []member

type member struct {
	name  string
	value any
}

// MarshalJSONTo implements [json.MarshalerTo].
func (all members) MarshalJSONTo(e *jsontext.Encoder) error {
	if err := e.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	if err := (&jsonSheet{out: e}).members(all); err != nil {
		return err
	}
	return e.WriteToken(jsontext.EndObject)
}

func nilFor(s string) any {
	if s == "" {
		return nil
	}
	return s
}
