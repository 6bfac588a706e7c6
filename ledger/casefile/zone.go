package casefile

import (
	"sync"
	"time"
	_ "time/tzdata" // zones are part of the rules: the same on every machine

	"caseledger/ledger/workdays"
)

// DefaultZone is the time zone of a case that names none.
const DefaultZone = "Asia/Shanghai"

var zones sync.Map // name → *time.Location; loading is slow, and zones are few

// ParseZone says whether the name is an IANA time zone.
func ParseZone(name string) (*time.Location, error) {
	if name == "" {
		name = DefaultZone
	}
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location), nil
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	zones.Store(name, z)
	return z, nil
}

// Standard is the default zone.
var Standard = sync.OnceValue(func() *time.Location {
	z, err := ParseZone(DefaultZone)
	if err != nil {
		panic(err) // the zones are part of the program
	}
	return z
})

// StandardDate is the date of an instant in the default zone, [workdays.NoDate] of
// none.
func StandardDate(t time.Time) workdays.Date {
	if t.IsZero() {
		return workdays.NoDate
	}
	return workdays.DateOf(t, Standard())
}

// location is the zone of a recorded case. Acceptance checks the name, so an
// unknown one here means a ledger from elsewhere: it is read as the default.
func location(name string) *time.Location {
	z, err := ParseZone(name)
	if err != nil {
		return Standard()
	}
	return z
}
