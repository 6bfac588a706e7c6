package claims

import (
	"context"

	"caseledger/projections/figures"
)

// A Judgement is what is to be said of a claim. Only fields are ever added.
type Judgement struct {
	ID      string  `json:"id"`
	Verdict Verdict `json:"verdict"`
	Why     string  `json:"why"`
	WhyZh   string  `json:"whyZh"`
	Word    Words   `json:"word"` // the verdict, for people
	Says    string  `json:"says"`
	Is      Kind    `json:"is"`
	// Value is the exact value with up to four decimals more than the claim
	// states; Between, the least and the greatest that its parts can give, empty
	// for an end that there is not. Both are empty where there is none.
	Value   string    `json:"value,omitempty"`
	Between [2]string `json:"between,omitzero"`
	// WouldHold are the values with which the claim would hold: of what it says,
	// strings; of a count, whole numbers, or one [Span] of more than 1000. Of is
	// the member whose values they are.
	WouldHold   []any  `json:"wouldHold,omitzero"`
	WouldHoldOf string `json:"wouldHoldOf,omitempty"`

	*Place
	Claim *Claim `json:"claim,omitempty"` // of one that was read from a text
}

// Span is the whole numbers from one to another.
type Span struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Asker computes figures of a ledger, as [projections.Views.Figures] does.
type Asker func(context.Context, figures.Query) ([]figures.Figure, error)

// Judge judges claims, in their order. ask may be nil, where there is no
// ledger. An error is a fault of the ledger, or the end of the context; what is
// wrong with a claim is in its judgement.
func Judge(ctx context.Context, list []Claim, ask Asker) ([]Judgement, error) {
	out := make([]Judgement, 0, len(list))
	for i := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := &list[i]
		f, err := c.find(ctx, ask)
		if err != nil {
			return nil, err
		}
		out = append(out, c.judgement(f))
	}
	return out, nil
}

func (c *Claim) judgement(f finding) Judgement {
	j := Judgement{
		ID: c.ID, Verdict: f.verdict, Why: f.why.English, WhyZh: f.why.Chinese, Word: f.verdict.Words(),
		Says: c.Says.text, Is: c.Is, Value: f.value, Between: f.between, WouldHold: f.holds, WouldHoldOf: f.of, Place: c.Place,
	}
	if c.Word != "" {
		j.Says = c.Word
	}
	if c.Place != nil {
		j.Claim = c
	}
	return j
}

// find judges one claim.
func (c *Claim) find(ctx context.Context, ask Asker) (finding, error) {
	if c.Figure != nil {
		return c.figure(ctx, ask)
	}
	for _, q := range c.quantities() {
		if q.form == bounded && len(q.bound) == 0 {
			return unknown("A part of it, %s, contradicts itself.", "其中的 %s 自相矛盾。", q), nil
		}
	}
	if c.Says.form == bounded && len(c.Says.bound) == 0 {
		return contradiction(c.Says), nil
	}
	switch c.Is {
	case Ratio, Share:
		return c.ratio(), nil
	case Mean:
		return c.mean(), nil
	case Sum:
		return c.sum(), nil
	case Difference:
		return c.difference(), nil
	case OnTime:
		return c.onTime(), nil
	case Change:
		return c.change(), nil
	case Direction:
		return c.direction(), nil
	case Closed:
		return c.closed(), nil
	case Period:
		return c.period(), nil
	case Named:
		return c.named(), nil
	}
	if c.Each {
		return unknown("Whether %s are of each or of all is not stated.", "没有写明 %s 是每个的还是合计的。", c.Says), nil
	}
	return unknown("%s stands alone: what it is counted from is not stated.", "%s 单独写出，没有写明由什么算来。", c.Says), nil
}
