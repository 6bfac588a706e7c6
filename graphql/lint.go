package graphql

import (
	"fmt"
	"strings"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/projections/claims"
)

// Limits of what is judged in one request.
const (
	maxLintBytes   = 64 << 10
	maxLintClaims  = 200
	maxLintFigures = 20 // claims that name one
	maxLintListed  = 100
)

// linted is what the lint field resolves to.
type linted struct {
	claims []claims.Judgement
	left   []claims.Left
}

func (t *types) lintTypes() {
	var verdicts []choice
	for _, v := range claims.Verdicts() {
		verdicts = append(verdicts, choice{strings.ToUpper(string(v)), v, v.Words().Chinese + ": " + v.Words().English + "."})
	}
	verdict := enum("Verdict", "Whether a published number can be so (判断).", verdicts...)
	judgement := t.Object("Judgement", "What is to be said of a published number (核数结果).", exec.Fields{
		"id":          exec.Of(required(gql.String), "The claim's id; of one without, `#` and its place (编号).", func(j *claims.Judgement) string { return j.ID }),
		"verdict":     exec.Of(required(verdict), "Whether it can be so (判断).", func(j *claims.Judgement) any { return j.Verdict }),
		"why":         exec.Of(required(gql.String), "The calculation, in English (理由).", func(j *claims.Judgement) string { return j.Why }),
		"whyZh":       exec.Of(required(gql.String), "The calculation, in Chinese (理由).", func(j *claims.Judgement) string { return j.WhyZh }),
		"says":        exec.Of(required(gql.String), "The number as it was published (所写).", func(j *claims.Judgement) string { return j.Says }),
		"is":          exec.Of(gql.String, "Its kind (类型): `ratio`, `sum`; null of a figure.", func(j *claims.Judgement) string { return string(j.Is) }),
		"value":       exec.Of(gql.String, "The exact value with up to four decimals more than it states (算得).", func(j *claims.Judgement) string { return j.Value }),
		"wouldHold":   exec.Of(gql.NewList(required(gql.String)), "Values with which it would hold (成立的值); more than 100 whole numbers are one text, `FROM..TO`.", wouldHold).Costs(exec.Price{Own: 1}),
		"wouldHoldOf": exec.Of(gql.String, "The member whose values they are (何数): `says`, `late`.", func(j *claims.Judgement) string { return j.WouldHoldOf }),
		"line":        exec.Of(t.integer, "Line of the text, from 1 on (行); null of a file.", func(j *claims.Judgement) any { return positive(placeOf(j).Line) }),
		"column":      exec.Of(t.integer, "Character of the line, from 1 on (列).", func(j *claims.Judgement) any { return positive(placeOf(j).Column) }),
		"quote":       exec.Of(gql.String, "The words that were taken for the claim (原文).", func(j *claims.Judgement) string { return placeOf(j).Quote }),
	})
	left := t.Object("LeftNumber", "A number of a text from which no claim was read (未用的数).", exec.Fields{
		"line":     exec.Of(required(t.integer), "Its line, from 1 on (行).", func(l *claims.Left) int { return l.Line }),
		"column":   exec.Of(required(t.integer), "Its character of the line, from 1 on (列).", func(l *claims.Left) int { return l.Column }),
		"quote":    exec.Of(required(gql.String), "The number (原文).", func(l *claims.Left) string { return l.Quote }),
		"reason":   exec.Of(required(gql.String), "Why it is no claim, in English (原因).", func(l *claims.Left) string { return l.Reason.English }),
		"reasonZh": exec.Of(required(gql.String), "Why it is no claim, in Chinese (原因).", func(l *claims.Left) string { return l.Reason.Chinese }),
	})
	t.lint = t.Object("Lint", "What is to be said of published numbers (核数).", exec.Fields{
		"claims": exec.Of(listOf(judgement), "The claims in their order (说法).", func(l *linted) any { return pointers(l.claims) }).Costs(exec.Price{Size: maxLintClaims}),
		"left":   exec.Of(listOf(left), "Of a text, the numbers that are no claims (未用的数), at most 200.", func(l *linted) any { return pointers(l.left) }).Costs(exec.Price{Size: maxLintClaims}),
	})
}

// placeOf is where a claim stands in a text; the zero place in none.
func placeOf(j *claims.Judgement) claims.Place {
	if j.Place == nil {
		return claims.Place{}
	}
	return *j.Place
}

// wouldHold are the values as texts.
func wouldHold(j *claims.Judgement) any {
	if j.WouldHoldOf == "" {
		return nil
	}
	out := []string{}
	for _, v := range j.WouldHold {
		if s, ok := v.(claims.Span); ok {
			return []string{fmt.Sprintf("%d..%d", s.From, s.To)}
		}
		out = append(out, fmt.Sprint(v))
	}
	if len(out) > maxLintListed {
		return []string{out[0] + ".." + out[len(out)-1]}
	}
	return out
}

func (a *api) lintField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.lint, Price: &exec.Price{Own: 200},
		Description: "Judges published numbers by those beside them (核数). Nothing is stored. At most 64 KiB, 200 claims, and 20 of them of figures.",
		Args: gql.FieldConfigArgument{
			"claims": {Type: gql.String, Description: "A file of claims (说法), JSON as `projections/claims/FORMAT.md` describes it."},
			"text":   {Type: gql.String, Description: "The text of a report in Chinese (文字), in which claims are looked for. One of the two."},
		},
		Resolve: a.resolveLint,
	}
}

func (a *api) resolveLint(p gql.ResolveParams) (any, error) {
	file, err := lintFile(p.Args)
	if err != nil {
		return nil, err
	}
	named := 0
	for i := range file.Claims {
		if file.Claims[i].Figure != nil {
			named++
		}
	}
	if len(file.Claims) > maxLintClaims || named > maxLintFigures {
		return nil, exec.BadInput("%d claims, %d of figures: at most %d are judged at once, %d of figures", len(file.Claims), named, maxLintClaims, maxLintFigures)
	}
	list, err := claims.Judge(p.Context, file.Claims, a.views.Figures)
	if err != nil {
		return nil, err
	}
	return &linted{list, file.Left[:min(len(file.Left), maxLintClaims)]}, nil
}

// lintFile reads whichever argument is given.
func lintFile(args map[string]any) (*claims.File, error) {
	list, isClaims := args["claims"].(string)
	text, isText := args["text"].(string)
	switch {
	case isClaims == isText:
		return nil, exec.BadInput("give claims or text, one of the two")
	case len(list)+len(text) > maxLintBytes:
		return nil, exec.BadInput("at most %d bytes are read", maxLintBytes)
	}
	read, body := claims.ReadText, text
	if isClaims {
		read, body = claims.ReadClaims, list
	}
	file, err := read([]byte(body))
	if err != nil {
		return nil, exec.BadInput("%s", err)
	}
	return file, nil
}
