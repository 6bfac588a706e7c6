package main

import (
	"context"
	"errors"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections"
	"caseledger/projections/figures"
)

var figuresVerb = verb{name: "figures", group: reading, args: argsOf[figuresCmd],
	words: "Compute public figures, each with its derivation."}

type figuresCmd struct {
	Figure []string `placeholder:"ID" help:"Only these figures; may be repeated. --list names them."`

	Org     *string `help:"Only cases accepted by this organisation (部门), and by those below it as of acceptance."`
	OrgOnly bool    `help:"Without what stands below the organisation, or below each that a ranking compares."`
	Item    *string `help:"Only cases of this service item (事项)."`
	Kind    *string `help:"Only cases of this kind (办件类型), such as promised or joint."`
	Channel *string `help:"Only cases that came in by this channel (办理渠道)."`
	Officer *string `help:"Only cases of this responsible post (责任岗位)."`

	Handling *string `help:"Only cases handled so (办理方式): immediate, promised, special."`
	Routing  *string `help:"Only cases routed so (办理路径): single, joint, forwarded, agent."`
	Intake   *string `help:"Only cases taken in so (受理结果): as_filed, corrected, returned."`
	Level    *string `help:"Only cases of this level (层级) of the item, or else of the organisation."`
	Class    *string `help:"Only cases of items of this class of matter (事项类别)."`
	Tag      *string `help:"Only cases of items that have this tag (马上办, 网上办 …), among others."`

	From    string `placeholder:"DATE" help:"First day of the period."`
	To      string `placeholder:"DATE" help:"Last day of the period."`
	AsOf    string `placeholder:"DATE" help:"Count what is open, and overdue, on the evening of this day; that of --to if not given."`
	KnownAt string `placeholder:"ORDINAL|TIME" help:"Leave out what was recorded later than this record, by its ordinal, or than a time."`

	By       string `enum:",org,item,kind,channel,officer,handling,routing,intake,level,class,tag" default:"" placeholder:"DIM" help:"Rank org, item, kind, channel, officer, handling, routing, intake, level, class or tag by one figure."`
	Every    string `enum:",day,week,month,quarter,half_year,year" default:"" placeholder:"GRAIN" help:"A series by day, week, month, quarter, half_year or year."`
	Limit    int    `default:"20" help:"Rows of a ranking (default ${default})."`
	Decimals int    `default:"-1" placeholder:"N" help:"Decimals of rates and means, 0 to 6; default by figure."`
	Truncate bool   `help:"Cut decimals instead of rounding half up."`
	CSV      bool   `help:"As CSV, in UTF-8, with every column."`
	List     bool   `help:"List the figures and what they mean."`
}

// Help is shown by --help.
func (figuresCmd) Help() string {
	return `Each figure comes with its definition's version, numerator, denominator, what
was excluded and why, the rounding and the ledger position, so that anyone can
compute it again. An empty denominator has no value. What happened is counted
over --from to --to, what there is on the evening of --as-of, or else of --to: up
to one evening, accepted = closed + returned + withdrawn + open. Where no server runs on
the data folder, the views are brought up to the ledger first; beside a
running server its views are read, and the position says how far they are.

Examples:

    caseledger figures
    caseledger figures --figure on_time_rate --channel Internet --json
    caseledger figures --from 2011-01-01 --to 2011-06-30 --every month --figure accepted
    caseledger figures --by officer --figure on_time_rate
    caseledger figures --as-of 2011-12-31 --known-at 5000
    caseledger figures --list

An organisation has the cases of all that stand below it, and a case counts under
each of its tags: rankings by them do not add up.

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

// Run computes and prints.
func (cmd figuresCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if cmd.List {
		return p.printDefinitions(c.JSON)
	}
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	if cmd.By != "" && cmd.Every != "" {
		return &usageError{"--by and --every do not go together: take one of them"}
	}
	if cmd.By != "" && len(cmd.Figure) != 1 {
		return &usageError{"--by ranks by one figure: name it with --figure"}
	}
	if cmd.Every != "" && (cmd.From == "" || cmd.To == "") {
		return &usageError{"--every needs --from and --to"}
	}
	known, err := parseMoment("--known-at", cmd.KnownAt)
	if err != nil {
		return err
	}
	q, err := cmd.query()
	if err != nil {
		return err
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	if q.KnownAt, err = ordinalOf(ctx, views.Views, known); err != nil {
		return err
	}
	simulated, err := views.Simulated(ctx)
	if err != nil {
		return err
	}
	return asUsage(cmd.print(ctx, &figurePrinter{p, c.JSON, cmd.CSV, simulated}, views.Views, q))
}

func (cmd figuresCmd) print(ctx context.Context, p *figurePrinter, views *projections.Views, q figures.Query) error {
	switch {
	case cmd.By != "":
		ranks, err := views.Ranking(ctx, q, figures.Dimension(cmd.By), cmd.Limit)
		if err != nil {
			return err
		}
		return p.ranking(cmd.By, ranks)
	case cmd.Every != "":
		points, err := views.Series(ctx, q, figures.Grain(cmd.Every))
		if err != nil {
			return err
		}
		return p.series(points)
	}
	list, err := views.Figures(ctx, q)
	if err != nil {
		return err
	}
	return p.figures(list)
}

func (cmd figuresCmd) query() (figures.Query, error) {
	q := figures.Query{
		IDs: cmd.Figure,
		Filter: figures.Filter{
			Org: cmd.Org, Item: cmd.Item, Kind: cmd.Kind, Channel: cmd.Channel, Officer: cmd.Officer,
		},
		Facets: figures.Facets{
			OrgOnly: cmd.OrgOnly, Handling: cmd.Handling, Routing: cmd.Routing, Intake: cmd.Intake,
			Level: cmd.Level, Class: cmd.Class, Tag: cmd.Tag,
		},
		Truncate: cmd.Truncate,
		Decimals: cmd.Decimals,
	}
	var err [3]error
	q.From, err[0] = parseDay("--from", cmd.From)
	q.To, err[1] = parseDay("--to", cmd.To)
	q.AsOf, err[2] = parseDay("--as-of", cmd.AsOf)
	return q, errors.Join(err[:]...)
}

// ordinalOf turns a moment of knowledge into an ordinal; zero for now. A date
// is taken in the ledger's default zone: it is the recorder's day, not that of
// a case.
func ordinalOf(ctx context.Context, views *projections.Views, m moment) (ledger.Position, error) {
	if !m.set || m.position != 0 {
		return m.position, nil
	}
	zone := casefile.Standard()
	n, err := views.OrdinalAt(ctx, m.until(zone))
	if err == nil && n == 0 {
		return 0, &usageError{"--known-at " + m.until(zone).Format(time.RFC3339) + ": nothing had been recorded by then"}
	}
	return ledger.Position(n), err
}
