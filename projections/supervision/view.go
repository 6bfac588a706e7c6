package supervision

import (
	"github.com/go-json-experiment/json"

	"caseledger/ledger/act"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Name is that of the view.
const Name = "supervision"

// View declares it.
func View() view.View {
	types := []string{}
	for _, actions := range [][]*act.Action{card.Cards.Actions(), card.Measures.Actions()} {
		for _, a := range actions {
			types = append(types, a.Name)
		}
	}
	return view.View{
		Name: Name, Version: 1, Types: types,
		Tables: []string{
			"CREATE TABLE supervision_cards (number TEXT NOT NULL, since BIGINT NOT NULL, until BIGINT NOT NULL, ordinal BIGINT NOT NULL, colour TEXT NOT NULL, rule TEXT NOT NULL, org TEXT NOT NULL, item TEXT NOT NULL, case_number TEXT NOT NULL, status TEXT NOT NULL, appeal TEXT NOT NULL, fell_on BIGINT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (number, since))",
			"CREATE TABLE supervision_measures (ordinal BIGINT PRIMARY KEY, org TEXT NOT NULL, class TEXT NOT NULL, taken_on BIGINT NOT NULL)",
		},
		Indexes: []string{
			"CREATE INDEX supervision_cards_ordinal ON supervision_cards (ordinal, since)",
			"CREATE INDEX supervision_cards_org ON supervision_cards (org, ordinal)",
			"CREATE INDEX supervision_cards_case ON supervision_cards (case_number, ordinal)",
			"CREATE INDEX supervision_measures_org ON supervision_measures (org, taken_on)",
		},
		New: func(door.Tx) (view.Writer, error) { return writer{}, nil },
	}
}

var (
	cardSheet = &door.Sheet{Table: "supervision_cards", Key: []string{"number", "since"},
		Columns: []string{"number", "since", "until", "ordinal", "colour", "rule", "org", "item", "case_number", "status", "appeal", "fell_on", "body"}}
	measureSheet = &door.Sheet{Table: "supervision_measures", Columns: []string{"ordinal", "org", "class", "taken_on"}}
)

// open is the until of what holds to the end of the ledger.
const open = 1<<63 - 1

// writer writes the rows. It remembers nothing.
type writer struct{}

// Forget implements [view.Writer].
func (writer) Forget() {}

// Take implements [view.Writer].
func (writer) Take(t door.Tx, b *view.Batch) error {
	for i := range b.Records {
		r := &b.Records[i]
		take := takeCard
		if card.Measures.Has(r.Stream) {
			take = takeMeasure
		}
		if err := take(t, r); err != nil {
			return err
		}
	}
	return nil
}

func takeMeasure(t door.Tx, r *view.Record) error {
	x, err := card.Measures.Decode(&r.Record)
	if err != nil {
		return err
	}
	m := x.(card.MeasureTaken)
	return t.Put(measureSheet, 1, func(_ int, p door.Params) {
		p.Int(int64(r.Ordinal))
		p.Text(m.Org)
		p.Text(m.Class)
		p.Int(int64(casefile.StandardDate(r.Occurred)))
	})
}

// takeCard ends the row that a card has, and begins the next. What follows on
// nothing is passed over.
func takeCard(t door.Tx, r *view.Record) error {
	x, err := card.Cards.Decode(&r.Record)
	if err != nil {
		return err
	}
	if issued, ok := x.(card.Issued); ok {
		return put(t, begin(issued, r.Ordinal, r.Occurred, r.Recorded), r.Ordinal)
	}
	number := string(r.Stream)[len(card.Prefix):]
	c, err := find(t, number, open-1)
	if err != nil || c == nil {
		return err
	}
	if err := t.Exec("UPDATE supervision_cards SET until = ?1 WHERE number = ?2 AND until = ?3", int64(r.Ordinal), number, int64(open)); err != nil {
		return err
	}
	c.next(x, r.Occurred)
	return put(t, c, r.Ordinal)
}

// find is a card as it was known at an ordinal; nil where it was not.
func find(t door.Tx, number string, at uint64) (c *Card, err error) {
	err = t.Query("SELECT body FROM supervision_cards WHERE number = ?1 AND since <= ?2 AND until > ?2", func(r door.Row) (err error) {
		c, err = parse(r.Bytes(0))
		return err
	}, number, int64(at))
	return c, err
}

func put(t door.Tx, c *Card, since uint64) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return t.Put(cardSheet, 1, func(_ int, p door.Params) {
		p.Text(c.Number)
		p.Int(int64(since))
		p.Int(open)
		p.Int(int64(c.Ordinal))
		for _, text := range []string{c.Colour, c.Rule, c.Org, c.Item, c.Case, string(c.Status()), string(c.Appeal())} {
			p.Text(text)
		}
		p.Int(int64(c.FellOn()))
		p.Blob(body)
	})
}
