package graphql

import (
	"slices"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// ratingNode is a rating of a case, under the rules as they are known.
type ratingNode struct {
	*casefile.Rating
	rules  casefile.Rules
	limits casefile.ReviewLimits
	c      *caseNode
	now    time.Time
}

// review is the review that the rating opened; null where it did not.
func (r *ratingNode) review() any {
	if !r.BadReview() {
		return nil
	}
	return r
}

// answer is what was done about it, empty where nothing was.
func (r *ratingNode) answer() *casefile.Review {
	if r.Review == nil {
		return new(casefile.Review)
	}
	return r.Review
}

// name is what the scale in force on the day of the rating calls its level.
func (r *ratingNode) name() any {
	for _, l := range r.c.RatingScale(r.Rating, r.rules) {
		if l.Level == r.Level {
			return l.Name
		}
	}
	return nil
}

func (r *ratingNode) overdue() any {
	from := r.limits.OverdueFrom(r.Rating)
	return !from.IsZero() && r.now.After(from)
}

func (t *types) ratingTypes() {
	review := t.Object("BadReview", "What became of a bad rating (差评办理). Limits are by the rules in force on the day of the rating.", exec.Fields{
		"stage":       exec.Of(required(t.choices["RatingStage"]), "Which rating (评价环节).", func(r *ratingNode) any { return text(r.Stage) }),
		"open":        exec.Of(required(gql.Boolean), "Whether something is still to be done (未办结): an answer, or asking a rater who gave his name.", func(r *ratingNode) any { return r.OpenReview() }),
		"overdue":     exec.Of(required(gql.Boolean), "Whether a limit has passed within which nothing was done (超期).", (*ratingNode).overdue),
		"contactBy":   exec.Of(t.limit, "The limit for looking into it (联系核实期限).", func(r *ratingNode) any { return limitOf(r.limits.Contact) }),
		"answerBy":    exec.Of(t.limit, "The limit for the answer (整改期限).", func(r *ratingNode) any { return limitOf(r.limits.Answer) }),
		"contactedAt": exec.Of(t.dateTime, "When it was first looked into (联系核实时间).", func(r *ratingNode) time.Time { return r.answer().ContactedAt }),
		"finding":     exec.Of(t.choices["ReviewFinding"], "What that showed (核实结果).", func(r *ratingNode) any { return text(r.answer().Finding) }),
		"complex":     exec.Of(required(gql.Boolean), "Whether it was found to be complex (复杂问题).", func(r *ratingNode) any { return r.answer().Complex }),
		"reason":      exec.Of(gql.String, "Reason class why (原因).", func(r *ratingNode) string { return r.answer().Reason }),
		"rectifiedAt": exec.Of(t.dateTime, "When it was put right (整改时间).", func(r *ratingNode) time.Time { return r.answer().RectifiedAt }),
		"measure":     exec.Of(gql.String, "Class of the measure (整改措施).", func(r *ratingNode) string { return r.answer().Measure }),
		"explainedAt": exec.Of(t.dateTime, "When it was explained that the law allows nothing else (解释说明时间).", func(r *ratingNode) time.Time { return r.answer().ExplainedAt }),
		"explanation": exec.Of(gql.String, "What the law says (说明).", func(r *ratingNode) string { return r.answer().Explanation }),
		"reachedAt":   exec.Of(t.dateTime, "When the rater was first reached (回访时间).", func(r *ratingNode) time.Time { return r.answer().FollowedUpAt() }),
		"confirmedAt": exec.Of(t.dateTime, "When he said whether he is content now (回访确认时间).", func(r *ratingNode) time.Time { return r.answer().ConfirmedAt }),
		"satisfied": exec.Of(gql.Boolean, "Whether he is (整改满意); null before he was asked.", func(r *ratingNode) any {
			if r.answer().ConfirmedAt.IsZero() {
				return nil
			}
			return r.answer().Satisfied
		}),
		"rerated": exec.Of(t.integer, "Level of the one re-rating (追评等级), which stands beside the first.", func(r *ratingNode) any { return positive(r.answer().Rerated) }),
	})
	t.badReview = review
	t.rating = t.Object("Rating", "What somebody said of a case (评价); who, and in what words, is never public.", exec.Fields{
		"at":            exec.Of(required(t.dateTime), "When (评价时间).", func(r *ratingNode) time.Time { return r.At }),
		"stage":         exec.Of(required(t.choices["RatingStage"]), "What was rated (评价环节).", func(r *ratingNode) any { return text(r.Stage) }),
		"level":         exec.Of(required(t.integer), "5 非常满意, 4 满意, 3 基本满意, 2 不满意 or 1 非常不满意 (等级).", func(r *ratingNode) any { return r.Level }),
		"name":          exec.Of(gql.String, "What the scale in force on the day calls the level (等级名称).", (*ratingNode).name),
		"channel":       exec.Of(gql.String, "Where it was given (评价渠道).", func(r *ratingNode) string { return r.Channel }),
		"named":         exec.Of(required(gql.Boolean), "Whether the rater gave his name (实名).", func(r *ratingNode) any { return r.Named }),
		"comment":       exec.Of(required(gql.Boolean), "Whether something was said (评价内容); what, is sealed.", func(r *ratingNode) any { return r.Comment }),
		"bad":           exec.Of(required(gql.Boolean), "Whether it is a bad review that counts (差评).", func(r *ratingNode) any { return r.BadReview() }),
		"counts":        exec.Of(required(gql.Boolean), "Whether figures count it (计入统计): not where it was invalidated, nor a second one of a stage that was told.", func(r *ratingNode) any { return r.InvalidatedAt.IsZero() && r.c.Rated(r.Stage) == r.Rating }),
		"invalidatedAt": exec.Of(t.dateTime, "When it was invalidated (评价无效).", func(r *ratingNode) time.Time { return r.InvalidatedAt }),
		"invalidated":   exec.Of(gql.String, "Reason class of that (无效原因).", func(r *ratingNode) string { return r.Invalidated }),
		"review":        exec.Of(t.badReview, "What became of it (差评办理); null where it is no bad review.", (*ratingNode).review),
	})
}

// ratings adds what was said of a case to the facts.
func (a *api) ratings(t *types, facts exec.Fields) exec.Fields {
	facts["ratings"] = &exec.Field{
		Type: listOf(t.rating), Description: "What was said of it (评价), in the order of records; one counts in each stage (一事一评).",
		Price: &exec.Price{Own: 3, Size: 2},
		Resolve: func(p gql.ResolveParams) (any, error) {
			return a.ratingsOf(p, func(*casefile.Rating) bool { return true })
		},
	}
	facts["badReview"] = &exec.Field{
		Type: t.badReview, Description: "Its bad review (差评): the latest that is open, else the latest; null without one that counts.",
		Price: &exec.Price{Own: 3},
		Resolve: func(p gql.ResolveParams) (any, error) {
			c := p.Source.(*caseNode)
			list, err := a.ratingsOf(p, func(r *casefile.Rating) bool { return r.BadReview() && c.Rated(r.Stage) == r })
			if err != nil || len(list) == 0 {
				return nil, err
			}
			slices.SortStableFunc(list, func(x, y *ratingNode) int { return x.At.Compare(y.At) })
			slices.Reverse(list)
			if i := slices.IndexFunc(list, func(r *ratingNode) bool { return r.OpenReview() }); i > 0 {
				return list[i], nil
			}
			return list[0], nil
		},
	}
	return facts
}

// ratingsOf are the ratings of the case that a field is about.
func (a *api) ratingsOf(p gql.ResolveParams, wanted func(*casefile.Rating) bool) ([]*ratingNode, error) {
	c, out := p.Source.(*caseNode), []*ratingNode{}
	all := c.Kept().Ratings
	if len(all) == 0 {
		return out, nil
	}
	rules, err := c.batch.rules(p.Context, c.Calendar)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if r := &all[i]; wanted(r) {
			out = append(out, &ratingNode{r, rules, c.ReviewLimits(r, rules), c, a.now(p)})
		}
	}
	return out, nil
}

// badReviewsField lists cases by their bad reviews.
func (a *api) badReviewsField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.connection, Description: "Lists cases with a bad review that counts (差评), in the order of their acceptance; `case.badReview` is the review.",
		Price: &exec.Price{Own: 5, Sizes: []string{"first"}, Size: defaultPage},
		Args: gql.FieldConfigArgument{
			"overdue":   {Type: gql.Boolean, Description: "A limit has passed at `overdueAt` within which nothing was done (超期), or none has; default both."},
			"overdueAt": {Type: t.dateTime, Description: "The instant that `overdue` is about (判断时刻); default now."},
			"open":      {Type: gql.Boolean, DefaultValue: false, Description: "Only those about which something is still to be done (未办结)."},
			"org":       {Type: gql.String, Description: "Accepting unit (受理部门)."},
			"first":     {Type: t.integer, Description: "Cases from the front, 1 to 100 (前几条). Default 20."},
			"after":     {Type: gql.String, Description: "Begins after this cursor (起游标)."},
		},
		Resolve: func(p gql.ResolveParams) (any, error) {
			q := projections.CaseQuery{BadReview: projections.AnyBadReview, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate}
			q.Filter = population(p.Args)
			if open, _ := p.Args["open"].(bool); open {
				q.BadReview = projections.OpenBadReview
			}
			if overdue, ok := p.Args["overdue"].(bool); ok {
				q.ReviewOverdue, q.OverdueAt = &overdue, a.now(p)
				if at, ok := p.Args["overdueAt"].(time.Time); ok {
					q.OverdueAt = at
				}
			}
			q.After, _ = p.Args["after"].(string)
			var err error
			if q.First, err = firstArg(p); err != nil {
				return nil, err
			}
			q.CountTotal = exec.Selects(p.Info, "totalCount")
			page, err := a.views.Cases(p.Context, q)
			if err != nil {
				return nil, err
			}
			return &casePage{page, a.nodes(page.Rows)}, nil
		},
	}
}
