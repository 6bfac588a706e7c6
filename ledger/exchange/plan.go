package exchange

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
)

// What an amendment that came by a batch rests on.
const (
	amendReason = "exchange"
	amendBasis  = "数据交换 cd_operation"
)

// course is what a ledger has of a case, and what is to be added.
type course struct {
	number  string
	classes act.Classes
	told    []casefile.Entry
	at      map[ledger.EventID]ledger.Revision // of each record
	struck  bool
	drafts  []ledger.Draft
}

// load reads a case, which may not be there.
func load(ctx context.Context, s ledger.Store, number string, classes act.Classes) (*course, error) {
	c := &course{number: number, classes: classes, at: map[ledger.EventID]ledger.Revision{}}
	h, err := casefile.Load(ctx, s, number, casefile.Moment{})
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return nil, err
	}
	c.told, c.struck = h.Entries, h.Case.Status == casefile.Struck
	for i := range h.Records {
		c.at[h.Records[i].ID] = h.Records[i].Revision
	}
	return c, nil
}

// head is the revision of the last record that was there.
func (c *course) head() ledger.Revision { return ledger.Revision(len(c.told)-len(c.drafts)) - 1 }

// holding is what holds in the place of a record, by its own revision.
func (c *course) holding(at ledger.Revision) (e casefile.Entry, ok bool) {
	answered := casefile.Answered(c.told)
	for by, more := answered[at]; more; by, more = answered[at] {
		at = by
	}
	for _, e := range casefile.Holding(c.told) {
		if e.Revision == at {
			return e, true
		}
	}
	return e, false
}

// add adds a record.
func (c *course) add(f fact, command ledger.CommandID) error {
	name, public, err := casefile.Book.Body(f.event, f.post, c.classes)
	if err != nil {
		return fmt.Errorf("%s: %w", f.event.Stored(), err)
	}
	d := ledger.Draft{ID: f.id, Type: name, Command: command, Post: f.post, Public: public, Occurred: f.occurred, Recorded: f.recorded}
	if d.Recorded.IsZero() {
		d.Recorded = d.Occurred
	}
	revision := ledger.Revision(len(c.told))
	c.at[f.id] = revision
	c.drafts = append(c.drafts, d)
	c.told = append(c.told, casefile.Entry{Revision: revision, Occurred: d.Occurred, Recorded: d.Recorded, Post: d.Post, Event: f.event})
	return nil
}

// take records a fact; one that an update tells corrects what stands in its
// place.
func (c *course) take(f fact) error {
	at, there := c.at[f.id]
	if !there {
		return c.add(f, commandOf(f.id, ""))
	}
	if !f.corrects {
		return nil
	}
	was, holds := c.holding(at)
	if !holds {
		return nil // voided before: what was taken back does not come again
	}
	_, a, err1 := casefile.Encode(was.Event)
	_, b, err2 := casefile.Encode(f.event)
	if err := cmp.Or(err1, err2); err != nil || bytes.Equal(a, b) && was.Occurred.Equal(f.occurred) {
		return err
	}
	return c.amend(f, "U", casefile.RecordCorrected{Revision: was.Revision, Reason: amendReason, Basis: amendBasis, Instead: f.event})
}

// void takes back what stands in the place of an event, if anything does.
func (c *course) void(f fact) error {
	at, there := c.at[f.id]
	if !there {
		return nil
	}
	was, holds := c.holding(at)
	if !holds {
		return nil
	}
	f.occurred = cmp.Or(f.recorded, was.Occurred)
	return c.amend(f, "D", casefile.RecordVoided{Revision: was.Revision, Reason: amendReason, Basis: amendBasis})
}

// amend records an amendment of a fact.
func (c *course) amend(f fact, how string, e casefile.Event) error {
	command := commandOf(f.id, how+"\x1f"+formatTime(f.recorded))
	return c.add(fact{id: ledger.EventIDOf(command, 0), occurred: f.occurred, recorded: f.recorded, event: e}, command)
}

// apply takes the rows of the case.
func (c *course) apply(rows []Row) error {
	if i := slices.IndexFunc(rows, func(r Row) bool { return r.Table == Accept && r.Operation() == Delete }); i >= 0 {
		return c.annul(rows[i])
	}
	var told []fact
	ends := map[string]bool{}
	for _, r := range rows {
		if r.Table == Material {
			continue
		}
		list, err := r.facts()
		if err != nil {
			return wrongRow(r, err)
		}
		if r.Operation() == Delete {
			for _, id := range r.ids() {
				if err := c.void(fact{id: id, recorded: list[0].recorded}); err != nil {
					return wrongRow(r, err)
				}
			}
			continue
		}
		if r.Table == Special && r.get("end_time") != "" && ends[r.get("end_time")] {
			list = list[:len(list)-1] // the clock runs again once, whatever had stopped it
		}
		ends[r.optional("end_time")] = true
		if err := c.leftOut(r, list); err != nil {
			return wrongRow(r, err)
		}
		for i := range list {
			list[i].corrects = r.Operation() == Update
		}
		told = append(told, list...)
	}
	papers, err := c.papers(rows)
	if err != nil {
		return err
	}
	told = append(told, papers...)
	slices.SortStableFunc(told, func(a, b fact) int { return cmp.Or(a.occurred.Compare(b.occurred), cmp.Compare(a.rank, b.rank)) })
	for _, f := range told {
		if err := c.take(f); err != nil {
			return fmt.Errorf("case %s: %w", c.number, err)
		}
	}
	return nil
}

// optional is the value of a column that not every table has.
func (r Row) optional(column string) string {
	if i := slices.Index(r.Columns, column); i >= 0 {
		return r.Values[i]
	}
	return ""
}

// ids are those of all events that the row may stand for.
func (r Row) ids() []ledger.EventID {
	main := r.mainID()
	out := []ledger.EventID{main}
	for _, part := range parts {
		out = append(out, partID(main, part))
	}
	return out
}

// leftOut voids the parts that an update has no more.
func (c *course) leftOut(r Row, list []fact) error {
	if r.Operation() != Update {
		return nil
	}
	for _, id := range r.ids() {
		if !slices.ContainsFunc(list, func(f fact) bool { return f.id == id }) {
			if err := c.void(fact{id: id, recorded: list[0].recorded}); err != nil {
				return err
			}
		}
	}
	return nil
}

// annul voids the whole case.
func (c *course) annul(r Row) error {
	if c.struck || len(c.told) == 0 {
		return nil
	}
	recorded, err := parseTime("cd_time", r.get("cd_time"))
	if err != nil {
		return wrongRow(r, err)
	}
	f := fact{id: r.mainID(), occurred: cmp.Or(recorded, c.told[len(c.told)-1].Occurred), recorded: recorded}
	return c.amend(f, "D", casefile.Annulled{Reason: amendReason, Basis: amendBasis})
}

// papers are the slips that rows of materials amount to: the papers of a slip
// that is there, changed as the rows say, and new ones.
func (c *course) papers(rows []Row) (out []fact, err error) {
	slips := map[ledger.EventID]*slip{}
	var order []ledger.EventID
	for _, r := range rows {
		if r.Table != Material {
			continue
		}
		p, f, err := r.paper()
		if err != nil {
			return nil, wrongRow(r, err)
		}
		s := slips[f.id]
		if s == nil {
			s = c.slip(f)
			slips[f.id], order = s, append(order, f.id)
		}
		s.fact.corrects = s.fact.corrects || r.Operation() != Insert || s.there
		s.fact.recorded, s.fact.occurred, s.name = f.recorded, f.occurred, f.event.(casefile.MaterialsReceived).Slip
		if r.Operation() == Delete {
			delete(s.papers, r.index())
		} else {
			s.papers[r.index()] = p
		}
	}
	for _, id := range order {
		s := slips[id]
		e := casefile.MaterialsReceived{Slip: s.name}
		for _, i := range slices.Sorted(maps.Keys(s.papers)) {
			e.Materials = append(e.Materials, s.papers[i])
		}
		s.fact.event = e
		if len(e.Materials) > 0 {
			out = append(out, s.fact)
		} else if err := c.void(s.fact); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// slip is a list of papers that came in together.
type slip struct {
	fact   fact
	name   string
	papers map[int]casefile.Paper
	there  bool // in the ledger: a further paper changes it
}

func (c *course) slip(f fact) *slip {
	s := &slip{fact: f, papers: map[int]casefile.Paper{}}
	if at, there := c.at[f.id]; there {
		if was, holds := c.holding(at); holds {
			if e, ok := was.Event.(casefile.MaterialsReceived); ok {
				s.there = true
				for i, p := range e.Materials {
					s.papers[i] = p
				}
			}
		}
	}
	return s
}

// wrongRow names the row of a fault.
func wrongRow(r Row, err error) error {
	return fmt.Errorf("%s, row %s of case %s: %w", r.Name, strings.TrimSpace(r.ID()), r.Case(), err)
}
