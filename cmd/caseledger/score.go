package main

import (
	"context"
	"errors"
	"strconv"

	"caseledger/ledger"
	"caseledger/ledger/assessment"
	dossiers "caseledger/ledger/dossier"
	"caseledger/projections/scores"
)

var scoreVerb = verb{name: "score", group: reading, args: argsOf[scoreCmd],
	words: "Compute the score of an organisation, window or post, with its recipe."}

type scoreCmd struct {
	Org     string `required:"" placeholder:"CODE" help:"The organisation, window or post (考核对象)."`
	Month   string `required:"" placeholder:"PERIOD" help:"The month, 2024-05, or half a year, 2024-H1."`
	Formula string `placeholder:"CODE" help:"Only by this formula (评估办法)."`
	Publish bool   `help:"Record the scores that are not published yet; no server may run on the folder."`
	Post    string `placeholder:"POST" help:"Acting post of a publication, never a person's name."`
}

// Help is shown by --help.
func (scoreCmd) Help() string {
	return `A score (效能评估, 半年考核) follows from the public record by a formula that was
published before the period ended: each part with its figure, numerator, denominator,
weight and points. Where a score was published it is computed as of the record that
the publication names, and it is said whether both agree.

Examples:

    caseledger score --org S1-D01 --month 2011-05
    caseledger score --org S1-D01 --month 2011-05 --json
    caseledger score --org 受理岗-01 --month 2011-H1 --formula post-half
    caseledger score --org S1-D01 --month 2011-05 --publish --post 考核岗-01

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

type scorePartView struct {
	Figure      string `json:"figure"`
	Numerator   string `json:"numerator"`
	Denominator string `json:"denominator"`
	Weight      int    `json:"weight"`
	Per         int    `json:"per,omitzero"`
	Invert      bool   `json:"invert,omitzero"`
	Points      string `json:"points,omitzero"`
}

type scoreView struct {
	Formula   string          `json:"formula"`
	Version   int             `json:"version"`
	Org       string          `json:"org"`
	Period    string          `json:"period"`
	Value     *string         `json:"value"` // null: no part has a base
	Parts     []scorePartView `json:"parts"`
	Inputs    string          `json:"inputs"`
	KnownAt   uint64          `json:"knownAt"`
	Published *string         `json:"published"`
	Agrees    bool            `json:"agrees"`
}

func viewOfScore(s *scores.Score) scoreView {
	out := scoreView{Formula: s.Formula.Formula, Version: s.Formula.Version, Org: s.Subject, Period: s.Period, Parts: []scorePartView{}, Inputs: s.Inputs, KnownAt: s.KnownAt, Agrees: s.Agrees()}
	if s.OK {
		v := s.Value.String()
		out.Value = &v
	}
	if s.Published != nil {
		v := s.Published.Value.String()
		out.Published = &v
	}
	for _, p := range s.Parts {
		out.Parts = append(out.Parts, scorePartView{p.Figure, p.Numerator, p.Denominator, p.Weight, p.Per, p.Invert, p.Points})
	}
	return out
}

// Run computes, publishes where it is asked to, and prints.
func (cmd *scoreCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if _, _, _, ok := assessment.Period(cmd.Month); !ok {
		return &usageError{"--month: want a month such as 2024-05 or half a year such as 2024-H1"}
	}
	if err := checkPost(cmd.Post); err != nil {
		return err
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	list, err := scores.Find(ctx, views, cmd.Formula, cmd.Org, cmd.Month)
	if err = errors.Join(asUsage(err), views.Close()); err != nil {
		return err
	}
	if cmd.Publish {
		if err := cmd.publish(ctx, p, c, list); err != nil {
			return err
		}
	}
	if c.JSON {
		out := []scoreView{}
		for i := range list {
			out = append(out, viewOfScore(&list[i]))
		}
		return p.printJSON(out)
	}
	return p.printScores(list)
}

// publish records the scores that are not published.
func (cmd *scoreCmd) publish(ctx context.Context, p *program, c *cli, list []scores.Score) (err error) {
	store, err := c.storage().openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	for i := range list {
		s := &list[i]
		if !s.OK || s.Published != nil {
			continue
		}
		e := s.Event()
		id := ledger.NewCommandID(p.now(), "score\x00"+string(e.Stream())+"\x00"+e.Inputs)
		if _, err := assessment.Scores.Do(ctx, &dossiers.Desk{Store: store}, dossiers.Order{ID: id, Post: cmd.Post, Event: e, Recorded: p.now()}); err != nil {
			return err
		}
		s.Published = &e
	}
	return nil
}

func (p *program) printScores(list []scores.Score) error {
	out := &printer{w: p.stdout}
	if len(list) == 0 {
		out.line("no formula judges by such a period; publish one with publishFormula")
	}
	for i := range list {
		s := viewOfScore(&list[i])
		value := "no value: no part has a base"
		if s.Value != nil {
			value = *s.Value
		}
		out.line("%s@%d %s %s: %s", s.Formula, s.Version, s.Org, s.Period, value)
		t := &table{header: []string{"figure", "numerator", "denominator", "weight", "points"}, aligns: []align{left, right, right, right, right}}
		for _, x := range s.Parts {
			t.add(x.Figure, x.Numerator, x.Denominator, strconv.Itoa(x.Weight), x.Points)
		}
		out.table(t)
		out.line("as of record %d; inputs %s", s.KnownAt, s.Inputs)
		if s.Published != nil {
			out.line("published %s, agrees: %t", *s.Published, s.Agrees)
		}
	}
	return out.err
}
