package card

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// Days is the stream that takes what supervision is told of days.
const (
	dayPrefix                 = "supervise/"
	Days      ledger.StreamID = dayPrefix + "days"
)

// DayBegun (监察日): a day has begun, although nothing else was recorded on it.
// Supervision records what fell due until then.
type DayBegun struct{ Date workdays.Date }

// Stored names the schema.
func (DayBegun) Stored() string { return "supervision.ticked/1" }

// Stream is the one of all days.
func (DayBegun) Stream() ledger.StreamID { return Days }

// Told is the last day that supervision was told of.
type Told struct {
	Date workdays.Date
	any  bool
}

var dayBegun = act.Of(act.Spec[Told, ask, DayBegun]{
	Zh: "监察日", En: "Day of supervision", Public: act.Published, By: act.BySupervisor,
	Command: "tickSupervision", Says: "Tells supervision that a day has begun (监察日), where nothing else is recorded on it.",
	Members: func(e *DayBegun, m *act.Members) {
		m.Date(&e.Date, "date", "The day (日期).", act.Always, act.Required)
	},
	Decide: func(t *Told, a *ask, e DayBegun) (DayBegun, error) {
		switch today := workdays.DateOf(a.Recorded, china); {
		case t.any && e.Date <= t.Date:
			return e, act.Refuse("监察日", "supervision was told of %s already", t.Date)
		case e.Date > today:
			return e, act.Refuse("监察日", "it is %s: %s has not begun", today, e.Date)
		}
		return e, nil
	},
	Evolve: func(t *Told, _ act.Facts, e DayBegun) { t.Date, t.any = e.Date, true },
})

// Ticks are the days that supervision was told of.
var Ticks = &dossier.Kind[Told, struct{}]{Prefix: dayPrefix, Book: act.NewBook(dayBegun)}

var china = time.FixedZone("Asia/Shanghai", 8*60*60)

// Zone is the time zone in which supervision counts days.
func Zone() *time.Location { return china }
