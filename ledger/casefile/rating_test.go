package casefile_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/vault"
)

// ratedAt is a rating of a stage.
func ratedAt(stage casefile.RatingStage, level int, named bool) casefile.RateCase {
	return casefile.RateCase{Channel: "terminal", Level: level, Named: named, Stage: stage}
}

// shanghai are the rules of 1-5-15 since 2024, four those of the older scale.
func shanghai(t *testing.T) casefile.Rules { return local(t, "rating-shanghai", "2024-01-01") }
func four(t *testing.T) casefile.Rules     { return local(t, "rating-four-levels", "2024-01-01") }

func local(t *testing.T, name, from string) casefile.Rules {
	t.Helper()
	rules, p := china(t), policy.Named()[name]
	p.From = date(t, from)
	rules.Policies = policy.Official().With(p)
	return rules
}

// TestRatingsAreGivenInTheirStage: 2024-03-04 is a Monday.
func TestRatingsAreGivenInTheirStage(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	done := then(open, "2024-03-06", casefile.Closed{Outcome: casefile.Completed})
	early, late := ratedAt(casefile.AtAcceptance, 5, false), ratedAt(casefile.AtClosing, 4, true)
	rules := china(t)
	for _, r := range []sourced{
		{"at the acceptance", open, "2024-03-04", early, casefile.Rated(early), "受理环节评价"},
		{"at the closing", done, "2024-03-07", late, casefile.Rated(late), "办结环节评价"},
		{"of what was sent back", then(open, "2024-03-05", casefile.Returned{Remedy: "m"}), "2024-03-06", late, casefile.Rated(late), "办结环节评价"},
		{"entered late, given in the stage", done, "2024-03-05", early, casefile.Rated(early), "评议箱"},
		{"the acceptance after the end", done, "2024-03-07", early, casefile.RuleStage, "受理环节评价"},
		{"the closing before the end", open, "2024-03-05", late, casefile.RuleStage, "办结环节评价"},
		{"the closing, dated before the end", done, "2024-03-05", late, casefile.RuleStage, "办结环节评价"},
		{"before the acceptance", []any{"2024-03-04", application}, "2024-03-05", early, casefile.RuleRegister, "受理登记表"},
		{"of no case", nil, "2024-03-05", early, casefile.RuleRegister, "受理登记表"},
	} {
		r.check(t, rules)
	}
	for name, bad := range map[string]casefile.RateCase{
		"no level": {Stage: casefile.AtAcceptance}, "level 6": ratedAt(casefile.AtAcceptance, 6, false), "level -1": ratedAt(casefile.AtAcceptance, -1, false),
		"no stage": {Level: 5}, "another stage": {Level: 5, Stage: "middle"}, "a sentence as the channel": {Level: 5, Stage: casefile.AtAcceptance, Channel: "on the phone"},
	} {
		checkInvalid(t, name, fold(t, open...), order(t, "2024-03-05", bad))
	}
}

// TestOneMatterOneRating (一事一评, 国办发〔2019〕51号): of a stage there is one
// rating, also where it was invalidated.
func TestOneMatterOneRating(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	first := casefile.Rated(ratedAt(casefile.AtAcceptance, 2, false))
	again := ratedAt(casefile.AtAcceptance, 5, false)
	out := casefile.InvalidateRating{Reason: "mistaken", Stage: casefile.AtAcceptance}
	given := then(open, "2024-03-05", first)
	gone := then(given, "2024-03-06", casefile.RatingInvalidated(out))
	rules := china(t)
	for _, r := range []sourced{
		{"a second", given, "2024-03-06", again, casefile.RuleOneRating, "一事一评"},
		{"in the other stage", then(given, "2024-03-06", casefile.Closed{}), "2024-03-07", ratedAt(casefile.AtClosing, 5, false), casefile.Rated(ratedAt(casefile.AtClosing, 5, false)), "一事一评: 每个环节"},
		{"after the first was invalidated", gone, "2024-03-07", again, casefile.RuleOneRating, "一事一评"},
		{"invalidate", given, "2024-03-06", out, casefile.RatingInvalidated(out), "国办发〔2019〕51号: 误评、恶意差评经审核后不纳入"},
		{"invalidate twice", gone, "2024-03-07", out, casefile.RuleInvalid, "国办发〔2019〕51号"},
		{"invalidate what nobody gave", open, "2024-03-06", out, casefile.RuleInvalid, "国办发〔2019〕51号"},
		{"invalidate before it was given", given, "2024-03-04", out, casefile.RuleInvalid, "国办发〔2019〕51号"},
		{"rectify what was invalidated", gone, "2024-03-07", casefile.ContactRater{Finding: casefile.Verified, Stage: casefile.AtAcceptance}, casefile.RuleBadReview, "国办发〔2019〕51号"},
	} {
		r.check(t, rules)
	}
	c := fold(t, then(given, "2024-03-06", casefile.Rated(again))...) // told as a fact
	if r := c.Rated(casefile.AtAcceptance); r.Level != 2 || len(c.Kept().Ratings) != 2 {
		t.Errorf("of two that were told the first counts: %+v", r)
	}
}

// TestScalesOfRatings: the scale in force on the day of the rating.
func TestScalesOfRatings(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	rate := func(level int) casefile.RateCase { return ratedAt(casefile.AtAcceptance, level, false) }
	for _, r := range []struct {
		sourced
		rules casefile.Rules
	}{
		{sourced{"基本满意", open, "2024-03-05", rate(3), casefile.Rated(rate(3)), "国办发〔2019〕51号: five levels"}, china(t)},
		{sourced{"满意", open, "2024-03-05", rate(4), casefile.Rated(rate(4)), "国办发〔2019〕51号: five levels"}, china(t)},
		{sourced{"很满意 of four", open, "2024-03-05", rate(5), casefile.Rated(rate(5)), "很满意/基本满意/不满意/很不满意"}, four(t)},
		{sourced{"很不满意 of four", open, "2024-03-05", rate(1), casefile.Rated(rate(1)), "很满意/基本满意/不满意/很不满意"}, four(t)},
		{sourced{"there is no 满意 of four", open, "2024-03-05", rate(4), casefile.RuleScale, "很满意/基本满意/不满意/很不满意"}, four(t)},
		{sourced{"before any scale was in force", []any{"2011-03-04", takenIn}, "2011-03-07", rate(4), casefile.Rated(rate(4)), "none before 2019-12-03"}, china(t)},
	} {
		r.check(t, r.rules)
	}
}

// TestTheBadReviewLoop: 联系核实, 整改 or 说明, 回访确认.
func TestTheBadReviewLoop(t *testing.T) {
	const at = casefile.AtClosing
	done := []any{"2024-03-04", takenIn, "2024-03-06", casefile.Closed{Outcome: casefile.Completed}}
	named := then(done, "2024-03-07", casefile.Rated(ratedAt(at, 2, true)))
	anonymous := then(done, "2024-03-07", casefile.Rated(ratedAt(at, 1, false)))
	call := casefile.ContactRater{Finding: casefile.Verified, Stage: at}
	hard := casefile.ContactRater{Complex: true, Finding: casefile.PartVerified, Reason: "several_units", Stage: at}
	fix := casefile.RectifyBadReview{Measure: "apology", Stage: at}
	say := casefile.ExplainBadReview{Explanation: "条例第八条不允许减免", Stage: at}
	ask := func(r casefile.VisitResult, level int) casefile.ConfirmRectification {
		return casefile.ConfirmRectification{Level: level, Result: r, Stage: at}
	}
	called := then(named, "2024-03-08", casefile.RaterContacted(call))
	fixed := then(called, "2024-03-11", casefile.BadReviewRectified(fix))
	explained := then(called, "2024-03-11", casefile.BadReviewExplained(say))
	content := casefile.RectificationConfirmed(ask(casefile.VisitSatisfied, 4))
	rules := china(t)
	for _, r := range []sourced{
		{"contact", named, "2024-03-08", call, casefile.RaterContacted(call), "联系核实"},
		{"long after the limit", named, "2024-06-03", call, casefile.RaterContacted(call), "overdue is derived, never refused"},
		{"found to be complex", named, "2024-03-08", hard, casefile.RaterContacted(hard), "国办发〔2019〕51号: 情况复杂的,说明理由"},
		{"again", called, "2024-03-09", call, casefile.RaterContacted(call), "联系核实"},
		{"no bad review", then(done, "2024-03-07", casefile.Rated(ratedAt(at, 3, true))), "2024-03-08", call, casefile.RuleBadReview, "基本满意 is none"},
		{"nobody rated", done, "2024-03-08", call, casefile.RuleBadReview, "差评"},
		{"before it was rated", named, "2024-03-06", call, casefile.RuleBadReview, "差评"},
		{"rectify before looking into it", named, "2024-03-08", fix, casefile.RuleBadReview, "核实后整改"},
		{"explain before looking into it", named, "2024-03-08", say, casefile.RuleBadReview, "核实后解释"},
		{"rectify", called, "2024-03-11", fix, casefile.BadReviewRectified(fix), "整改"},
		{"dated before the contact", called, "2024-03-07", fix, casefile.RuleBadReview, "整改"},
		{"rectify twice", fixed, "2024-03-12", fix, casefile.RuleBadReview, "answered once"},
		{"explain what was rectified", fixed, "2024-03-12", say, casefile.RuleBadReview, "answered once"},
		{"contact after the answer", fixed, "2024-03-12", call, casefile.RuleBadReview, "answered once"},
		{"explain", called, "2024-03-11", say, casefile.BadReviewExplained(say), "国办发〔2019〕51号: 缺乏法定依据的解释说明"},
		{"confirm", fixed, "2024-03-12", ask(casefile.VisitSatisfied, 4), content, "回访确认; 浙江2019: 追评一次"},
		{"confirm without a re-rating", explained, "2024-03-12", ask(casefile.VisitDissatisfied, 0), casefile.RectificationConfirmed(ask(casefile.VisitDissatisfied, 0)), "回访确认"},
		{"nobody was reached", fixed, "2024-03-12", ask(casefile.VisitUnreached, 0), casefile.RectificationConfirmed(ask(casefile.VisitUnreached, 0)), "回访确认"},
		{"confirm before an answer", called, "2024-03-12", ask(casefile.VisitSatisfied, 0), casefile.RuleBadReview, "回访确认"},
		{"confirm twice", then(fixed, "2024-03-12", content), "2024-03-13", ask(casefile.VisitSatisfied, 5), casefile.RuleBadReview, "one re-rating"},
		{"confirm after a call that reached nobody", then(fixed, "2024-03-12", casefile.RectificationConfirmed(ask(casefile.VisitUnreached, 0))), "2024-03-13", ask(casefile.VisitSatisfied, 0), casefile.RectificationConfirmed(ask(casefile.VisitSatisfied, 0)), "回访确认"},
		{"call an anonymous rater", then(anonymous, "2024-03-08", casefile.RaterContacted(call), "2024-03-11", casefile.BadReviewRectified(fix)), "2024-03-12", ask(casefile.VisitSatisfied, 0), casefile.RuleBadReview, "实名差评回访"},
	} {
		r.check(t, rules)
	}
	checkInvalid(t, "complex for no reason", fold(t, named...), order(t, "2024-03-08", casefile.ContactRater{Complex: true, Finding: casefile.Verified, Stage: at}))
	checkInvalid(t, "content with level 2", fold(t, fixed...), order(t, "2024-03-12", ask(casefile.VisitSatisfied, 2)))
	checkInvalid(t, "a level of nobody", fold(t, fixed...), order(t, "2024-03-12", ask(casefile.VisitUnreached, 4)))
	c := fold(t, then(fixed, "2024-03-12", content)...)
	if r := c.Rated(at); r.Level != 2 || r.Review.Rerated != 4 || !r.Review.Satisfied || r.OpenReview() {
		t.Errorf("the re-rating stands beside the first: %+v, %+v", r, r.Review)
	}
}

// TestReviewLimits: working days from the rating, by the rules of its day;
// 2024-09-30 is a Monday before the 国庆 holiday, which ends on 10-07.
func TestReviewLimits(t *testing.T) {
	for _, tt := range []struct {
		name            string
		rules           casefile.Rules
		rated           string
		complex         bool
		contact, answer string
		policy, source  string
	}{
		{"the default", china(t), "2024-03-07", false, "2024-03-08", "2024-03-28", "rating/2019-12-03", "no national number of days: 1 and 15, ORIGIN.md"},
		{"1-5-15, simple", shanghai(t), "2024-03-07", false, "2024-03-08", "2024-03-14", "rating/2024-01-01", "上海 1、5、15"},
		{"1-5-15, complex", shanghai(t), "2024-03-07", true, "2024-03-08", "2024-03-28", "rating/2024-01-01", "上海 1、5、15"},
		{"1-5-15 over a holiday", shanghai(t), "2024-09-30", false, "2024-10-08", "2024-10-12", "rating/2024-01-01", "国庆; 10月12日(星期六)上班"},
		{"four levels name no limit", four(t), "2024-03-07", false, "none", "none", "", "很满意/基本满意/不满意/很不满意"},
		{"before any rules", china(t), "2011-03-07", false, "none", "none", "", "none before 2019-12-03"},
	} {
		given := []any{"2011-03-04", takenIn, tt.rated, casefile.Rated(ratedAt(casefile.AtAcceptance, 1, true))}
		if tt.complex {
			given = then(given, tt.rated, casefile.RaterContacted{Complex: true, Finding: casefile.Verified, Reason: "r", Stage: casefile.AtAcceptance})
		}
		c := fold(t, given...)
		l := c.ReviewLimits(c.Rated(casefile.AtAcceptance), tt.rules)
		day := func(l casefile.Limit) string {
			if l.Due.IsZero() {
				return "none"
			}
			return l.On.String()
		}
		if day(l.Contact) != tt.contact || day(l.Answer) != tt.answer || l.Answer.Policy != tt.policy {
			t.Errorf("%s (%s): contact %s, answer %s by %q", tt.name, tt.source, day(l.Contact), day(l.Answer), l.Answer.Policy)
		}
	}
}

// TestReviewsBecomeOverdue: from the end of the first limit within which nothing
// was done.
func TestReviewsBecomeOverdue(t *testing.T) {
	const stage = casefile.AtAcceptance
	call, fix := casefile.RaterContacted{Finding: casefile.Verified, Stage: stage}, casefile.BadReviewRectified{Measure: "m", Stage: stage}
	bad := []any{"2024-03-04", takenIn, "2024-03-07", casefile.Rated(ratedAt(stage, 2, true))}
	rules := shanghai(t)
	for _, tt := range []struct {
		name  string
		given []any
		from  string // the last day in time, "" where nothing becomes overdue
	}{
		{"nothing was done", bad, "2024-03-08"},
		{"contacted", then(bad, "2024-03-08", call), "2024-03-14"},
		{"contacted too late: that is done", then(bad, "2024-03-12", call), "2024-03-14"},
		{"answered", then(bad, "2024-03-08", call, "2024-03-20", fix), ""},
		{"invalidated", then(bad, "2024-03-08", casefile.RatingInvalidated{Reason: "r", Stage: stage}), ""},
		{"content", []any{"2024-03-04", takenIn, "2024-03-07", casefile.Rated(ratedAt(stage, 3, true))}, ""},
	} {
		c := fold(t, tt.given...)
		r := c.Rated(stage)
		l := c.ReviewLimits(r, rules)
		from, want := l.OverdueFrom(r), ""
		if !from.IsZero() {
			want = from.In(c.Location()).Format("2006-01-02")
		}
		if want != tt.from {
			t.Errorf("%s: overdue after %q, want %q", tt.name, want, tt.from)
		}
	}
}

// TestWhatRatersSayIsSealed: nothing of it stands in public.
func TestWhatRatersSayIsSealed(t *testing.T) {
	store := memory.New()
	desk := newDesk(t, store)
	do(t, desk, order(t, "2024-03-04", casefile.Accept{}))
	o := order(t, "2024-03-05", ratedAt(casefile.AtAcceptance, 1, true))
	o.Sealed = []vault.Value{{Label: casefile.CommentLabel, Subject: "s-1", Text: "排队三个小时无人叫号"}}
	done := do(t, desk, o)
	r := done.Records[0]
	if string(r.Public) != `{"channel":"terminal","comment":true,"level":1,"named":true,"stage":"acceptance"}` || len(r.Sealed) != 1 {
		t.Errorf("%s with %d sealed", r.Public, len(r.Sealed))
	}
}

// TestTheDeskKnowsTheScaleInForce: one that is published counts from the next
// order on, for cases with and without a regime.
func TestTheDeskKnowsTheScaleInForce(t *testing.T) {
	store := memory.New()
	desk := newDesk(t, store)
	scale := policy.Named()["rating-four-levels"]
	scale.From = date(t, "2024-03-06")
	for _, regime := range []string{"", policy.Licence} {
		number := "T-1" + regime
		send := func(when string, c casefile.Command) error {
			o := order(t, when, c)
			o.Number, o.ID = number, ledger.NewCommandID(o.Recorded, number+when)
			_, err := desk.Do(t.Context(), o)
			return err
		}
		if err := send("2024-03-05", casefile.Accept{Regime: regime}); err != nil {
			t.Fatal(err)
		}
		if _, err := registry.Record(t.Context(), store, at(t, "2024-03-05"), "", registry.Policy(scale)); err != nil {
			t.Fatal(err)
		}
		var refusal *casefile.Refusal
		if err := send("2024-03-06", ratedAt(casefile.AtAcceptance, 4, false)); !errors.As(err, &refusal) || refusal.Rule != casefile.RuleScale {
			t.Errorf("%q: %v", regime, err)
		}
		if err := send("2024-03-07", ratedAt(casefile.AtAcceptance, 5, false)); err != nil {
			t.Errorf("%q: %v", regime, err)
		}
		o := order(t, "2024-03-11", ratedAt(casefile.AtAcceptance, 4, false))
		o.Number, o.Corrects, o.Occurred = number, &casefile.Wrong{Revision: 1, Reason: "r", Basis: "b"}, at(t, "2024-03-07")
		if _, err := desk.Do(t.Context(), o); !errors.As(err, &refusal) || refusal.Rule != casefile.RuleScale {
			t.Errorf("%q: a correction is held to it too: %v", regime, err)
		}
	}
}

// TestRatingIsNoRegimeOfCases: the scale is of every case.
func TestRatingIsNoRegimeOfCases(t *testing.T) {
	sourced{"a case under the scale", nil, "2024-03-05", casefile.Accept{Regime: policy.Rating}, casefile.RuleLimit, "policy: regime rating"}.check(t, china(t))
}

// checkRatings holds what must be true of the ratings of a case that came about
// by commands alone.
func checkRatings(t *rapid.T, c *casefile.Case) {
	of := map[casefile.RatingStage]int{}
	for i := range c.Kept().Ratings {
		r := &c.Docket.Ratings[i]
		if of[r.Stage]++; of[r.Stage] > 1 {
			t.Fatalf("rated twice: %+v", c.Docket.Ratings)
		}
		if r.At.Before(c.AcceptedAt) {
			t.Fatalf("rated before acceptance: %+v", r)
		}
		if v := r.Review; v != nil && (r.Level > policy.Bad ||
			!v.AnsweredAt().IsZero() && (v.ContactedAt.IsZero() || v.AnsweredAt().Before(v.ContactedAt)) ||
			!v.RectifiedAt.IsZero() && !v.ExplainedAt.IsZero() ||
			!v.ConfirmedAt.IsZero() && (v.AnsweredAt().IsZero() || !r.Named)) {
			t.Fatalf("%+v of %+v", v, r)
		}
	}
}
