package casefile

import (
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// AppointmentMade (预约): the applicant was given a time. A case may begin with
// it: before the application comes in nobody's days run.
type AppointmentMade struct {
	At      time.Time `json:"at"`
	Channel string    `json:"channel,omitempty"`
	Place   string    `json:"place,omitempty"` // code
}

// MakeAppointment records an appointment.
type MakeAppointment = AppointmentMade

// Stored names the schema.
func (AppointmentMade) Stored() string { return "case.appointment_made/1" }

// Appointment is one of a case.
type Appointment struct {
	At    time.Time `json:"at"`
	Place string    `json:"place,omitempty"`
}

var appointmentMade = act.Of(spec[AppointmentMade]{
	Zh: "预约", En: "Appointment made", Public: act.Published,
	Command: "makeAppointment", Says: "Gives the applicant a time, before the acceptance too (预约).",
	Needs: func(c *Case, a *Ask) error {
		if c.Status == None {
			return nil
		}
		return inHand(c, a)
	},
	Members: func(e *AppointmentMade, m *act.Members) {
		m.Time(&e.At, "at", "The time that was given (预约时间).", act.Always, act.Required)
		m.Code(&e.Channel, "channel", "Channel (办理渠道): telephone, internet …")
		m.Code(&e.Place, "place", "Code of the place (地点).")
	},
	Decide: func(c *Case, a *Ask, e AppointmentMade) (AppointmentMade, error) {
		e.At = ledger.Time(e.At)
		switch {
		case e.At.Before(a.Occurred):
			return e, invalid("at", ledger.FormatTime(e.At), "lies before the making of the appointment")
		case len(c.Kept().Appointments) >= maxVisits:
			return e, refuse(RuleVisit, "the case has %d appointments already", maxVisits)
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e AppointmentMade) {
		c.begin(f.Occurred)
		c.keep(func(d *Docket) {
			d.Appointments = append(slices.Clip(d.Appointments), Appointment{At: e.At, Place: e.Place})
		})
	},
})

// maxVisits bounds the appointments of a case, its site checks, and its visits.
const maxVisits = 100
