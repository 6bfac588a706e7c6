package main

import (
	"context"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/assistance"
	dossiers "caseledger/ledger/dossier"
	"caseledger/ledger/vault"
)

var visitsVerb = verb{name: "visits", group: recording, args: argsOf[visitsCmd],
	words: "Publish a quarter's home visits by group, small groups together."}

type visitsCmd struct {
	Org    string `required:"" placeholder:"CODE" help:"The organisation that visits."`
	Period string `required:"" placeholder:"QUARTER" help:"The quarter, 2024-Q1; it must be over."`
	K      int    `default:"5" help:"Least count of a group that is told apart, 2 to 100 (default ${default})."`
	Post   string `placeholder:"POST" help:"Acting post, never a person's name."`
}

// Help is shown by --help.
func (visitsCmd) Help() string {
	return `Who was visited at home (上门服务) is sealed. This reads the groups from the vault,
counts them, puts small groups together and records the counts, once for a quarter
of an organisation. Nobody can take one answer from another and be left with a
group of fewer than K: ledger/assistance/DECISIONS.md says why. No server may run on
the folder.

Examples:

    caseledger visits --org CENTRE --period 2024-Q1 --post 统计岗-01
    caseledger visits --org CENTRE --period 2024-Q1 --k 10 --json

Exit codes: 0 published, or published before, 1 refused or failure, 2 usage, 3 damaged, 4 no ledger here.`
}

type visitCellView struct {
	Groups []string `json:"groups"`
	Count  int      `json:"count"`
}

type visitsView struct {
	Org      string          `json:"org"`
	Period   string          `json:"period"`
	K        int             `json:"k"`
	Visits   int             `json:"visits"`
	Unknown  int             `json:"unknown"`
	Cells    []visitCellView `json:"cells"`
	Repeated bool            `json:"repeated"` // it was published before
}

// Run publishes and prints.
func (cmd *visitsCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := checkPost(cmd.Post); err != nil {
		return err
	}
	var receipt dossiers.Receipt
	err = c.storage().sealing(ctx, p, func(store ledger.Store, v *vault.Vault) (err error) {
		receipt, err = assistance.Publish(ctx, &dossiers.Desk{Store: store, Vault: v}, p.now(), cmd.Post, cmd.Org, cmd.Period, cmd.K)
		return asUsage(err)
	})
	if err != nil {
		return err
	}
	got, err := assistance.HomeVisits.Decode(&receipt.Record)
	if err != nil {
		return err
	}
	e := got.(assistance.VisitsPublished)
	out := visitsView{Org: e.Org, Period: e.Period, K: e.K, Visits: e.Visits, Unknown: e.Unknown, Cells: []visitCellView{}, Repeated: receipt.Repeated}
	for _, x := range e.Cells {
		out.Cells = append(out.Cells, visitCellView{x.Groups, x.Count})
	}
	if c.JSON {
		return p.printJSON(out)
	}
	print := &printer{w: p.stdout}
	for _, x := range out.Cells {
		print.line("%d  %s", x.Count, strings.Join(x.Groups, ", "))
	}
	print.line("%d visits of %s in %s, groups of less than %d together", e.Visits, e.Org, e.Period, e.K)
	return print.err
}
