package main

import (
	"context"
	"encoding/csv"
	"errors"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/conformance"
	"caseledger/ledger/statement"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

var conformanceVerb = verb{name: "conformance", group: reading, args: argsOf[conformanceCmd],
	words: "Hold cases against the rules of law and policy."}

type conformanceCmd struct {
	Rule    []string `placeholder:"ID" help:"Only these rules; may be repeated. Without it all, which are listed with their ids."`
	Org     *string  `help:"Only cases accepted by this organisation."`
	Month   string   `placeholder:"MONTH" help:"Only cases accepted in this month, 2026-05."`
	By      string   `enum:",org,month" default:"" placeholder:"GROUP" help:"Divide the counts by org or month of acceptance."`
	Verdict string   `enum:",complies,breaks,unjudged" default:"" placeholder:"VERDICT" help:"List the cases that comply (complies), break a rule (breaks) or cannot be judged (unjudged), each with its sentence and evidence."`
	CSV     bool     `help:"As CSV, in UTF-8."`
}

// Help is shown by --help.
func (conformanceCmd) Help() string {
	return `Of each rule every accepted case complies (符合), breaks it (违反), or cannot be
judged (无法判断): because the rule asks nothing of it, because it is not due yet,
or because the record does not say. The counts sum to all cases. Cases are held
against the rules as they stand at the last record, under the calendars and
policies known there; what is open is judged at the time of that record. With
--verdict the cases themselves are listed, with basis and evidence; no cases are
left out. Where no server runs on the data folder, the views are brought up to the
ledger first.

Examples:

    caseledger conformance
    caseledger conformance --rule within_law --by org
    caseledger conformance --month 2026-05 --rule delay_explained --verdict breaks
    caseledger conformance --by month --csv

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

func (cmd *conformanceCmd) query() (q projections.ConformanceQuery, err error) {
	q = projections.ConformanceQuery{Rules: cmd.Rule, By: conformance.By(cmd.By), Org: cmd.Org, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate}
	if cmd.Month != "" {
		month := statement.Period(cmd.Month)
		if err := month.Validate(); err != nil {
			return q, &usageError{"--month: " + err.Error()}
		}
		q.AcceptedFrom, q.AcceptedTo = month.Days()
	}
	_, err = conformance.Find(q.Rules)
	return q, asUsage(err)
}

// Run judges and prints.
func (cmd *conformanceCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := c.oneFormat(cmd.CSV); err != nil {
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
	bar := p.bar("cases", false)
	defer bar.done()
	out := &conformanceOut{p: p, asJSON: c.JSON, asCSV: cmd.CSV, listed: conformance.Verdict(cmd.Verdict)}
	out.begin()
	n := int64(0)
	found, err := views.Conformance(ctx, q, func(x projections.Conformed) error {
		if n++; n%65536 == 0 {
			bar.at(n, -1)
		}
		return out.finding(x)
	})
	if err != nil {
		return asUsage(err)
	}
	return out.end(found)
}

// conformanceOut prints findings as they come, and what they sum to.
type conformanceOut struct {
	p             *program
	asJSON, asCSV bool
	listed        conformance.Verdict // none: the counts alone
	lines         *csv.Writer
	cases         []findingView // of --json
}

type findingView struct {
	Case     string                 `json:"case"`
	Rule     string                 `json:"rule"`
	Verdict  conformance.Verdict    `json:"verdict"`
	Why      conformance.Why        `json:"why,omitempty"`
	Zh       string                 `json:"zh"`
	En       string                 `json:"en"`
	Evidence []conformance.Evidence `json:"evidence"`
}

type conformanceLine struct {
	Rule         string `json:"rule"`
	Basis        string `json:"basis"`
	Zh           string `json:"zh"`
	En           string `json:"en"`
	Org          string `json:"org,omitempty"`
	Month        string `json:"month,omitempty"`
	Cases        int    `json:"cases"`
	Complies     int    `json:"complies"`
	Breaks       int    `json:"breaks"`
	NotConcerned int    `json:"notConcerned"`
	NotYet       int    `json:"notYet"`
	NotTold      int    `json:"notTold"`
}

type conformanceView struct {
	Cases    int               `json:"cases"`
	Lines    []conformanceLine `json:"lines"`
	Findings []findingView     `json:"findings,omitempty"`
	KnownAt  uint64            `json:"knownAt"`
	Recorded time.Time         `json:"recorded,omitzero"`
}

func (o *conformanceOut) begin() {
	o.lines = csv.NewWriter(o.p.stdout)
	switch {
	case !o.asCSV:
	case o.listed != "":
		_ = o.lines.Write([]string{"case", "rule", "basis", "verdict", "why", "zh", "en"})
	default:
		_ = o.lines.Write([]string{"rule", "basis", "org", "month", "cases", "complies", "breaks", "notConcerned", "notYet", "notTold"})
	}
}

func (o *conformanceOut) finding(x projections.Conformed) error {
	if x.Verdict != o.listed {
		return nil
	}
	zh, en := x.Rule.Sentence(x.Facts)
	switch {
	case o.asJSON:
		o.cases = append(o.cases, findingView{x.Summary.Number, x.Rule.ID, x.Verdict, x.Why, zh, en, x.Rule.Evidence(x.Facts)})
		return nil
	case o.asCSV:
		return o.lines.Write([]string{x.Summary.Number, x.Rule.ID, x.Rule.Basis, string(x.Verdict), string(x.Why), zh, en})
	}
	out := &printer{w: o.p.stdout}
	out.line("%s  %s", x.Summary.Number, zh)
	return out.err
}

func lineOf(l conformance.Line) conformanceLine {
	return conformanceLine{l.Rule.ID, l.Rule.Basis, l.Rule.Zh, l.Rule.En, l.Org, l.Month, l.All(), l.Complies, l.Breaks,
		l.Unjudged[conformance.NotConcerned], l.Unjudged[conformance.NotYet], l.Unjudged[conformance.NotTold]}
}

func (o *conformanceOut) end(found projections.Conformance) error {
	if o.asCSV {
		for _, l := range found.Lines {
			x := lineOf(l)
			if o.listed == "" {
				_ = o.lines.Write([]string{x.Rule, x.Basis, x.Org, x.Month, strconv.Itoa(x.Cases), strconv.Itoa(x.Complies), strconv.Itoa(x.Breaks),
					strconv.Itoa(x.NotConcerned), strconv.Itoa(x.NotYet), strconv.Itoa(x.NotTold)})
			}
		}
		o.lines.Flush()
		return o.lines.Error()
	}
	if o.asJSON {
		v := conformanceView{Cases: found.Cases, Lines: []conformanceLine{}, Findings: o.cases, KnownAt: found.Ordinal, Recorded: found.Recorded}
		for _, l := range found.Lines {
			v.Lines = append(v.Lines, lineOf(l))
		}
		return o.p.printJSON(v)
	}
	out := &printer{w: o.p.stdout}
	if o.listed == "" {
		out.table(conformanceTable(found.Lines))
	}
	out.line("%d cases, as of record %d, %s", found.Cases, found.Ordinal, ledger.FormatTime(found.Recorded))
	return out.err
}

func conformanceTable(lines []conformance.Line) *table {
	t := &table{header: []string{"rule", "basis", "group", "complies", "breaks", "n/a", "not yet", "not told"},
		aligns: []align{left, left, left, right, right, right, right, right}}
	for _, l := range lines {
		x := lineOf(l)
		t.add(x.Rule, x.Basis, x.Org+x.Month, strconv.Itoa(x.Complies), strconv.Itoa(x.Breaks),
			strconv.Itoa(x.NotConcerned), strconv.Itoa(x.NotYet), strconv.Itoa(x.NotTold))
	}
	return t
}
