package casefile

import (
	"cmp"
	"slices"
	"time"

	"caseledger/ledger/act"
)

// Undertaken (承办): a unit of some level took the work on itself.
type Undertaken struct {
	Level Level  `json:"level"`
	Org   string `json:"org,omitempty"`
	Post  string `json:"post,omitempty"`
}

// Undertake records who takes the work on itself.
type Undertake = Undertaken

// Stored names the schema.
func (Undertaken) Stored() string { return "case.undertaken/1" }

// Level is the level of a unit in the network of service centres (层级).
type Level string

// Levels, from below.
const (
	Village    Level = "village"    // 村、社区
	Township   Level = "township"   // 乡镇、街道
	County     Level = "county"     // 县、区
	Prefecture Level = "prefecture" // 市、地、州
	Province   Level = "province"   // 省、自治区
)

var levels = act.Options{Name: "Level", Says: "Level of a unit in the network of service centres (层级).", Values: []act.Option{
	{Value: string(Village), Zh: "村、社区", En: "village or community."},
	{Value: string(Township), Zh: "乡镇、街道", En: "township or street."},
	{Value: string(County), Zh: "县、区", En: "county or district."},
	{Value: string(Prefecture), Zh: "市、地、州", En: "prefecture."},
	{Value: string(Province), Zh: "省、自治区", En: "province."},
}}

// Stage is one of the stages 承办 and 传递 of a case; acceptance and feedback are
// events of their own.
type Stage struct {
	At     time.Time `json:"at"`
	Stage  string    `json:"stage"` // "undertaken" or "passed_on"
	Level  Level     `json:"level"`
	Org    string    `json:"org,omitempty"`
	Post   string    `json:"post,omitempty"`
	ToOrg  string    `json:"toOrg,omitempty"`
	ToPost string    `json:"toPost,omitempty"`
}

// Names of stages.
const (
	StageUndertaken = "undertaken" // 承办
	StagePassedOn   = "passed_on"  // 传递
)

// The rule keeps the flow of the three-level network: a township's is 受理, 承办,
// 传递, 反馈, a village's 受理, 传递, 反馈.
var undertaken = act.Of(spec[Undertaken]{
	Zh: "承办", En: "Undertaken", Public: act.Published,
	Command: "undertakeCase", Says: "Records who takes the work on itself (承办); a village does not.", Needs: whileOpen,
	Members: func(e *Undertaken, m *act.Members) {
		act.Choice(m, &e.Level, "level", "Level of the unit (层级).", &levels, act.Always, act.Required)
		m.Text(&e.Org, "org", "Unit that takes it on (承办单位); default the holder.")
		m.Text(&e.Post, "post", "Post that takes it on (承办岗位); default the holder.").As("byPost")
	},
	Decide: func(c *Case, _ *Ask, e Undertaken) (Undertaken, error) {
		if e.Level == Village {
			return e, refuse(RuleFlow, "a village accepts, passes on and gives feedback (受理、传递、反馈); pass the case on to the township, which undertakes it")
		}
		if err := c.notOnTheWay(); err != nil {
			return e, err
		}
		if e.Org == "" {
			e.Org, e.Post = c.Holder.Org, cmp.Or(e.Post, c.Holder.Post)
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e Undertaken) {
		p := c.proceed()
		p.Stages = append(p.Stages, Stage{At: f.Occurred, Stage: StageUndertaken, Level: e.Level, Org: e.Org, Post: e.Post})
		if h := (Holder{e.Org, e.Post}); c.Transit == nil && h != (Holder{}) {
			c.Holder = h
		}
		if e.Level == Village {
			c.deviate(VillageUndertook)
		}
	},
})

// undertakenAt says whether a unit of the level took the work on.
func (c *Case) undertakenAt(level Level) bool {
	return slices.ContainsFunc(c.proceedings().Stages, func(s Stage) bool {
		return s.Stage == StageUndertaken && s.Level == level
	})
}
