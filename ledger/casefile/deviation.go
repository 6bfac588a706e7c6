package casefile

import "slices"

// Deviation is something in a case's course that a rule does not allow (偏离).
// A command is refused; what was told as a fact is kept and reported. Anomalies
// are of times, deviations of the course.
type Deviation string

// Deviations.
const (
	VillageUndertook Deviation = "village_undertook"       // 村级承办
	PassedUndone     Deviation = "passed_on_unundertaken"  // 乡镇未承办即传递
	BeforeParts      Deviation = "ended_before_parts"      // 联办未齐即决定或办结
	BeforeSuperior   Deviation = "ended_before_superior"   // 上级未决定即决定或办结
	WithoutGrant     Deviation = "special_without_grant"   // 特办未经批准
	WithoutMandate   Deviation = "acted_without_mandate"   // 未受委托而代办
	WithoutRemedy    Deviation = "returned_without_remedy" // 退回未告知救济途径
)

var allDeviations = []Deviation{VillageUndertook, PassedUndone, BeforeParts, BeforeSuperior, WithoutGrant, WithoutMandate, WithoutRemedy}

// AllDeviations lists the deviations in the order in which cases list theirs.
func AllDeviations() []Deviation { return slices.Clone(allDeviations) }

// Deviations lists those of the case. Nobody may write into the list.
func (c *Case) Deviations() []Deviation { return c.proceedings().Deviations }

// deviate adds a deviation, once. It stays, whatever comes later.
func (c *Case) deviate(d Deviation) {
	if slices.Contains(c.Deviations(), d) {
		return
	}
	order := func(x Deviation) int { return slices.Index(allDeviations, x) }
	all := append(slices.Clone(c.Deviations()), d)
	slices.SortFunc(all, func(a, b Deviation) int { return order(a) - order(b) })
	c.proceed().Deviations = all
}
