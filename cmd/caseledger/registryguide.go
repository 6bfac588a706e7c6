package main

import (
	"context"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

type registryGuideCmd struct {
	Item string `arg:"" help:"Code of the service item."`
	asOf `embed:""`
}

// Help is shown by --help.
func (registryGuideCmd) Help() string {
	return `Prints the guide of an item (办事指南), made of the version in force on the day and
of the organisations as they are on it. It names the version and the day from
which that holds, so that a printed guide can be held against the ledger.

Examples:

    caseledger registry guide SX-001
    caseledger registry guide SX-001 --as-of 2024-03-01 --json

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here, or no such item in force.`
}

// Run prints the guide.
func (cmd registryGuideCmd) Run(ctx context.Context, p *program, c *cli) error {
	g, err := cmd.guide(ctx, p, c, cmd.Item)
	if err != nil {
		return err
	}
	if c.JSON {
		v, err := guideOf(&g)
		if err != nil {
			return err
		}
		return p.printJSON(v)
	}
	_, err = io.WriteString(p.stdout, g.Text())
	return err
}

type registryNoticeCmd struct {
	Item string `arg:"" help:"Code of the service item."`
	asOf `embed:""`
}

// Help is shown by --help.
func (registryNoticeCmd) Help() string {
	return `Prints the one-time notice of an item (一次性告知单): all that an applicant has to
bring, where to, and how long it takes, made of the version in force on the day,
which it names. With --json it is the guide, of which it is an extract.

Examples:

    caseledger registry notice SX-001
    caseledger registry notice SX-001 --as-of 2024-03-01

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here, or no such item in force.`
}

// Run prints the notice.
func (cmd registryNoticeCmd) Run(ctx context.Context, p *program, c *cli) error {
	if c.JSON {
		return registryGuideCmd(cmd).Run(ctx, p, c)
	}
	g, err := cmd.guide(ctx, p, c, cmd.Item)
	if err != nil {
		return err
	}
	_, err = io.WriteString(p.stdout, g.Notice())
	return err
}

// guideView is a guide as it is printed in JSON.
type guideView struct {
	ID        string             `json:"id"`
	From      workdays.Date      `json:"from"`
	AsOf      workdays.Date      `json:"asOf"`
	Version   jsontext.Value     `json:"version"` // with the tags, level and organisation of the day
	Hours     string             `json:"hours,omitempty"`
	Lines     []telephoneView    `json:"telephones"`
	Owner     organisationView   `json:"owner"`
	Places    []organisationView `json:"places"`
	Standards []jsontext.Value   `json:"standards"`
	Missing   []registry.Point   `json:"missing"` // of all points
}

func guideOf(g *registry.Guide) (v guideView, err error) {
	v = guideView{ID: g.ID(), From: g.Date, AsOf: g.AsOf, Hours: g.Open, Lines: telephoneViews(g.Lines), Owner: organisationOf(&g.Owner, nil), Missing: g.Missing(registry.Profiles["all"])}
	for _, o := range g.Places {
		v.Places = append(v.Places, organisationOf(&o, nil))
	}
	if v.Version, err = entryView(g.ItemRegistered); err == nil {
		v.Standards, err = bodies(g.Standards)
	}
	return v, err
}
