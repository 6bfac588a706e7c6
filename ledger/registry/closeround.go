package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// RoundClosed (结束清理): what became of the items as the centre states it. None of
// the four: what the items themselves say counts.
type RoundClosed struct {
	Abolished int
	Changed   int
	Date      workdays.Date
	Delegated int
	Retained  int
	Round     string
}

// Stored names the schema.
func (RoundClosed) Stored() string { return "round.closed/1" }

// Stream is that of the round.
func (e RoundClosed) Stream() ledger.StreamID { return named(RoundPrefix, e.Round) }

// Subject is its end.
func (RoundClosed) Subject() string { return "closed" }

// Since is the beginning of its first day in UTC.
func (e RoundClosed) Since() time.Time { return since(e.Date) }

var roundClosed = entry(spec[RoundClosed]{
	Zh: "结束清理", En: "Round closed", Public: act.Published,
	Command: "closeRound", Says: "Closes a round and states what became of its items (结束清理).", By: act.BySupervisor,
	Members: func(e *RoundClosed, m *act.Members) {
		m.Whole(&e.Abolished, "abolished", "How many were abolished, as stated (取消).", 0, 1_000_000)
		m.Whole(&e.Changed, "changed", "How many were changed (变更).", 0, 1_000_000)
		m.Date(&e.Date, "date", "Last day (结束日).", act.Required, act.Always)
		m.Whole(&e.Delegated, "delegated", "How many were delegated (下放).", 0, 1_000_000)
		m.Whole(&e.Retained, "retained", "How many were retained (保留).", 0, 1_000_000)
		m.Name(&e.Round, "round", "Code of the round (轮次).", act.Required, act.Always)
	},
	Check: func(e *RoundClosed) error {
		if err := given("date", e.Date.String()); err != nil {
			return err
		}
		return stands("round", e.Round, e.Stream())
	},
})

func (e RoundClosed) allowed(d *Directory) error {
	switch opened, closed := d.rounds[e.Round], d.closed[e.Round]; {
	case opened.Round == "":
		return refuse(RuleRound, "no round %s was opened", e.Round)
	case closed.Round != "":
		return refuse(RuleRound, "the round %s was closed on %s", e.Round, closed.Date)
	case e.Date < opened.Date:
		return refuse(RuleRound, "the round %s was opened on %s, after %s", e.Round, opened.Date, e.Date)
	}
	return nil
}
