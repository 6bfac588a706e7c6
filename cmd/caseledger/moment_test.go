package main

import (
	"testing"
	"time"

	"caseledger/ledger"
)

func TestParseMoment(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	for _, c := range []struct {
		text     string
		position ledger.Position
		until    string
		bad      bool
	}{
		{text: ""},
		{text: "1234", position: 1234},
		{text: "0", bad: true},
		{text: "99999999999999999999", bad: true},
		{text: "2011-10-11", until: "2011-10-11T15:59:59.999999Z"},
		{text: "2011-10-11T12:00:00+08:00", until: "2011-10-11T04:00:00.000000Z"},
		{text: "2011-10-11 12:00", bad: true},
		{text: "yesterday", bad: true},
	} {
		m, err := parseMoment("--at", c.text)
		if (err != nil) != c.bad {
			t.Errorf("%q: error %v, want one: %v", c.text, err, c.bad)
		}
		if err != nil {
			if exitCode(err) != exitUsage {
				t.Errorf("%q: exit code %d, want %d", c.text, exitCode(err), exitUsage)
			}
			continue
		}
		until := ""
		if u := m.until(zone); !u.IsZero() {
			until = ledger.FormatTime(u)
		}
		if m.position != c.position || until != c.until {
			t.Errorf("%q: position %s until %q, want %s and %q", c.text, m.position, until, c.position, c.until)
		}
	}
}
