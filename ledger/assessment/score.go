package assessment

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// ScorePrefix begins the names of the streams of scores, one for each formula,
// subject and period: score/unit-month.D01.2024-05.
const ScorePrefix = "score/"

// ScorePublished (公示评估结果): the score of a subject over a period.
type ScorePublished struct {
	Formula string
	Inputs  string
	KnownAt int
	Period  string
	Subject string
	Value   act.Amount
	Version int
}

// Stored names the schema.
func (ScorePublished) Stored() string { return "score.published/1" }

// Stream is the score's.
func (e ScorePublished) Stream() ledger.StreamID {
	return ledger.StreamID(ScorePrefix + e.Formula + "." + e.Subject + "." + e.Period)
}

// Publications are those of one score, in their order: the last is the one that
// holds, those before it were computed before something was recorded late.
type Publications []ScorePublished

// Scores is the kind of scores. What is known is the formula.
var Scores = &dossier.Kind[Publications, Versions]{
	Prefix: ScorePrefix,
	Book:   act.NewBook(scorePublished),
	Look: func(ctx context.Context, s ledger.Store, _ *Publications, o *dossier.Order) (Versions, error) {
		id := FormulaPublished{Formula: o.Event.(ScorePublished).Formula}.Stream()
		if id.Validate() != nil {
			return nil, nil
		}
		v, _, err := Formulas.Read(ctx, s, id)
		return v, err
	},
}

var scorePublished = act.Of(act.Spec[Publications, dossier.Ask[Versions], ScorePublished]{
	Zh: "公示评估结果", En: "Score published", Public: act.Published, By: act.BySupervisor,
	Command: "publishScore", Says: "Publishes the score of a subject over a period (公示评估结果). `caseledger score` computes it.",
	Members: func(e *ScorePublished, m *act.Members) {
		m.Name(&e.Formula, "formula", saysFormula, act.Always, act.Required)
		m.Name(&e.Inputs, "inputs", "SHA-256 over the inputs, 64 hexadecimal digits (指标数据摘要); FORMAT.md says of what.", act.Always, act.Required)
		m.Whole(&e.KnownAt, "knownAt", "Position of the last record that was taken into account (截至记录).", 1, 1<<53, act.Always, act.Required)
		m.Name(&e.Period, "period", "The month or half year (考核周期): 2024-05, 2024-H1.", act.Always, act.Required)
		m.Name(&e.Subject, "subject", "Code of the organisation, window or post (考核对象).", act.Always, act.Required)
		m.Sum(&e.Value, "value", "The score, 0 to 100, two decimals, half up (得分).", act.Always, act.Required)
		m.Whole(&e.Version, "version", "Version of the formula (办法版本).", 1, 100_000, act.Always, act.Required)
	},
	Check: checkScore,
	Decide: func(s *Publications, a *dossier.Ask[Versions], e ScorePublished) (ScorePublished, error) {
		if err := checkScore(&e); err != nil {
			return e, err
		}
		_, to, span, _ := Period(e.Period)
		f, ok := a.Known.In(to)
		switch {
		case !ok:
			return e, act.Refuse(RuleScore, "no version of the formula is in force on %s", to)
		case f.Span != span:
			return e, act.Refuse(RuleScore, "the formula judges a %s", f.Span)
		case f.Version != e.Version:
			return e, act.Refuse(RuleScore, "version %d is in force on %s, not %d", f.Version, to, e.Version)
		case casefile.StandardDate(a.Occurred) <= to:
			return e, act.Refuse(RuleScore, "the period is not over")
		}
		if n := len(*s); n > 0 && (*s)[n-1].Inputs == e.Inputs {
			return e, act.Refuse(RuleScore, "the same score of the same inputs is published")
		}
		return e, nil
	},
	Evolve: func(s *Publications, _ act.Facts, e ScorePublished) { *s = append(slices.Clip(*s), e) },
})

func checkScore(e *ScorePublished) error {
	if err := dossier.Given(e.Stream(), "formula", e.Formula, "subject", e.Subject, "period", e.Period); err != nil {
		return err
	}
	if _, _, _, ok := Period(e.Period); !ok {
		return act.Invalid("period", e.Period, "want a month such as 2024-05 or half a year such as 2024-H1")
	}
	if b, err := hex.DecodeString(e.Inputs); err != nil || len(b) != 32 {
		return act.Invalid("inputs", e.Inputs, "want 64 hexadecimal digits")
	}
	if e.Value < 0 || e.Value > 100_000_000 || e.Value%10_000 != 0 {
		return act.Invalid("value", e.Value.String(), "want 0 to 100 with at most two decimals")
	}
	return nil
}

// Period reads a month or half a year: its first and last day.
func Period(s string) (from, to workdays.Date, span Span, ok bool) {
	if len(s) != 7 || s[4] != '-' {
		return 0, 0, "", false
	}
	year, err := strconv.Atoi(s[:4])
	if err != nil || year < 1 {
		return 0, 0, "", false
	}
	switch s[5:] {
	case "H1":
		return workdays.Civil(year, time.January, 1), workdays.Civil(year, time.July, 1) - 1, HalfYear, true
	case "H2":
		return workdays.Civil(year, time.July, 1), workdays.Civil(year+1, time.January, 1) - 1, HalfYear, true
	}
	m, err := strconv.Atoi(s[5:])
	if err != nil || m < 1 || m > 12 || s[5:] != fmt.Sprintf("%02d", m) {
		return 0, 0, "", false
	}
	return workdays.Civil(year, time.Month(m), 1), workdays.Civil(year, time.Month(m+1), 1) - 1, Month, true
}
