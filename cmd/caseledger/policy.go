package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"

	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

var policyVerb = verb{name: "policy", group: caring, args: argsOf[policyCmd],
	words: "List and publish the rules of limits, in versions by date."}

type policyCmd struct {
	List    policyListCmd    `cmd:"" group:"below" help:"List the versions, or those in force on a date."`
	Publish policyPublishCmd `cmd:"" group:"below" help:"Record a version from a file."`
}

// Help is shown by --help.
func (policyCmd) Help() string {
	return `A policy is one version of the rules of a regime: limits, what stops the clock,
whose silence means what, each with its article. A case is counted by the version
in force on the day on which it was received or accepted. The licensing law
(licence) and the disclosure regulation (foi), both before and after 2019, and
public services (service) hold without a record, and so does the scale of ratings
(rating), by which a rating is taken on its own day; a later record of the same
regime and date stands in for an earlier one. Local rules that ship by name are in
force only once they are published.

Examples:

    caseledger policy list
    caseledger policy list --regime foi --on 2018-03-01
    caseledger policy list --named
    caseledger policy publish trial.json --post 督办岗-01
    caseledger policy publish rating-shanghai --from 2025-07-01

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no such file, 5 no room.`
}

type policyListCmd struct {
	Regime string `placeholder:"CODE" help:"Only this regime: licence, foi, service, rating or another."`
	On     string `placeholder:"DATE" help:"Only the version of each regime that is in force on this date."`
	Named  bool   `help:"Only the local rules that ship by name and are in force where they are published."`
	CSV    bool   `help:"As CSV, in UTF-8."`
}

// Help is shown by --help.
func (policyListCmd) Help() string {
	return `Prints the versions as the ledger defines them now, and without a ledger those that
ship with the program. Days are working days, an
extension stands behind a plus, and - says that the rules name no limit. With
--json it is all of them, as they are published, with id, and with until where a
later version is known.

Examples:

    caseledger policy list
    caseledger policy list --regime licence --json
    caseledger policy list --on 2019-05-14

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged.`
}

// policyView is a version as the verb prints it.
type policyView struct {
	ID string `json:"id"`
	policy.Policy
	Until workdays.Date `json:"until,omitempty"`
}

// Run lists versions, ascending by regime and date.
func (cmd policyListCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	on := workdays.NoDate
	if cmd.On != "" {
		if on, err = workdays.ParseDate(cmd.On); err != nil {
			return &usageError{"--on: " + err.Error()}
		}
	}
	if cmd.Named {
		return cmd.named(p, c)
	}
	set, err := policies(ctx, p, c)
	if err != nil {
		return err
	}
	views := []policyView{}
	for _, v := range set.All() {
		if cmd.Regime != "" && v.Regime != cmd.Regime || cmd.On != "" && set.At(v.Regime, on).ID() != v.ID() {
			continue
		}
		view := policyView{ID: v.ID(), Policy: v, Until: workdays.NoDate}
		if last := set.Until(&v); last < policy.Last {
			view.Until = last
		}
		views = append(views, view)
	}
	if c.JSON {
		return p.printJSON(struct {
			Policies []policyView `json:"policies"`
		}{views})
	}
	t := &table{csv: cmd.CSV, header: []string{"regime", "from", "until", "limit", "joint", "notice", "version", "basis"}}
	for _, v := range views {
		t.add(v.Regime, v.From.String(), v.Until.String(), days(v.LegalDays, v.ExtensionDays), days(v.JointDays, v.JointExtensionDays), days(v.NoticeDays, 0), v.Version, v.Basis)
	}
	return t.write(p.stdout)
}

// named lists what ships by name.
func (cmd policyListCmd) named(p *program, c *cli) error {
	all := policy.Named()
	if c.JSON {
		return p.printJSON(struct {
			Named map[string]policy.Policy `json:"named"`
		}{all})
	}
	t := &table{csv: cmd.CSV, header: []string{"name", "regime", "from", "version", "basis"}}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v := all[name]
		t.add(name, v.Regime, v.From.String(), v.Version, v.Basis)
	}
	return t.write(p.stdout)
}

// policies are the versions as the ledger defines them now; where there is no
// ledger those that ship.
func policies(ctx context.Context, p *program, c *cli) (set *policy.Set, err error) {
	store, err := c.storage().readLedger(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		_, err = fmt.Fprintf(p.stderr, "%s holds no ledger: these versions ship with the program\n", c.folder())
		return policy.Official(), err
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return registry.Policies(ctx, store)
}

// days writes a limit and its extension: "20+10", "5", or "-" for none.
func days(limit, extension int) string {
	switch {
	case limit == 0:
		return "-"
	case extension == 0:
		return strconv.Itoa(limit)
	}
	return strconv.Itoa(limit) + "+" + strconv.Itoa(extension)
}

type policyPublishCmd struct {
	File string `arg:"" help:"File with one version as JSON, or the name of one that ships (policy list --named); - reads standard input."`
	From string `placeholder:"DATE" help:"In force from this date on, in place of the one that the version names."`
	Post string `placeholder:"POST" help:"The acting post, never a person's name; none if not given."`

	DryRun bool `help:"Only say whether the version can be published; nothing is recorded, and no ledger is needed."`
}

// Help is shown by --help.
func (policyPublishCmd) Help() string {
	return `Records one version of the rules of a regime, complete:

    {"regime":"licence","version":"试行2027","from":"2027-01-01","basis":"试行办法〔2026〕7号","legalDays":10,"extensionDays":5}

The members are those of ledger/registry/FORMAT.md, and policy list --json prints
examples. A file that is already held adds nothing. What cannot be is refused
with the member that is wrong. No server may run on the folder.

Examples:

    caseledger policy publish trial.json --dry-run
    caseledger policy publish trial.json --post 督办岗-01
    caseledger policy publish rating-four-levels --from 2015-01-01
    caseledger policy publish - --json

Exit codes: 0 done, also where nothing was added, 1 refused or failure, 2 usage, 3 ledger damaged, 4 no such file, 5 no room.`
}

// maxPolicy bounds the file of a policy in bytes.
const maxPolicy = 1 << 20

// Run records the version of a file.
func (cmd policyPublishCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := checkPost(cmd.Post); err != nil {
		return err
	}
	of, shipped := policy.Named()[cmd.File]
	if !shipped {
		if of, err = readPolicy(p, cmd.File); err != nil {
			return err
		}
	}
	if cmd.From != "" {
		if of.From, err = workdays.ParseDate(cmd.From); err != nil {
			return &usageError{"--from: " + err.Error()}
		}
	}
	if cmd.DryRun {
		if _, _, err := registry.Book.Body(registry.Policy(of), cmd.Post, nil); err != nil {
			return fmt.Errorf("policy %s: %w", of.ID(), err)
		}
		return cmd.said(p, c, of.ID(), 0, "can be published; nothing was recorded")
	}
	store, err := c.storage().openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	added, err := registry.Record(ctx, store, p.now(), cmd.Post, registry.Policy(of))
	if err != nil {
		return fmt.Errorf("publish policy %s: %w", of.ID(), err)
	}
	said := "is published"
	if added == 0 {
		said = "is held already; nothing was added"
	}
	return cmd.said(p, c, of.ID(), added, said)
}

func (policyPublishCmd) said(p *program, c *cli, id string, added int, words string) error {
	if c.JSON {
		return p.printJSON(struct {
			ID    string `json:"id"`
			Added int    `json:"added"`
		}{id, added})
	}
	_, err := fmt.Fprintf(p.stdout, "%s %s\n", id, words)
	return err
}

// readPolicy reads the version of a file and checks it.
func readPolicy(p *program, name string) (of policy.Policy, err error) {
	input, _, err := openInput(p, name)
	if err != nil {
		return of, err
	}
	defer input.Close()
	b, err := io.ReadAll(io.LimitReader(input, maxPolicy+1))
	switch {
	case err != nil:
		return of, err
	case len(b) > maxPolicy:
		return of, fmt.Errorf("%s is larger than 1 MiB: one version is less", name)
	}
	if of, err = policy.Parse(b); err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return of, err
}
