package county_test

import (
	"testing"

	"caseledger/ledger/assistance"
	"caseledger/ledger/books"
	"caseledger/ledger/casefile"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
)

// TestDeedsOfS4: the town does what the document says of it: 12 agents, more than
// 120 services for nearly 150 people, ten grids, some 90 matters and 80 appointments;
// and the same seed gives the same.
func TestDeedsOfS4(t *testing.T) {
	var before county.Summary
	for range 2 {
		s := memory.New()
		sum, _ := write(t, county.Job{Profile: "S4", Seed: 3, Cases: 500}, s)
		if before.Records > 0 && sum.ContentHash != before.ContentHash {
			t.Error("the same seed gives other records")
		}
		before = sum
		agents, grids, groups := map[string]bool{}, map[string]bool{}, 0
		services, persons, matters, appointments, visits, counted := 0, 0, 0, 0, 0, 0
		for _, r := range records(t, s) {
			e, err := books.Decode(&r)
			if err != nil {
				t.Fatal(err)
			}
			switch e := e.(type) {
			case assistance.Given:
				services, persons, agents[e.Agent] = services+1, persons+e.Persons, true
			case assistance.GridOpened:
				matters, grids[e.Grid] = matters+1, true
			case casefile.AppointmentMade:
				appointments++
			case assistance.VisitMade:
				visits++
			case assistance.VisitsPublished:
				groups += len(e.Cells)
				counted += e.Visits
			}
		}
		if services <= 120 || persons < 140 || persons >= 150 || len(agents) != 12 || len(grids) != 10 || matters < 90 || matters > 99 || appointments < 80 || appointments > 89 {
			t.Errorf("%d services for %d people by %d agents, %d matters of %d grids, %d appointments", services, persons, len(agents), matters, len(grids), appointments)
		}
		if visits < 90 || groups < 4 || counted < 80 || counted > visits {
			t.Errorf("%d visits, %d counted in %d cells", visits, counted, groups)
		}
	}
}
