package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger/casefile"
	"caseledger/ledger/county"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// Size of the demo's county: a year up to yesterday.
const (
	demoCases = 4000
	demoDays  = 365
	demoBeat  = time.Second
)

// demoJob is the county of a demo that begins now. A day for which no calendar
// can be known yet ends it earlier.
func demoJob(now time.Time) county.Job {
	to := casefile.StandardDate(now) - 1
	if all := workdays.Official(); to.Year() > all[len(all)-1].Year {
		to = workdays.Civil(all[len(all)-1].Year, 12, 31)
	}
	return county.Job{Profile: "county", Seed: 1, Cases: demoCases, From: to - demoDays, To: to}
}

// demoCounty is the county of a demo's folder. It is written where the folder
// does not hold it, or not all of it.
func (f folder) demoCounty(ctx context.Context, p *program) (*county.County, error) {
	text, err := os.ReadFile(f.file(simulating))
	if errors.Is(err, fs.ErrNotExist) {
		return f.heldCounty(ctx)
	}
	if err != nil {
		return nil, err
	}
	var job county.Job
	if err := json.Unmarshal(text, &job); err != nil {
		return nil, fmt.Errorf("%s: %w", f.file(simulating), err)
	}
	made, err := county.New(job)
	if err != nil {
		return nil, err
	}
	if _, _, err := f.simulate(ctx, p, made, nil); err != nil {
		return nil, err
	}
	return made, os.Remove(f.file(simulating))
}

// heldCounty is the county that a folder's ledger holds.
func (f folder) heldCounty(ctx context.Context) (*county.County, error) {
	store, err := f.readLedger(ctx)
	if err != nil {
		return nil, err
	}
	how, yes, err := registry.ReadSimulated(ctx, store)
	if err = errors.Join(err, store.Close()); err != nil {
		return nil, err
	}
	if !yes || how.Version != county.Version {
		return nil, fmt.Errorf("%s holds the demo of another version; delete the folder to begin anew", f)
	}
	return county.New(county.Job{Profile: how.Profile, Seed: uint64(how.Seed), Cases: how.Cases, From: how.From, To: how.To})
}

// liver is what lets a county go on until a context ends, through the same
// commands as any clerk's. An order that is refused was carried out before, or
// somebody else has had the case: life goes on.
func (s *site) liver(made *county.County, now func() time.Time) func(context.Context) {
	desk := &casefile.Desk{Store: s.store, Vault: s.vault, Classes: s.classes}
	return func(ctx context.Context) {
		live := made.Live(now())
		for sleep(ctx, demoBeat) == nil {
			for _, o := range live.Next(now()) {
				var refused *casefile.Refusal
				if _, err := desk.Do(ctx, o); err != nil && !errors.As(err, &refused) && ctx.Err() == nil {
					s.logger.Warn("the county does not go on", "case", o.Number, "error", err)
				}
			}
		}
	}
}
