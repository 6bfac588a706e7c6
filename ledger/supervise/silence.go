package supervise

import (
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// quiet is what silence brings a case, and when.
type quiet struct {
	casefile.Command
	at time.Time
}

// silences lists what silence brings, as long as a case stays as it is: that it
// counts as accepted, or what its policy says of a limit that passed. Renewals
// are left to people: when a licence ends is not in the case.
func (f *fold) silences(t *watched, yield func(quiet)) {
	c := &t.state
	rules := f.rules(c)
	if last, ok := c.Silent(rules); ok {
		yield(quiet{casefile.DeemAccepted{}, last.End(c.Location()).UTC()})
		return
	}
	p := c.Policy(rules)
	if p == nil || len(p.Defaults) == 0 || c.Status != casefile.Open || !c.DecidedAt.IsZero() {
		return
	}
	l := c.Limit(rules)
	if l.On == workdays.NoDate {
		return
	}
	for _, d := range p.Defaults {
		e := casefile.TriggerTimeoutDefault{Effect: casefile.TimeoutEffect(d.Effect), Organ: c.Org, Basis: d.Basis, Regime: c.Regime, ValidUntil: workdays.NoDate}
		if e.Effect != casefile.DeemedRenewal && !holds(c, e) {
			yield(quiet{e, l.On.End(c.Location()).UTC()})
		}
	}
}

// silence has recorded what silence has brought a case by the beginning of
// today, and takes its effect at once: the record may come later among others.
func (f *fold) silence(t *watched, r *ledger.Record) error {
	for range 2 { // accepted by silence, a limit may have passed as well
		var all []quiet
		f.silences(t, func(x quiet) {
			if begun(x.at) <= f.today {
				all = append(all, x)
			}
		})
		rules := f.rules(&t.state)
		for _, x := range all {
			o := casefile.Order{By: &rules,
				ID: ledger.NewCommandID(x.at, "supervise\x00"+t.number+"\x00"+x.Command.Stored()+"\x00"+x.at.String()+"\x00"+effect(x.Command)), Number: t.number,
				Occurred: x.at, Recorded: later(r.Recorded, x.at), Command: x.Command,
			}
			entries, err := f.order(o)
			if err != nil {
				return err
			}
			for i := range entries {
				f.asked[o.ID] = true
				t.own = append(t.own, entries[i])
				if !holds(&t.state, entries[i].Event) {
					t.state.Apply(&entries[i])
				}
			}
		}
		if len(all) == 0 {
			break
		}
	}
	return nil
}

func effect(c casefile.Command) string {
	if e, ok := c.(casefile.TimeoutDefaulted); ok {
		return string(e.Effect)
	}
	return ""
}

func revision(r ledger.Revision) string { return strconv.FormatInt(int64(r), 10) }
