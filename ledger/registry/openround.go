package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// RoundOpened (开始清理): so many items were found, and each is to be retained,
// delegated, changed or abolished.
type RoundOpened struct {
	Basis string
	Date  workdays.Date
	Found int
	Items []string // all that were found, or none
	Name  string
	Round string
}

// Stored names the schema.
func (RoundOpened) Stored() string { return "round.opened/1" }

// Stream is that of the round.
func (e RoundOpened) Stream() ledger.StreamID { return named(RoundPrefix, e.Round) }

// Subject is its beginning.
func (RoundOpened) Subject() string { return "opened" }

// Since is the beginning of its first day in UTC.
func (e RoundOpened) Since() time.Time { return since(e.Date) }

var roundOpened = entry(spec[RoundOpened]{
	Zh: "开始清理", En: "Round opened", Public: act.Published,
	Command: "openRound", Says: "Opens a round in which items are cleaned up (开展清理).", By: act.BySupervisor,
	Members: func(e *RoundOpened, m *act.Members) {
		m.Text(&e.Basis, "basis", "Document that decides it (依据).")
		m.Date(&e.Date, "date", "First day (开始日).", act.Required, act.Always)
		m.Whole(&e.Found, "found", "How many items were found (清理前数量).", 0, 1_000_000, act.Required, act.Always)
		m.Names(&e.Items, "items", "Their codes (事项), where they are listed; then all of them.", maxOffices)
		m.Text(&e.Name, "name", "Name of the round (名称).", act.Required, act.Always)
		m.Name(&e.Round, "round", "Code of the round (轮次).", act.Required, act.Always)
	},
	Check: func(e *RoundOpened) error {
		if err := given("date", e.Date.String(), "name", e.Name); err != nil {
			return err
		}
		if n := len(e.Items); n > 0 && n != e.Found {
			return act.Invalid("items", "", "are not as many as were found")
		}
		return stands("round", e.Round, e.Stream())
	},
})

func (e RoundOpened) allowed(d *Directory) error {
	if d.rounds[e.Round].Round != "" {
		return refuse(RuleRound, "the round %s was opened already", e.Round)
	}
	return nil
}
