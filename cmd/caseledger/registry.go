package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

var registryVerb = verb{name: "registry", group: caring, args: argsOf[registryCmd],
	words: "Load and print organisations, items, windows, posts; guides."}

type registryCmd struct {
	Load     registryLoadCmd     `cmd:"" group:"below" help:"Record what tables of an office say."`
	Show     registryShowCmd     `cmd:"" group:"below" help:"Print a registry as of a day."`
	Guide    registryGuideCmd    `cmd:"" group:"below" help:"Print the guide of an item (办事指南)."`
	Notice   registryNoticeCmd   `cmd:"" group:"below" help:"Print the one-time notice of an item (一次性告知单)."`
	Complete registryCompleteCmd `cmd:"" group:"below" help:"Say what items do not make public (六公开)."`
}

// Help is shown by --help.
func (registryCmd) Help() string {
	return `The registries say by date which organisations there are and below which they
stand, which service items they have, and which windows and posts. What is loaded
is recorded for ever; what changes is a new record, and the days before it keep
what they had.

Examples:

    caseledger registry load organisations.csv items.csv windows.csv posts.csv
    caseledger registry show organisations --as-of 2024-06-30
    caseledger registry guide SX-001

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no such file, ledger or item, 5 no room.`
}

// asOf is which day and which records a registry is read for.
type asOf struct {
	AsOf    string `placeholder:"DATE" help:"The day that is asked for; today if not given."`
	KnownAt string `placeholder:"ORDINAL|TIME" help:"Leave out what was recorded later than this record, by its ordinal, or than a time."`
}

// registries are what was read, and the day that is asked for.
type registries struct {
	*registry.Directory
	fees map[string]registry.FeeStandards // by item
	day  workdays.Date
}

func (a asOf) read(ctx context.Context, p *program, c *cli) (r registries, err error) {
	if r.day, err = parseDay("--as-of", a.AsOf); err != nil {
		return r, err
	}
	if a.AsOf == "" {
		r.day = today(p)
	}
	known, err := parseMoment("--known-at", a.KnownAt)
	if err != nil {
		return r, err
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	at, err := ordinalOf(ctx, views.Views, known)
	if err != nil {
		return r, err
	}
	if r.Directory, err = views.Directory(ctx, at); err == nil {
		r.fees, err = views.FeeStandards(ctx, at)
	}
	return r, err
}

// today is the date in the zone in which centres work.
func today(p *program) workdays.Date {
	zone, err := time.LoadLocation(casefile.DefaultZone)
	if err != nil {
		zone = time.UTC
	}
	return workdays.DateOf(p.now(), zone)
}

// guide is the guide of an item.
func (a asOf) guide(ctx context.Context, p *program, c *cli, item string) (registry.Guide, error) {
	r, err := a.read(ctx, p, c)
	if err != nil {
		return registry.Guide{}, err
	}
	g, ok := r.Guide(item, r.day, r.fees[item])
	if !ok {
		return g, fmt.Errorf("no item %s is in force on %s: %w", item, r.day, ledger.ErrNotFound)
	}
	return g, nil
}
