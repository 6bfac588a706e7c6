package supervise

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// fold is what supervision knows after some records: a pure function of them,
// but for what it reads of cases that come back, and orders it is answered.
type fold struct {
	calendars map[string]*workdays.Calendar
	policies  *policy.Set
	fees      map[string]registry.FeeStandards // by item

	today  workdays.Date // that the ledger's time has come to
	until  time.Time     // today's end
	cases  map[string]*watched
	due    map[workdays.Date][]*watched // by when something falls due
	moved  []*watched                   // since the day began
	late   map[string]*batch            // by unit
	yellow map[unitMonth]int
	raised map[string]*raised // by the number of the card
	asked  map[ledger.CommandID]bool

	out []draft // to be recorded
	// read gives a case with the records up to a position, order carries one out:
	// its entries, or none where the rules refuse it.
	read  func(number string, upTo ledger.Position) (casefile.History, error)
	order func(casefile.Order) ([]casefile.Entry, error)
}

// draft is a record to be.
type draft struct {
	stream ledger.StreamID
	ledger.Draft
}

func newFold() *fold {
	return &fold{
		calendars: map[string]*workdays.Calendar{}, policies: policy.Official(), fees: map[string]registry.FeeStandards{},
		today: workdays.NoDate, cases: map[string]*watched{}, due: map[workdays.Date][]*watched{}, late: map[string]*batch{},
		yellow: map[unitMonth]int{}, raised: map[string]*raised{}, asked: map[ledger.CommandID]bool{},
	}
}

// take moves on by one more record.
func (f *fold) take(r *ledger.Record) error {
	switch category, _ := split(r.Stream); category {
	case "card", "measure":
		return nil
	case "supervise":
		e, err := card.Ticks.Decode(r)
		if err != nil {
			return err
		}
		return f.begin(e.(card.DayBegun).Date, r)
	case "case":
		if f.asked[r.Command] {
			delete(f.asked, r.Command) // its effect is known since it was asked for
			return nil
		}
		if err := f.see(r); err != nil {
			return err
		}
		return f.takeCase(r)
	case "calendar", "policy", "fee":
		if err := f.see(r); err != nil {
			return err
		}
		return f.takeEntry(category, r)
	}
	return f.see(r)
}

func split(id ledger.StreamID) (category, name string) {
	for i := range len(id) {
		if id[i] == '/' {
			return string(id[:i]), string(id[i+1:])
		}
	}
	return string(id), ""
}

// see lets the day begin on which a record was recorded.
func (f *fold) see(r *ledger.Record) error {
	if r.Recorded.Before(f.until) {
		return nil
	}
	return f.begin(workdays.DateOf(r.Recorded, card.Zone()), r)
}

// begin derives what has fallen due by the beginning of a day. The first day
// begins without anything before it.
func (f *fold) begin(day workdays.Date, r *ledger.Record) error {
	if day <= f.today {
		return nil
	}
	f.today, f.until = day, day.End(card.Zone())
	return f.derive(r)
}

// takeEntry takes what is published: calendars, policies, fee standards.
func (f *fold) takeEntry(category string, r *ledger.Record) error {
	e, err := registry.Decode(r)
	if err != nil {
		return err
	}
	switch x := e.(type) {
	case registry.Notice:
		n := workdays.Notice(x)
		cal := f.calendars[n.Calendar]
		if cal == nil {
			cal = workdays.NewCalendar(n.Calendar)
		}
		f.calendars[n.Calendar] = cal.With(n)
		f.review(r, card.CalendarPublished, func(c *raised) bool {
			return c.state.Calendar == n.Calendar && c.Due.Year() >= n.Year-1
		})
		f.moveAll(func(c *casefile.Case) bool { return c.Calendar == n.Calendar })
	case registry.Policy:
		f.policies = f.policies.With(policy.Policy(x))
		f.review(r, card.PolicyPublished, func(c *raised) bool {
			return x.Regime == policy.Supervision || c.state.Regime == x.Regime
		})
		f.moveAll(func(c *casefile.Case) bool { return x.Regime == policy.Supervision || c.Regime == x.Regime })
	case registry.FeeStandard:
		f.fees[x.Item] = registry.NewFeeStandards(append(f.fees[x.Item][:len(f.fees[x.Item]):len(f.fees[x.Item])], x))
	}
	return nil
}

// rules are those that a case's clock goes by.
func (f *fold) rules(c *casefile.Case) casefile.Rules {
	cal := f.calendars[c.Calendar]
	if cal == nil {
		id := c.Calendar
		if id == "" {
			id = workdays.Weekdays
		}
		cal = workdays.NewCalendar(id)
		f.calendars[c.Calendar] = cal
	}
	return casefile.Rules{Calendar: cal, Policies: f.policies}
}

// signals is the version of the rules of supervision that counts for a case:
// that of the day of its acceptance or, before that, of its receipt. Nil where
// there is none.
func (f *fold) signals(c *casefile.Case) *policy.Policy {
	on := c.AcceptedOn()
	if on == workdays.NoDate {
		on = c.ReceivedOn()
	}
	return f.policies.At(policy.Supervision, on)
}
