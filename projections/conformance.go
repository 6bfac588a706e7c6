package projections

import (
	"bytes"
	"context"
	"runtime"
	"strconv"
	"sync"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/conformance"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// ConformanceQuery says which cases are held against which rules. Cases that are
// not accepted, and those that were annulled, are none.
type ConformanceQuery struct {
	Rules []string // ids; all if empty
	By    conformance.By
	Org   *string // accepting organisation; nil for all
	// AcceptedFrom and AcceptedTo bound the local date of acceptance, both
	// inclusive; NoDate leaves a side open.
	AcceptedFrom, AcceptedTo workdays.Date
	// Most refuses a query of more cases, 0 none.
	Most int
}

// Conformance is what became of the cases of a query.
type Conformance struct {
	Lines    []conformance.Line
	Cases    int
	Ordinal  uint64 // of the last record taken into account
	Recorded time.Time
}

// Conformed is the finding of one case under one rule.
type Conformed struct {
	*Summary
	*conformance.Facts
	Rule *conformance.Rule
	conformance.Finding
}

// Conformance holds cases against rules, as they stand at the last record; found,
// if set, is told every finding, case by case in the order of their first
// records. All cases of the query are read. A query that cannot be answered gives a
// [*ledger.InvalidError].
func (v *Views) Conformance(ctx context.Context, q ConformanceQuery, found func(c Conformed) error) (out Conformance, err error) {
	rules, err := conformance.Find(q.Rules)
	if err != nil {
		return out, err
	}
	if q.By != conformance.Whole && q.By != conformance.ByOrg && q.By != conformance.ByMonth {
		return out, &ledger.InvalidError{Field: "by", Value: string(q.By), Reason: `want "org" or "month"`}
	}
	err = v.Snapshot(ctx, func(s *Snapshot) error {
		out.Ordinal = s.Ordinal()
		if out.Recorded, err = s.Recorded(); err != nil {
			return err
		}
		tally := conformance.NewTally(rules, q.By)
		err := s.eachFacts(q, out.Recorded, func(_ int64, c *Summary, f *conformance.Facts) (err error) {
			out.Cases++
			tell := func(r *conformance.Rule, x conformance.Finding) {
				if err == nil {
					err = found(Conformed{c, f, r, x})
				}
			}
			if found == nil {
				tell = nil
			}
			tally.Add(f, tell)
			return err
		})
		out.Lines = tally.Lines()
		return err
	})
	return out, err
}

// eachFacts calls each for the accepted cases of a query.
func (s *Snapshot) eachFacts(q ConformanceQuery, at time.Time, each func(id int64, c *Summary, f *conformance.Facts) error) error {
	where, args := "accepted_on >= ?1 AND accepted_on <= ?2 AND "+s.t.Aside("status")+" <> ?3",
		[]any{int64(max(q.AcceptedFrom, workdays.Civil(1, time.January, 1))), int64(workdays.LastDate), string(casefile.Struck)}
	if q.AcceptedTo != workdays.NoDate {
		args[1] = int64(q.AcceptedTo)
	}
	if q.AcceptedFrom == workdays.NoDate && q.AcceptedTo == workdays.NoDate {
		where = s.t.Aside("accepted_on") + where[len("accepted_on"):] // all of them: the table as it stands
	}
	if q.Org != nil {
		where, args = where+" AND org = ?4", append(args, *q.Org)
	}
	if err := s.fewEnough(where, args, q.Most); err != nil {
		return err
	}
	published, err := s.publishedBy(s.at.ordinal)
	if err != nil {
		return err
	}
	calendars := map[string]casefile.Rules{}
	one := func(id int64, c *Summary) error {
		rules, ok := calendars[c.Calendar]
		if !ok {
			rules = published.rules(c.Calendar)
			calendars[c.Calendar] = rules
		}
		return each(id, c, &conformance.Facts{Case: &c.Case, Rules: rules, Limit: c.Limit, Legal: c.Legal, At: at})
	}
	p := &parsing{take: one}
	err = s.t.Query("SELECT state, id FROM cases WHERE "+where+" ORDER BY id", func(r door.Row) error {
		return p.add(r.Int(1), r.Bytes(0))
	}, args...)
	if err != nil {
		return err
	}
	return p.flush()
}

// parsing parses stored states many at a time, on all processors, and takes them
// in their order.
type parsing struct {
	take   func(id int64, c *Summary) error
	ids    []int64
	states [][]byte
}

// parsedAtOnce is how many states are held.
const parsedAtOnce = 2048

func (p *parsing) add(id int64, state []byte) error {
	p.ids, p.states = append(p.ids, id), append(p.states, bytes.Clone(state))
	if len(p.ids) < parsedAtOnce {
		return nil
	}
	return p.flush()
}

func (p *parsing) flush() error {
	found, failed := make([]*Summary, len(p.ids)), make([]error, len(p.ids))
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Go(func() {
			for i := w; i < len(p.states); i += workers {
				found[i], failed[i] = parseState(p.states[i])
			}
		})
	}
	group.Wait()
	for i, c := range found {
		if failed[i] != nil {
			return failed[i]
		}
		if err := p.take(p.ids[i], c); err != nil {
			return err
		}
	}
	p.ids, p.states = p.ids[:0], p.states[:0]
	return nil
}

// fewEnough refuses what selects more cases than most.
func (s *Snapshot) fewEnough(where string, args []any, most int) error {
	if most == 0 {
		return nil
	}
	n := 0
	err := s.t.Query("SELECT count(*) FROM (SELECT 1 FROM cases WHERE "+where+" LIMIT "+strconv.Itoa(most+1)+") AS few", func(r door.Row) error {
		n = int(r.Int(0))
		return nil
	}, args...)
	if err == nil && n > most {
		err = &ledger.InvalidError{Field: "period", Reason: "has more than " + strconv.Itoa(most) + " cases; ask for a shorter one, or of one organisation"}
	}
	return err
}
