package assistance

import (
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/assistance"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Name is that of the view.
const Name = "assistance"

// View declares it.
func View() view.View {
	v := view.View{
		Name: Name, Version: 2,
		Tables: []string{
			"CREATE TABLE assistance_services (ordinal BIGINT PRIMARY KEY, number TEXT NOT NULL, agent TEXT NOT NULL, org TEXT NOT NULL, item TEXT NOT NULL, case_number TEXT NOT NULL, persons BIGINT NOT NULL, served_on BIGINT NOT NULL)",
			"CREATE TABLE assistance_matters (number TEXT PRIMARY KEY, ordinal BIGINT NOT NULL, grid TEXT NOT NULL, class TEXT NOT NULL, mode TEXT NOT NULL, opened_on BIGINT NOT NULL, level TEXT NOT NULL, closed_on BIGINT NOT NULL, result TEXT NOT NULL)",
			"CREATE TABLE assistance_visits (org TEXT NOT NULL, period TEXT NOT NULL, visits BIGINT NOT NULL, late BIGINT NOT NULL, published BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (org, period))",
			"CREATE TABLE assistance_appointments (ordinal BIGINT PRIMARY KEY, case_number TEXT NOT NULL, revision BIGINT NOT NULL, given_at BIGINT NOT NULL, place TEXT NOT NULL, made_on BIGINT NOT NULL)",
			"CREATE TABLE assistance_hours (ordinal BIGINT PRIMARY KEY, org TEXT NOT NULL, body TEXT NOT NULL)",
		},
		Indexes: []string{
			"CREATE INDEX assistance_services_on ON assistance_services (served_on, ordinal)",
			"CREATE INDEX assistance_matters_at ON assistance_matters (ordinal)",
			"CREATE INDEX assistance_appointments_case ON assistance_appointments (case_number, revision)",
			"CREATE INDEX assistance_hours_org ON assistance_hours (org, ordinal)",
		},
		New: func(door.Tx) (view.Writer, error) { return writer{}, nil },
	}
	v.Types = appointmentTypes()
	for _, k := range kinds {
		for _, a := range k.Actions() {
			v.Types = append(v.Types, a.Name)
		}
	}
	return v
}

var kinds = []dossier.Handler{assistance.Services, assistance.Matters, assistance.Openings, assistance.HomeVisits}

// writer writes the rows and remembers nothing.
type writer struct{}

// Forget implements [view.Writer].
func (writer) Forget() {}

// Take implements [view.Writer].
func (writer) Take(t door.Tx, b *view.Batch) error {
	for i := range b.Records {
		if err := take(t, &b.Records[i]); err != nil {
			return fmt.Errorf("record %d: %w", b.Records[i].Ordinal, err)
		}
	}
	return nil
}

func take(t door.Tx, r *view.Record) error {
	for _, k := range kinds {
		if !k.Has(r.Stream) {
			continue
		}
		e, err := k.Decode(&r.Record)
		if err != nil {
			return err
		}
		on, at := int64(casefile.StandardDate(r.Occurred)), int64(r.Ordinal)
		switch e := e.(type) {
		case assistance.Given:
			return t.Exec("INSERT INTO assistance_services (ordinal, number, agent, org, item, case_number, persons, served_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
				at, e.Service, e.Agent, e.Org, e.Item, e.Case, int64(e.Persons), on)
		case assistance.GridOpened:
			return t.Exec("INSERT INTO assistance_matters (number, ordinal, grid, class, mode, opened_on, level, closed_on, result) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '') ON CONFLICT (number) DO NOTHING",
				e.Matter, at, e.Grid, e.Class, string(e.Mode), on, string(assistance.InGrid), int64(workdays.NoDate))
		case assistance.GridHandedUp:
			return t.Exec("UPDATE assistance_matters SET level = ?1 WHERE number = ?2", string(e.Level), e.Matter)
		case assistance.GridClosed:
			return t.Exec("UPDATE assistance_matters SET level = ?1, closed_on = ?2, result = ?3 WHERE number = ?4", string(e.Level), on, e.Result, e.Matter)
		case assistance.HoursPublished:
			return t.Exec("INSERT INTO assistance_hours (ordinal, org, body) VALUES (?1, ?2, ?3)", at, e.Org, string(r.Public))
		case assistance.VisitMade:
			return t.Exec("INSERT INTO assistance_visits (org, period, visits, late, published, body) VALUES (?1, ?2, 1, 0, 0, '') ON CONFLICT (org, period) DO UPDATE SET "+
				"visits = assistance_visits.visits + 1, late = assistance_visits.late + CASE WHEN assistance_visits.published > 0 THEN 1 ELSE 0 END", e.Org, e.Period)
		case assistance.VisitsPublished:
			return t.Exec("UPDATE assistance_visits SET published = ?1, body = ?2 WHERE org = ?3 AND period = ?4 AND published = 0", at, string(r.Public), e.Org, e.Period)
		}
	}
	return takeAppointment(t, r)
}

// read gives the event of a body that was kept.
func read[E any](k dossier.Handler, name, body string) (e E, err error) {
	got, err := k.Decode(&ledger.Record{Draft: ledger.Draft{Type: name, Public: []byte(body)}})
	if err == nil {
		e = got.(E)
	}
	return e, err
}
