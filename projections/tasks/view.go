package tasks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/assessment"
	"caseledger/ledger/dossier"
	"caseledger/ledger/task"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Name is that of the view.
const Name = "tasks"

var kinds = []dossier.Handler{task.Kind, assessment.Formulas, assessment.Scores}

// View declares it.
func View() view.View {
	v := view.View{
		Name: Name, Version: 1,
		Tables:  []string{"CREATE TABLE tasks_records (ordinal BIGINT PRIMARY KEY, stream TEXT NOT NULL, type TEXT NOT NULL, post TEXT NOT NULL, occurred BIGINT NOT NULL, recorded BIGINT NOT NULL, body TEXT NOT NULL)"},
		Indexes: []string{"CREATE INDEX tasks_records_stream ON tasks_records (stream, ordinal)"},
		New:     func(door.Tx) (view.Writer, error) { return writer{}, nil },
	}
	for _, k := range kinds {
		for _, a := range k.Actions() {
			v.Types = append(v.Types, a.Name)
		}
	}
	return v
}

// writer writes the rows and remembers nothing.
type writer struct{}

// Forget implements [view.Writer].
func (writer) Forget() {}

// Take implements [view.Writer].
func (writer) Take(t door.Tx, b *view.Batch) error {
	for i := range b.Records {
		r := &b.Records[i]
		err := t.Exec("INSERT INTO tasks_records (ordinal, stream, type, post, occurred, recorded, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
			int64(r.Ordinal), string(r.Stream), r.Type, r.Post, r.Occurred.UnixMicro(), r.Recorded.UnixMicro(), string(r.Public))
		if err != nil {
			return fmt.Errorf("record %d: %w", r.Ordinal, err)
		}
	}
	return nil
}

// each folds the dossiers of a kind whose names begin so, up to a record named by
// its ordinal, all for 0, and gives each state in the order of the streams' names
// with the ordinal of its last record.
func each[S, K any](ctx context.Context, v view.Reader, k *dossier.Kind[S, K], prefix string, upTo uint64, give func(s *S, last uint64)) (at uint64, err error) {
	err = v.ReadView(ctx, Name, func(t door.Tx, now uint64) error {
		if at = now; upTo > 0 && upTo < at {
			at = upTo
		}
		var stream string
		var last uint64
		state := new(S)
		end := func() {
			if stream != "" {
				give(state, last)
			}
			state = new(S)
		}
		err := t.Query("SELECT ordinal, stream, type, post, occurred, recorded, body FROM tasks_records WHERE stream >= ?1 AND stream < ?2 AND ordinal <= ?3 ORDER BY stream, ordinal", func(r door.Row) error {
			if s := r.Text(1); s != stream {
				end()
				stream = s
			}
			last = uint64(r.Int(0))
			_, err := k.Evolve(state, &ledger.Record{Stream: ledger.StreamID(stream), Draft: ledger.Draft{Type: r.Text(2), Post: r.Text(3),
				Occurred: time.UnixMicro(r.Int(4)).UTC(), Recorded: time.UnixMicro(r.Int(5)).UTC(), Public: []byte(r.Text(6))}})
			return err
		}, prefix, after(prefix), int64(at))
		if err == nil {
			end()
		}
		return err
	})
	return at, err
}

// after is a text that sorts after all that begin with a prefix.
func after(prefix string) string { return strings.TrimSuffix(prefix, "/") + "0" }

// Formulas gives the formulas by their codes, up to a record.
func Formulas(ctx context.Context, v view.Reader, upTo uint64) (out map[string]assessment.Versions, at uint64, err error) {
	out = map[string]assessment.Versions{}
	at, err = each(ctx, v, assessment.Formulas, assessment.FormulaPrefix, upTo, func(s *assessment.Versions, _ uint64) { out[(*s)[0].Formula] = *s })
	return out, at, err
}

// Scores gives the published scores of subjects, in the order of their streams,
// up to a record.
func Scores(ctx context.Context, v view.Reader, upTo uint64) (out []assessment.Publications, err error) {
	_, err = each(ctx, v, assessment.Scores, assessment.ScorePrefix, upTo, func(s *assessment.Publications, _ uint64) { out = append(out, *s) })
	return out, err
}
