package assessment

import (
	"fmt"
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// Rules that refuse.
const (
	RuleFormula = "评估办法公布" // a formula holds from the day of its publication, or a later one
	RuleScore   = "评估结果公示" // a score is of a period that is over, by the version in force
)

// FormulaPrefix begins the names of the streams of formulas.
const FormulaPrefix = "formula/"

// Subject is what a formula judges (考核对象).
type Subject string

// Subjects.
const (
	Organisation Subject = "organisation" // 责任单位
	Window       Subject = "window"       // 窗口
	Post         Subject = "post"         // 岗位
)

// Span is how long a period is (考核周期).
type Span string

// Spans.
const (
	Month    Span = "month" // 2024-05
	HalfYear Span = "half"  // 2024-H1
)

var (
	subjects = act.Options{Name: "AssessmentSubject", Says: "What a formula judges (考核对象).", Values: []act.Option{
		{Value: string(Organisation), Zh: "责任单位", En: "an organisation and all below it."},
		{Value: string(Window), Zh: "窗口", En: "a window: the posts that are at it."},
		{Value: string(Post), Zh: "岗位", En: "a post."},
	}}
	spans = act.Options{Name: "AssessmentSpan", Says: "How long a period is (考核周期).", Values: []act.Option{
		{Value: string(Month), Zh: "月", En: "a calendar month."},
		{Value: string(HalfYear), Zh: "半年", En: "half a calendar year."},
	}}
)

// Subjects lists what can be judged.
func Subjects() *act.Options { return &subjects }

// Spans lists the lengths of periods.
func Spans() *act.Options { return &spans }

// FormulaPublished (公布评估办法): a version of a formula.
type FormulaPublished struct {
	Formula string
	From    workdays.Date
	Parts   []Part
	Span    Span
	Subject Subject
	Title   string
	Version int
}

// Part is a part of a formula. A ratio gives weight × ratio, or weight × (1 − ratio)
// inverted; a count gives weight − per × count, and no less than 0.
type Part struct {
	Figure string // id of a figure, or of another measure: tasks_on_time
	Invert bool
	Per    int
	Weight int
}

// Stored names the schema.
func (FormulaPublished) Stored() string { return "formula.published/1" }

// Stream is the formula's.
func (e FormulaPublished) Stream() ledger.StreamID {
	return ledger.StreamID(FormulaPrefix + e.Formula)
}

// Versions are those of a formula, in the order in which they were published.
type Versions []FormulaPublished

// Formulas is the kind of formulas.
var Formulas = &dossier.Kind[Versions, struct{}]{Prefix: FormulaPrefix, Book: act.NewBook(formulaPublished)}

// In gives the version in force on a day; of several of one day the last.
func (v Versions) In(day workdays.Date) (e FormulaPublished, ok bool) {
	for _, x := range v {
		if x.From <= day && (!ok || x.From >= e.From) {
			e, ok = x, true
		}
	}
	return e, ok
}

const saysFormula = "Code of the formula (评估办法编号)."

var formulaPublished = act.Of(act.Spec[Versions, dossier.Ask[struct{}], FormulaPublished]{
	Zh: "公布评估办法", En: "Formula published", Public: act.Published, By: act.BySupervisor,
	Command: "publishFormula", Says: "Publishes a version of a formula by which scores are computed (公布评估办法).",
	Members: func(e *FormulaPublished, m *act.Members) {
		m.Name(&e.Formula, "formula", saysFormula, act.Always, act.Required)
		m.Date(&e.From, "from", "In force for periods that end on this day or later (启用日).", act.Always, act.Required)
		act.Each(m, &e.Parts, "parts", "What it counts (指标); the weights sum to 100.", 20, func(p *Part, m *act.Members) {
			m.Name(&p.Figure, "figure", "Id of a figure, or `tasks_on_time` (指标编号).", act.Always, act.Required)
			m.Truth(&p.Invert, "invert", "The lower the ratio the better (逆向指标).")
			m.Whole(&p.Per, "per", "Of a count: points taken off for each (每件扣分); 0: the figure is a ratio.", 0, 100)
			m.Whole(&p.Weight, "weight", "Points that it is worth (权重).", 1, 100, act.Always, act.Required)
		}, act.Always, act.Required)
		act.Choice(m, &e.Span, "span", "How long a period is (考核周期).", &spans, act.Always, act.Required)
		act.Choice(m, &e.Subject, "subject", "What it judges (考核对象).", &subjects, act.Always, act.Required)
		m.Text(&e.Title, "title", "What it is called (名称).", act.Always, act.Required)
		m.Whole(&e.Version, "version", "Number of the version (版本): 1, 2, 3.", 0, 100_000, act.Always, act.Derived)
	},
	Check: func(e *FormulaPublished) error {
		if err := dossier.Given(e.Stream(), "formula", e.Formula, "title", e.Title); err != nil {
			return err
		}
		if strings.Contains(e.Formula, ".") {
			return act.Invalid("formula", e.Formula, "can have no '.': it parts the name of a score")
		}
		return checkParts(e.Parts)
	},
	Decide: func(v *Versions, a *dossier.Ask[struct{}], e FormulaPublished) (FormulaPublished, error) {
		if n := len(*v); n > 0 && ((*v)[n-1].Span != e.Span || (*v)[n-1].Subject != e.Subject) {
			return e, act.Refuse(RuleFormula, "the formula judges a %s by the %s; publish another under a code of its own", (*v)[n-1].Subject, (*v)[n-1].Span)
		}
		if today := casefile.StandardDate(a.Recorded); e.From < today {
			return e, act.Refuse(RuleFormula, "a formula is in force from %s at the earliest, the day of its publication", today)
		}
		e.Version = len(*v) + 1
		return e, nil
	},
	Evolve: func(v *Versions, _ act.Facts, e FormulaPublished) { *v = append(slices.Clip(*v), e) },
})

func checkParts(parts []Part) error {
	sum, seen := 0, map[string]bool{}
	for i, p := range parts {
		field := fmt.Sprintf("parts[%d].", i)
		switch {
		case p.Figure == "" || seen[p.Figure]:
			return act.Invalid(field+"figure", p.Figure, "want one part for each figure")
		case p.Invert && p.Per > 0:
			return act.Invalid(field+"per", fmt.Sprint(p.Per), "a count cannot be inverted")
		}
		seen[p.Figure] = true
		sum += p.Weight
	}
	if sum != 100 {
		return act.Invalid("parts", fmt.Sprint(sum), "want weights that sum to 100")
	}
	return nil
}
