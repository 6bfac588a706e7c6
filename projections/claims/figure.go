package claims

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

// figure judges a claim about a figure by the ledger.
func (c *Claim) figure(ctx context.Context, ask Asker) (finding, error) {
	if ask == nil {
		return unknown("It names a figure, and there is no ledger to ask.", "所说是账本的指标，没有给出账本。"), nil
	}
	q := figures.Query{IDs: []string{c.Figure.ID}, Filter: c.Figure.Filter, Facets: c.Figure.Facets, From: c.Figure.From, To: c.Figure.To,
		AsOf: c.Figure.AsOf, KnownAt: c.Figure.KnownAt, Decimals: -1}
	list, err := ask(ctx, q)
	var invalid *ledger.InvalidError
	switch {
	case errors.As(err, &invalid):
		return unknown("The ledger cannot be asked so: %s", "账本不能这样问：%s", shortened(invalid.Error(), 120)), nil
	case err != nil:
		return finding{}, err
	case len(list) != 1:
		return unknown("The ledger has %d figures of that name, one for each currency.", "账本中该指标有 %d 个，每个币种一个。", len(list)), nil
	}
	f := c.held(&list[0])
	f.why = asked(&list[0]).and(f.why)
	return f, nil
}

// held settles a claim by a figure.
func (c *Claim) held(f *figures.Figure) finding {
	numerator, ok := new(big.Rat).SetString(f.Numerator)
	if f.Value == nil || !ok {
		return unknown("It has no value: there are no such cases, and nothing is not 100%%.", "没有值：没有这样的办件，零不等于百分之百。")
	}
	rules, err := figures.RulesFor([]string{f.ID})
	if err != nil {
		return unknown("It is not known.", "没有这个指标。")
	}
	value, sum := numerator, c.Says.said(numerator, 4)
	switch rules[0].Kind {
	case figures.Ratio, figures.Mean:
		denominator, _ := new(big.Rat).SetString(f.Denominator)
		value, sum = new(big.Rat).Quo(numerator, denominator), f.Numerator+" ÷ "+f.Denominator
	case figures.Percentile:
		value, _ = new(big.Rat).SetString(*f.Value)
		sum = c.Says.said(value, 4)
	}
	return settle(c.Says, account{sum: sum, face: only(value), meant: only(value)})
}

// asked names a figure as the ledger answered it.
func asked(f *figures.Figure) Words {
	var of []string
	for _, part := range []*string{f.Query.Org, f.Query.Item, f.Query.Kind, f.Query.Channel, f.Query.Officer,
		f.Query.Handling, f.Query.Routing, f.Query.Intake, f.Query.Level, f.Query.Class, f.Query.Tag} {
		if part != nil {
			of = append(of, shortened(*part, 60))
		}
	}
	if f.Query.From != workdays.NoDate || f.Query.To != workdays.NoDate {
		of = append(of, f.Query.From.String()+"…"+f.Query.To.String())
	}
	place := f.Position.String()
	w := Words{f.ID + " (" + strings.Join(append(slices.Clone(of), "at record "+place), ", ") + "):",
		f.Title + "（" + strings.Join(append(slices.Clone(of), "账本位置 "+place), "，") + "）："}
	if f.Provisional {
		w = w.and(say("(provisional)", "（暂定）"))
	}
	return w
}
