package registry

import (
	"context"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// SimulationStream is where a ledger says that it is simulated.
const SimulationStream ledger.StreamID = "simulation/county"

// Simulated (模拟数据): what this ledger holds was made up by a program, but for
// cases that say from which source they were imported. It is the ledger's first
// record.
type Simulated struct {
	Cases   int
	From    workdays.Date
	Profile string
	Seed    int
	To      workdays.Date
	Version int // of the made-up world
}

// Stored names the schema.
func (Simulated) Stored() string { return "ledger.simulated/1" }

// Stream is one of its own.
func (Simulated) Stream() ledger.StreamID { return SimulationStream }

// Subject is the ledger.
func (Simulated) Subject() string { return "ledger" }

// Since is the beginning of the simulated period in UTC.
func (e Simulated) Since() time.Time { return e.From.Start(time.UTC) }

const maxWhole = 1<<53 - 1

var simulated = act.Of(spec[Simulated]{
	Zh: "模拟数据", En: "Ledger simulated", Public: act.Published,
	Members: func(e *Simulated, m *act.Members) {
		m.Whole(&e.Cases, "cases", "Cases that were made up (办件数).", 0, maxWhole, act.Always)
		m.Date(&e.From, "from", "First day (起始日).", act.Always)
		m.Code(&e.Profile, "profile", "What was simulated (模拟场景).", act.Always)
		m.Whole(&e.Seed, "seed", "Number from which everything follows (种子).", 0, maxWhole, act.Always)
		m.Date(&e.To, "to", "Last day (截止日).", act.Always)
		m.Whole(&e.Version, "version", "Version of the made-up world (版本): the same profile, seed, cases and days give the same records under one version.", 1, maxWhole, act.Always)
	},
	Evolve: counts[Simulated],
})

// ReadSimulated says whether a ledger is simulated, and how.
func ReadSimulated(ctx context.Context, s ledger.Store) (how Simulated, yes bool, err error) {
	state, _, err := load(ctx, s, SimulationStream)
	if err != nil {
		return how, false, fmt.Errorf("read whether the ledger is simulated: %w", err)
	}
	for _, e := range state.entries {
		how, yes = e.(Simulated)
	}
	return how, yes, nil
}
