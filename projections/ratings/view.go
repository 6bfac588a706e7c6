package ratings

import (
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Name is that of the view.
const Name = "ratings"

// View declares it. Its rows are those ratings of cases that are the one of their
// stage, invalidated ones too.
func View() view.View {
	return view.View{
		Name: Name, Version: 1,
		Types: []string{casefile.Rated{}.Stored(), casefile.RatingInvalidated{}.Stored(),
			casefile.RecordCorrected{}.Stored(), casefile.RecordVoided{}.Stored(), casefile.Annulled{}.Stored()},
		Tables: []string{
			"CREATE TABLE ratings_given (case_number TEXT NOT NULL, stage TEXT NOT NULL, month TEXT NOT NULL, desk TEXT NOT NULL, org TEXT NOT NULL, level BIGINT NOT NULL, named BIGINT NOT NULL, invalid BIGINT NOT NULL, PRIMARY KEY (case_number, stage))",
		},
		Indexes: []string{"CREATE INDEX ratings_given_month ON ratings_given (month, desk, org, level, invalid, named)"},
		New:     func(door.Tx) (view.Writer, error) { return writer{}, nil },
	}
}

var sheet = &door.Sheet{Table: "ratings_given", Key: []string{"case_number", "stage"}, Columns: []string{"case_number", "stage", "month", "desk", "org", "level", "named", "invalid"}}

// writer writes the rows and remembers nothing.
type writer struct{}

// Forget implements [view.Writer].
func (writer) Forget() {}

// Take implements [view.Writer]: the cases that records of the batch are about are
// read up to the last of these, and their rows written anew. So the rows do not
// hang on where a batch ends.
func (writer) Take(t door.Tx, b *view.Batch) error {
	last := map[ledger.StreamID]uint64{}
	for i := range b.Records {
		last[b.Records[i].Stream] = b.Records[i].Ordinal
	}
	for i := range b.Records {
		r := &b.Records[i]
		if last[r.Stream] != r.Ordinal {
			continue
		}
		if err := write(t, b, r.Stream, r.Ordinal); err != nil {
			return err
		}
	}
	return nil
}

func write(t door.Tx, b *view.Batch, stream ledger.StreamID, upTo uint64) error {
	var told []casefile.Entry
	err := b.Stream(stream, upTo, func(r view.Record) error {
		e, err := casefile.Decode(&r.Record)
		told = append(told, e)
		return err
	})
	if err != nil {
		return err
	}
	c, number := casefile.Replay(told), strings.TrimPrefix(string(stream), casefile.StreamPrefix)
	if err := t.Exec("DELETE FROM ratings_given WHERE case_number = ?1", number); err != nil {
		return err
	}
	if c.Status == casefile.None || c.AcceptedAt.IsZero() {
		return nil
	}
	for _, stage := range casefile.AllStages() {
		r := c.Rated(stage)
		if r == nil {
			continue
		}
		err := t.Put(sheet, 1, func(_ int, p door.Params) {
			p.Text(number)
			p.Text(string(stage))
			p.Text(workdays.DateOf(r.At, c.Location()).String()[:len("2006-01")])
			p.Text(c.Window)
			p.Text(c.Org)
			p.Int(int64(r.Level))
			p.Int(door.Flag(r.Named))
			p.Int(door.Flag(!r.InvalidatedAt.IsZero()))
		})
		if err != nil {
			return err
		}
	}
	return nil
}
