package assistance

import (
	"context"
	"strings"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Appointment is a time that an applicant was given (预约).
type Appointment struct {
	Ordinal uint64
	Case    string
	At      time.Time
	Place   string
	MadeOn  workdays.Date // local day on which it was made
}

// Appointments is a page of appointments, and how many the query chooses.
type Appointments struct {
	Nodes []Appointment
	More  bool
	Count int
	At    uint64
}

// FindAppointments lists appointments in ledger order and counts them, by the
// local day on which they were made. Those of records that were voided, or of
// annulled cases, are none.
func FindAppointments(ctx context.Context, v view.Reader, q Query) (out Appointments, err error) {
	if err := q.check(); err != nil {
		return out, err
	}
	var c conditions
	c.days("made_on", q.From, q.To)
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		out.At = at
		err := t.Query("SELECT COUNT(*) FROM assistance_appointments"+c.where(), func(r door.Row) error {
			out.Count = int(r.Int(0))
			return nil
		}, c.args...)
		if err != nil || q.First == 0 {
			return err
		}
		where, args := q.page(c)
		return t.Query("SELECT ordinal, case_number, given_at, place, made_on FROM assistance_appointments"+where, func(r door.Row) error {
			out.Nodes = append(out.Nodes, Appointment{Ordinal: uint64(r.Int(0)), Case: r.Text(1), At: time.UnixMicro(r.Int(2)).UTC(), Place: r.Text(3), MadeOn: workdays.Date(r.Int(4))})
			return nil
		}, args...)
	})
	out.Nodes, out.More = cut(out.Nodes, q.First)
	return out, err
}

// appointmentTypes are the records of cases that make appointments or take them
// away.
func appointmentTypes() []string {
	return []string{casefile.AppointmentMade{}.Stored(), casefile.RecordVoided{}.Stored(), casefile.RecordCorrected{}.Stored(), casefile.Annulled{}.Stored()}
}

func takeAppointment(t door.Tx, r *view.Record) error {
	e, err := casefile.Book.Decode(&r.Record)
	if err != nil {
		return err
	}
	number := strings.TrimPrefix(string(r.Stream), casefile.StreamPrefix)
	switch e := e.(type) {
	case casefile.AppointmentMade:
		return t.Exec("INSERT INTO assistance_appointments (ordinal, case_number, revision, given_at, place, made_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			int64(r.Ordinal), number, int64(r.Revision), e.At.UnixMicro(), e.Place, int64(casefile.StandardDate(r.Occurred)))
	case casefile.RecordVoided:
		return t.Exec("DELETE FROM assistance_appointments WHERE case_number = ?1 AND revision = ?2", number, int64(e.Revision))
	case casefile.RecordCorrected:
		if a, ok := e.Instead.(casefile.AppointmentMade); ok {
			return t.Exec("UPDATE assistance_appointments SET given_at = ?1, place = ?2 WHERE case_number = ?3 AND revision = ?4", a.At.UnixMicro(), a.Place, number, int64(e.Revision))
		}
	case casefile.Annulled:
		return t.Exec("DELETE FROM assistance_appointments WHERE case_number = ?1", number)
	}
	return nil
}
