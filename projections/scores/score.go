package scores

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/assessment"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures"
	"caseledger/projections/tasks"
)

// Views are what scores are computed from: projections.Views.
type Views interface {
	ReadView(ctx context.Context, name string, f func(t door.Tx, at uint64) error) error
	Figures(ctx context.Context, q figures.Query) ([]figures.Figure, error)
	Directory(ctx context.Context, upTo ledger.Position) (*registry.Directory, error)
	Calendar(ctx context.Context, id string, upTo ledger.Position) (*workdays.Calendar, error)
	Policies(ctx context.Context, upTo ledger.Position) (*policy.Set, error)
}

// A Score is a score with its recipe.
type Score struct {
	Formula  assessment.FormulaPublished // the version in force on the last day
	Subject  string
	Period   string
	From, To workdays.Date
	Parts    []Part
	// Value is the score; ok is false where no part has a base.
	Value   act.Amount
	OK      bool
	Inputs  string // SHA-256 over the inputs, as FORMAT.md says
	KnownAt uint64
	// Published is the last publication of the score, nil where there is none;
	// then the score is computed as of the last record, else as of the record
	// that it names.
	Published *assessment.ScorePublished
}

// Agrees says whether the published score is the one that follows from the
// record.
func (s *Score) Agrees() bool {
	p := s.Published
	return p != nil && s.OK && p.Value == s.Value && p.Inputs == s.Inputs && p.Version == s.Formula.Version
}

// Part is a part of a score: what was counted, and what it gave.
type Part struct {
	assessment.Part
	// Numerator and Denominator are exact decimals; the denominator of a count is
	// 1. Both are "-" where the part has no base and is left out.
	Numerator, Denominator string
	Points                 string // four decimals, half up; empty where it is left out
	points                 *big.Rat
}

// Find gives the scores of a subject over a period: of each formula that judges
// by such a period, or of one. What is wrong with the period or a formula is a
// [*ledger.InvalidError].
func Find(ctx context.Context, v Views, formula, subject, period string) (out []Score, err error) {
	_, to, span, ok := assessment.Period(period)
	if !ok {
		return nil, &ledger.InvalidError{Field: "period", Value: period, Reason: "want a month such as 2024-05 or half a year such as 2024-H1"}
	}
	formulas, at, err := tasks.Formulas(ctx, v, 0)
	if err != nil {
		return nil, err
	}
	published, err := tasks.Scores(ctx, v, 0)
	if err != nil {
		return nil, err
	}
	for _, code := range sorted(formulas) {
		f, ok := formulas[code].In(to)
		if !ok || f.Span != span || formula != "" && formula != code {
			continue
		}
		s := Score{Formula: f, Subject: subject, Period: period, KnownAt: at}
		for _, list := range published {
			if p := list[len(list)-1]; p.Formula == code && p.Subject == subject && p.Period == period {
				s.Published, s.KnownAt = &p, uint64(p.KnownAt)
			}
		}
		if err := s.compute(ctx, v); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// compute fills in the parts and what follows from them.
func (s *Score) compute(ctx context.Context, v Views) error {
	s.From, s.To, _, _ = assessment.Period(s.Period)
	m, err := newMeasure(ctx, v, s)
	if err != nil {
		return err
	}
	points, weights := new(big.Rat), new(big.Rat)
	for _, p := range s.Formula.Parts {
		part, err := m.part(ctx, p)
		if err != nil {
			return fmt.Errorf("%s of formula %s: %w", p.Figure, s.Formula.Formula, err)
		}
		if part.points != nil {
			points.Add(points, part.points)
			weights.Add(weights, new(big.Rat).SetInt64(int64(p.Weight)))
		}
		s.Parts = append(s.Parts, part)
	}
	s.Inputs = s.hash()
	if s.OK = weights.Sign() > 0; s.OK {
		points.Quo(points, weights)
		points.Mul(points, new(big.Rat).SetInt64(100))
		s.Value, err = act.ParseAmount(halfUp(points, 2))
	}
	return err
}

// hash is that of the inputs.
func (s *Score) hash() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s %d %s %s\n", s.Formula.Formula, s.Formula.Version, s.Subject, s.Period)
	for _, p := range s.Parts {
		invert := 0
		if p.Invert {
			invert = 1
		}
		fmt.Fprintf(h, "%s %s %s %d %d %d\n", p.Figure, p.Numerator, p.Denominator, p.Weight, p.Per, invert)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Event is the score as it is published.
func (s *Score) Event() assessment.ScorePublished {
	return assessment.ScorePublished{Formula: s.Formula.Formula, Inputs: s.Inputs, KnownAt: int(s.KnownAt), Period: s.Period,
		Subject: s.Subject, Value: s.Value, Version: s.Formula.Version}
}
