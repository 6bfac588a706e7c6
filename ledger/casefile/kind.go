package casefile

import "slices"

// Axes are what the kind of a case follows from. They are independent of each
// other.
type Axes struct {
	Handling Handling // empty where the source does not say
	Routing  Routing  // empty where the source does not say
	Intake   Intake
}

// Intake is what became of the application as it was handed in (受理结果).
type Intake string

// The three intakes.
const (
	AsFiled      Intake = "as_filed"  // taken as it was handed in
	Supplemented Intake = "corrected" // 补办件: documents had to be added
	TurnedBack   Intake = "returned"  // 退回件: sent back
)

// Intake is what became of the application; a return that was reopened counts
// no more.
func (c *Case) Intake() Intake {
	switch {
	case c.Status == SentBack:
		return TurnedBack
	case len(c.Corrections) > 0:
		return Supplemented
	}
	return AsFiled
}

// Axes are the case's.
func (c *Case) Axes() Axes { return Axes{c.Handling, c.Routing, c.Intake()} }

// Kind is the label by which centres name a case (办件类型). It follows from the
// axes, under a [Scheme]. What a kind demands (五件五制) stands with the actions
// that it needs:
//
//   - 即办: due on the day of acceptance, [BySameDay]
//   - 承诺: a promise within the legal limit, [ByPromise]
//   - 联办: parts with clocks of their own, and a lead that waits for them, [AssignPart]
//   - 上报: the superior organ's decision, [ForwardCase]
//   - 代理: one agent at a time, with a mandate, [AppointAgent]
//   - 特办: an approver and a reason, [GrantSpecial]
//   - 补办: one notice of all that is missing, in time, [RequestCorrection]
//   - 退回: a basis, a remedy, and a review if it is asked for, [Return]
type Kind string

// Kinds, in the order in which they apply.
const (
	KindReturned  Kind = "returned"  // 退回件
	KindCorrected Kind = "corrected" // 补办件
	KindSpecial   Kind = "special"   // 特办件
	KindJoint     Kind = "joint"     // 联办件
	KindForwarded Kind = "forwarded" // 上报件
	KindAgent     Kind = "agent"     // 代理件
	KindImmediate Kind = "immediate" // 即办件
	KindPromised  Kind = "promised"  // 承诺件
	KindOther     Kind = "other"     // no label of the scheme applies
)

// applies says whether the label could be given to a case with these axes.
func (k Kind) applies(a Axes) bool {
	switch k {
	case KindReturned:
		return a.Intake == TurnedBack
	case KindCorrected:
		return a.Intake == Supplemented
	case KindSpecial:
		return a.Handling == Special
	case KindJoint:
		return a.Routing == Joint
	case KindForwarded:
		return a.Routing == Forwarded
	case KindAgent:
		return a.Routing == Agent
	case KindImmediate:
		return a.Handling == Immediate
	case KindPromised:
		return a.Handling == Promised
	}
	return false
}

// Scheme is a list of kinds that centres have published. Under a scheme a case
// has one label: the first of the scheme's kinds that applies, in the order of
// the constants above. A case to which none applies is [KindOther]: one whose
// source does not say how it is handled, and a 特办 case under the six.
type Scheme string

// The schemes. A label that a scheme lacks falls to the next that applies: an
// agent's case is 即办 or 承诺 among the seven, a forwarded one among the six.
const (
	AllKinds   Scheme = "all"   // every kind
	SevenKinds Scheme = "seven" // 七件: 即办件 承诺件 联办件 上报件 补办件 退回件 特办件
	SixKinds   Scheme = "six"   // 六件: 即办件 退回件 承诺件 联办件 补办件 代理件
)

var schemes = map[Scheme][]Kind{
	AllKinds:   {KindReturned, KindCorrected, KindSpecial, KindJoint, KindForwarded, KindAgent, KindImmediate, KindPromised},
	SevenKinds: {KindReturned, KindCorrected, KindSpecial, KindJoint, KindForwarded, KindImmediate, KindPromised},
	SixKinds:   {KindReturned, KindCorrected, KindJoint, KindAgent, KindImmediate, KindPromised},
}

// Kinds lists the scheme's kinds in the order in which they apply; none of a
// scheme that is not known.
func (s Scheme) Kinds() []Kind { return slices.Clone(schemes[s]) }

// Label is the kind of a case with these axes under the scheme.
func (s Scheme) Label(a Axes) Kind {
	for _, k := range schemes[s] {
		if k.applies(a) {
			return k
		}
	}
	return KindOther
}

// Kind is the case's label under [AllKinds].
func (c *Case) Kind() Kind { return AllKinds.Label(c.Axes()) }
