package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
)

// ReturnReviewDecided (退回复核决定): the return stands, or the case is open
// again. Its clock ran on from the acceptance.
type ReturnReviewDecided struct {
	Basis   string      `json:"basis"`
	Outcome ReturnFound `json:"outcome"`
}

// DecideReturnReview says whether the return stands.
type DecideReturnReview = ReturnReviewDecided

// Stored names the schema.
func (ReturnReviewDecided) Stored() string { return "case.return_review_decided/1" }

// ReturnFound is what the review of a return found.
type ReturnFound string

// Findings.
const (
	Upheld   ReturnFound = "upheld"   // 维持退回
	Reopened ReturnFound = "reopened" // 恢复办理
)

var returnsFound = act.Options{Name: "ReturnFound", Says: "What the review of a return found (退回复核结论).", Values: []act.Option{
	{Value: string(Upheld), Zh: "维持退回", En: "the return stands."},
	{Value: string(Reopened), Zh: "恢复办理", En: "the case is open again."},
}}

var returnReviewDecided = act.Of(spec[ReturnReviewDecided]{
	Zh: "退回复核决定", En: "Review of the return decided", Public: act.Published,
	Command: "decideReturnReview", Says: "Says whether the return stands or the case is open again (退回复核决定).", Needs: onceBegun,
	Members: func(e *ReturnReviewDecided, m *act.Members) {
		m.Text(&e.Basis, "basis", "Legal basis (法律依据).", act.Always, act.Required)
		act.Choice(m, &e.Outcome, "outcome", "What was found (复核结论).", &returnsFound, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e ReturnReviewDecided) (ReturnReviewDecided, error) {
		reviews := c.proceedings().Reviews
		n := len(reviews)
		if c.Status != SentBack || n == 0 || !reviews[n-1].open() {
			return e, refuse(RuleReview, "no review of a return was asked for")
		}
		return e, later(RuleReview, "the request", a.Occurred, reviews[n-1].Requested)
	},
	Evolve: func(c *Case, f act.Facts, e ReturnReviewDecided) {
		p := c.proceed()
		p.Reviews = slices.Clone(p.Reviews)
		if n := len(p.Reviews); n == 0 || !p.Reviews[n-1].open() {
			p.Reviews = append(p.Reviews, ReturnReview{})
		}
		last := &p.Reviews[len(p.Reviews)-1]
		last.Decided, last.Outcome, last.Basis = f.Occurred, e.Outcome, e.Basis
		if e.Outcome == Reopened && c.Status == SentBack {
			c.Status, c.ClosedAt = Open, time.Time{}
			if c.AcceptedAt.IsZero() {
				c.Status = Pending
			}
		}
	},
})
