package projections

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// Cited is the ordinal of the record that a citation names, as [Views.Cited]
// takes it; that of the snapshot for 0.
func (s *Snapshot) Cited(n ledger.Position) (ordinal uint64, err error) {
	_, ordinal, err = cited(s.t, s.at, n)
	return ordinal, err
}

// RecordedAt is when a record was recorded; zero for the ordinal 0.
func (s *Snapshot) RecordedAt(ordinal uint64) (at time.Time, err error) {
	err = s.t.Query("SELECT recorded FROM records WHERE ordinal = ?1", func(r door.Row) error {
		at = instant(r.Int(0))
		return nil
	}, int64(ordinal))
	return at, err
}

// EachKnown calls each for every case of which something was known at a record,
// in the order of their numbers: the case as it was known then, under the
// calendars, policies and directory that were published by then, and its entries up to
// then, amendments among them. All cases are replayed, so it takes as long as
// reading all records up to that one; 500 cases are held at once.
func (s *Snapshot) EachKnown(ordinal uint64, each func(c *Summary, told []casefile.Entry) error) error {
	then, err := s.publishedBy(ordinal)
	if err != nil {
		return err
	}
	const page = 500
	for after, more := "", true; more; {
		numbers, wanted := []string{}, []listedRecord{}
		more = false
		err := s.t.Query("SELECT number, records FROM cases WHERE number > ?1 ORDER BY number LIMIT ?2", func(r door.Row) error {
			after, more = r.Text(0), true
			ordinals, err := parseOrdinals(r.Bytes(1))
			if ordinals = before(ordinals, ordinal+1); len(ordinals) > 0 {
				numbers = append(numbers, after)
			}
			for _, o := range ordinals {
				wanted = append(wanted, listedRecord{o, after})
			}
			return err
		}, after, int64(page))
		if err == nil {
			err = s.known(numbers, wanted, then, each)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// known replays some cases from these records of theirs.
func (s *Snapshot) known(numbers []string, wanted []listedRecord, then *published, each func(*Summary, []casefile.Entry) error) error {
	told, last := map[string][]TimelineEntry{}, map[string]*ledger.Record{}
	err := eachListed(s.t, wanted, func(number string, r *ledger.Record) {
		told[number], last[number] = append(told[number], Told(number, r)), r
	})
	if err != nil {
		return err
	}
	for _, number := range numbers {
		entries, err := decoded(told[number])
		if err != nil {
			return err
		}
		c := &Summary{Case: casefile.Replay(entries), Position: last[number].Position, Recorded: last[number].Recorded}
		c.Number = number
		c.Placing = placing(then.directory, &c.Case)
		c.derive(then.rules(c.Calendar))
		if err := each(c, entries); err != nil {
			return err
		}
	}
	return nil
}

// published is what had been recorded in registries up to a record.
type published struct {
	calendars map[string]*workdays.Calendar
	policies  *policy.Set
	directory *registry.Directory
}

func (s *Snapshot) publishedBy(ordinal uint64) (p *published, err error) {
	p = new(published)
	if p.calendars, err = readCalendars(s.t, "", ordinal); err != nil {
		return nil, err
	}
	if p.policies, err = readPolicies(s.t, "", ledger.Position(ordinal)); err != nil {
		return nil, err
	}
	p.directory, err = readDirectory(s.t, "", new(registry.Directory), 0, ordinal)
	return p, err
}

func (p *published) rules(calendar string) casefile.Rules {
	c := p.calendars[calendar]
	if c == nil {
		c = workdays.NewCalendar(calendar)
	}
	return casefile.Rules{Calendar: c, Policies: p.policies}
}
