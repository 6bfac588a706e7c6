package projections

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/conformance"
	"caseledger/ledger/course"
	"caseledger/projections/door"
)

// Courses tells by which courses the accepted cases of a query went, as they
// stand at the last record; rules and divisions of the query do not matter. All
// records are read, whatever the query, and sixteen bytes are held for each step.
func (v *Views) Courses(ctx context.Context, q ConformanceQuery, p Progress) (out course.Report, ordinal uint64, err error) {
	err = v.Snapshot(ctx, func(s *Snapshot) error {
		at, err := s.Recorded()
		if err != nil {
			return err
		}
		w := &walks{snapshot: s, steps: map[int64][]course.Step{}, progress: p}
		if err := w.read(); err != nil {
			return err
		}
		tally := course.NewTally(&w.codes)
		err = s.eachFacts(q, at, func(id int64, c *Summary, _ *conformance.Facts) error {
			steps := w.steps[id]
			if c.Amendments > 0 {
				if steps, err = w.holding(c.Number); err != nil {
					return err
				}
			}
			tally.Add(&c.Case, c.Worked, c.Shares, steps)
			return nil
		})
		out, ordinal = tally.Report(), s.Ordinal()
		return err
	})
	return out, ordinal, err
}

// walks are the steps of all cases, by the ids of their streams.
type walks struct {
	snapshot *Snapshot
	codes    course.Codes
	steps    map[int64][]course.Step
	progress Progress
}

// read reads the steps as they were told.
func (w *walks) read() error {
	stored, head := casefile.StepPerformed{}.Stored(), int64(w.snapshot.at.ordinal)
	return w.snapshot.t.Query(selectRecords+"WHERE ordinal <= ?1 ORDER BY ordinal", func(r door.Row) error {
		if ordinal := r.Int(0); w.progress != nil && ordinal%65536 == 0 {
			w.progress(ledger.Position(ordinal), ledger.Position(head))
		}
		occurred, typ, err := headOf(r.Bytes(4))
		if err != nil || string(typ) != stored {
			return err
		}
		code, err := stepCode(r.Bytes(5))
		if err != nil {
			return fmt.Errorf("record %d: %w", r.Int(0), err)
		}
		id := r.Int(2)
		w.steps[id] = append(w.steps[id], course.Step{At: occurred.UnixMicro(), Code: w.codes.Number(code)})
		return nil
	}, head)
}

// stepCode is the code of a step: the last member of its canonical body.
func stepCode(body []byte) ([]byte, error) {
	const member, ending = `"step":"`, `"}`
	if i := bytes.LastIndex(body, []byte(member)); i >= 0 && bytes.HasSuffix(body, []byte(ending)) {
		if code := body[i+len(member) : len(body)-len(ending)]; !bytes.ContainsAny(code, `\"`) {
			return code, nil
		}
	}
	var e casefile.StepPerformed
	err := json.Unmarshal(body, &e)
	return []byte(e.Step), err
}

// holding are the steps that hold of a case with amendments.
func (w *walks) holding(number string) (out []course.Step, err error) {
	told, err := w.snapshot.Histories([]string{number})
	if err != nil {
		return nil, err
	}
	for _, e := range casefile.Holding(told[number]) {
		if x, ok := e.Event.(casefile.StepPerformed); ok {
			out = append(out, course.Step{At: e.Occurred.UnixMicro(), Code: w.codes.Number([]byte(x.Step))})
		}
	}
	return out, nil
}

// headOf reads the first fields of what [coder.head] writes, all that a step's
// place in a course follows from.
func headOf(b []byte) (occurred time.Time, typ []byte, err error) {
	c := coder{b: b}
	var revision ledger.Revision
	var ids [len(ledger.EventID{}) + len(ledger.CommandID{})]byte
	number(&c, &revision)
	c.time(&occurred)
	c.raw(ids[:])
	n := c.size(0)
	return occurred, c.b[:n], c.err
}
