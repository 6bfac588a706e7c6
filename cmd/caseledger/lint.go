package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"caseledger/projections/claims"
)

var lintVerb = verb{name: "lint", group: reading, args: argsOf[lintCmd],
	words: "Say of published numbers whether they can be so."}

type lintCmd struct {
	File string `arg:"" help:"File of claims, or a report as plain text; - reads standard input."`
}

// Help is shown by --help.
func (lintCmd) Help() string {
	return `Judges numbers that were published by the numbers beside them, exactly:

    holds                   相符       equal to the exact value, at the decimals it states, half up
    possible_by_truncation  截尾才成立  from the stated numbers, only if decimals are cut off
    possible_by_rounding    舍入才成立  only if the numbers stated were themselves rounded
    impossible              不可能     in no reading
    not_recomputable        无法核算   what it would follow from is not stated

and says why, and which values would make it true. A file of claims is

    {"claims":[{"id":"a","says":"98%","is":"ratio","numerator":3850,"denominator":3896}]}

JSON numbers are exact, strings are rounded to the decimals that they show, and
bounds are {"more_than":120}. Any other file is read as the text of a report in
Chinese: its claims are found by the patterns of the genre, and what was taken
for a claim is shown, and which numbers were left. A claim may name a figure
("figure":"on_time_rate","org":…,"from":…,"to":…) of the ledger that --data
names. Nothing is stored. projections/claims/FORMAT.md has all kinds of claims.

Examples:

    caseledger lint projections/claims/examples/seeds.json
    caseledger lint bulletin.txt
    caseledger lint claims.json --json
    caseledger lint claims.json --data caseledger-data

Exit codes: 0 judged, whatever the verdicts, 1 the file cannot be read as claims or failure,
2 usage, 3 ledger damaged, 4 no such file or ledger.`
}

// Run judges and prints.
func (cmd lintCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	input, _, err := openInput(p, cmd.File)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(input, claims.MaxFile+1))
	if err = errors.Join(err, input.Close()); err != nil {
		return err
	}
	file, err := claims.Read(text)
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.File, err)
	}
	ask, done, err := cmd.asker(ctx, p, c, file)
	if err != nil {
		return err
	}
	list, err := claims.Judge(ctx, file.Claims, ask)
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(struct {
			Claims []claims.Judgement `json:"claims"`
			Left   []claims.Left      `json:"left,omitzero"`
		}{list, file.Left})
	}
	return p.printLint(file, list)
}

// asker answers for figures where a claim names one and there is a ledger: the
// one that the command line names, or that of the default folder.
func (lintCmd) asker(ctx context.Context, p *program, c *cli, file *claims.File) (claims.Asker, func() error, error) {
	none := func() error { return nil }
	named := false
	for i := range file.Claims {
		named = named || file.Claims[i].Figure != nil
	}
	if !named {
		return nil, none, nil
	}
	views, err := c.storage().currentViews(ctx, p)
	if c.Data == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, none, nil
	}
	if err != nil {
		return nil, none, err
	}
	return views.Figures, views.Close, nil
}

func (p *program) printLint(file *claims.File, list []claims.Judgement) error {
	o := printer{w: p.stdout}
	counts := map[claims.Verdict]int{}
	for i := range list {
		j := &list[i]
		counts[j.Verdict]++
		o.line("%s  %s  %s  %s", shown(j.ID), j.Word.Chinese, j.Word.English, shown(j.Says))
		if j.Place != nil {
			o.line("    %d:%d “%s”", j.Line, j.Column, shown(j.Quote))
		}
		o.line("    %s", shown(j.Why))
		o.line("    %s", shown(j.WhyZh))
	}
	var parts []string
	for _, v := range claims.Verdicts() {
		if n := counts[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s %s", n, v.Words().Chinese, v.Words().English))
		}
	}
	o.line("%s", strings.Join(append([]string{fmt.Sprintf("%d claims 处可核的说法", len(list))}, parts...), ", "))
	if file.Text {
		o.line("%d numbers from which no claim was read 个数未作为说法:", len(file.Left))
	}
	for _, l := range file.Left {
		o.line("    %d:%d %s  %s %s", l.Line, l.Column, shown(l.Quote), l.Reason.English, l.Reason.Chinese)
	}
	return o.err
}

// shown is text of a file without what a terminal would obey.
func shown(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '\ufffd'
		}
		return r
	}, text)
}
