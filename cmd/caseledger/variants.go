package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	paths "caseledger/ledger/course"
	"caseledger/ledger/statement"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

var variantsVerb = verb{name: "variants", group: reading, args: argsOf[variantsCmd],
	words: "Say by which steps cases went, and where their time went."}

type variantsCmd struct {
	Org   *string `help:"Only cases accepted by this organisation."`
	Month string  `placeholder:"MONTH" help:"Only cases accepted in this month, 2026-05."`
	Limit int     `default:"10" help:"Rows of each table (default ${default}); --json and --csv give all."`
	CSV   bool    `help:"The variants as CSV, in UTF-8."`
}

// Help is shown by --help.
func (variantsCmd) Help() string {
	return `A variant is an order of performed steps, those that hold, in the order of their
times. Loops are steps that cases did again. Bottlenecks are the times between two
steps that followed each other, from acceptance (受理) to the end (办结), those first
where the most was idle: the time is the superior organ's, the applicant's, that of
others who were asked, a suspension's, each moment of the first of these, and else
idle. Whose the working days of closed cases were stands below. Where no server runs
on the data folder, the views are brought up to the ledger first.

Examples:

    caseledger variants
    caseledger variants --org 县住建局 --limit 3
    caseledger variants --month 2026-05 --csv

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

// Run counts and prints.
func (cmd *variantsCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	if cmd.Limit < 1 {
		return &usageError{"--limit: want 1 or more"}
	}
	q := projections.ConformanceQuery{Org: cmd.Org, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate}
	if cmd.Month != "" {
		month := statement.Period(cmd.Month)
		if err := month.Validate(); err != nil {
			return &usageError{"--month: " + err.Error()}
		}
		q.AcceptedFrom, q.AcceptedTo = month.Days()
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	bar := p.bar("records", false)
	r, ordinal, err := views.Courses(ctx, q, bar.positions)
	bar.done()
	switch {
	case err != nil:
		return err
	case c.JSON:
		return p.printJSON(courseViewOf(r, ordinal))
	case cmd.CSV:
		return p.printVariantsCSV(r)
	}
	return p.printCourses(r, ordinal, cmd.Limit)
}

func (p *program) printVariantsCSV(r paths.Report) error {
	out := csv.NewWriter(p.stdout)
	_ = out.Write([]string{"cases", "share", "ended", "medianDays", "length", "steps"})
	for _, v := range r.Variants {
		_ = out.Write([]string{strconv.Itoa(v.Cases), percent(v.Cases, r.Cases), strconv.Itoa(v.Ended), medianDays(v), strconv.Itoa(len(v.Steps)), strings.Join(v.Steps, " → ")})
	}
	out.Flush()
	return out.Error()
}

func percent(n, of int) string {
	if of == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(n)*100/float64(of), 'f', 2, 64)
}

// medianDays is nothing where no case of the variant has ended.
func medianDays(v paths.Variant) string {
	if v.Ended == 0 {
		return ""
	}
	return strconv.Itoa(v.Median)
}

func (p *program) printCourses(r paths.Report, ordinal uint64, limit int) error {
	out := &printer{w: p.stdout}
	variants := &table{header: []string{"cases", "%", "days", "variant"}, aligns: []align{right, right, right, left}}
	for _, v := range r.Variants[:min(limit, len(r.Variants))] {
		variants.add(strconv.Itoa(v.Cases), percent(v.Cases, r.Cases), medianDays(v), strings.Join(v.Steps, " → "))
	}
	out.table(variants)
	out.line("%d variants of %d cases, as of record %d; days are the median of the working days", len(r.Variants), r.Cases, ordinal)
	loops := &table{header: []string{"done again", "cases", "times"}, aligns: []align{left, right, right}}
	for _, l := range r.Loops[:min(limit, len(r.Loops))] {
		loops.add(l.Step, strconv.Itoa(l.Cases), strconv.Itoa(l.Repeats))
	}
	if len(r.Loops) > 0 {
		out.line("")
		out.table(loops)
	}
	gaps := &table{header: []string{"from", "to", "times", "median h", "idle h", "superior", "applicant", "asked", "suspended"},
		aligns: []align{left, left, right, right, right, right, right, right, right}}
	for _, g := range r.Gaps[:min(limit, len(r.Gaps))] {
		gaps.add(g.From, g.To, strconv.Itoa(g.Times), strconv.Itoa(g.Median), hours(g.Idle), hours(g.Superior), hours(g.Applicant), hours(g.Consulted), hours(g.Suspended))
	}
	out.line("")
	out.table(gaps)
	s := r.Shares
	out.line("working days of %d closed cases: own 本单位 %d, superior 上级 %d, applicant 申请人 %d, asked 征求意见 %d, suspended 中止 %d",
		r.Closed, s.Own, s.Superior, s.Applicant, s.Consulted, s.Suspended)
	return out.err
}

func hours(d time.Duration) string { return fmt.Sprint(int64(d / time.Hour)) }

type courseView struct {
	Cases    int           `json:"cases"`
	Closed   int           `json:"closed"`
	KnownAt  uint64        `json:"knownAt"`
	Days     courseDays    `json:"workingDays"`
	Variants []variantView `json:"variants"`
	Loops    []loopView    `json:"loops"`
	Gaps     []gapView     `json:"gaps"`
}

type courseDays struct {
	Own       int `json:"own"`
	Superior  int `json:"superior"`
	Applicant int `json:"applicant"`
	Consulted int `json:"consulted"`
	Suspended int `json:"suspended"`
}

type variantView struct {
	Steps  []string `json:"steps"`
	Cases  int      `json:"cases"`
	Ended  int      `json:"ended"`
	Median int      `json:"medianDays"`
}

type loopView struct {
	Step    string `json:"step"`
	Cases   int    `json:"cases"`
	Repeats int    `json:"repeats"`
}

type gapView struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Times     int    `json:"times"`
	Median    int    `json:"medianHours"`
	Idle      int64  `json:"idleSeconds"`
	Superior  int64  `json:"superiorSeconds"`
	Applicant int64  `json:"applicantSeconds"`
	Consulted int64  `json:"consultedSeconds"`
	Suspended int64  `json:"suspendedSeconds"`
}

func courseViewOf(r paths.Report, ordinal uint64) courseView {
	v := courseView{Cases: r.Cases, Closed: r.Closed, KnownAt: ordinal, Days: courseDays{r.Shares.Own, r.Shares.Superior, r.Shares.Applicant, r.Shares.Consulted, r.Shares.Suspended}, Variants: []variantView{}, Loops: []loopView{}, Gaps: []gapView{}}
	for _, x := range r.Variants {
		v.Variants = append(v.Variants, variantView(x))
	}
	for _, x := range r.Loops {
		v.Loops = append(v.Loops, loopView(x))
	}
	for _, g := range r.Gaps {
		s := func(d time.Duration) int64 { return int64(d / time.Second) }
		v.Gaps = append(v.Gaps, gapView{g.From, g.To, g.Times, g.Median, s(g.Idle), s(g.Superior), s(g.Applicant), s(g.Consulted), s(g.Suspended)})
	}
	return v
}
