package policy

import "caseledger/ledger/workdays"

// Regimes that ship with the program. The list is open: any code names one.
const (
	Licence = "licence" // 行政许可
	FOI     = "foi"     // 依申请公开
	Service = "service" // 公共服务
	Rating  = "rating"  // 政务服务"好差评": of every case, and of none as its own regime
	// Supervision (电子监察) is the regime of those who watch: its versions hold
	// for cases of every regime, by the same date, and name signals alone.
	Supervision = "supervision"
)

// Policy (办件规则) is one version of the rules of one regime, in force from a
// date. Days are working days unless a unit says otherwise; 0 means that the
// law names none. A *Policy that a [Set] gives must not be changed. Fields stand
// in the order of their JSON names, which is that of the recorded form.
type Policy struct {
	// AnyGround: grounds that Grounds does not list stop the clock too.
	AnyGround bool `json:"anyGround,omitzero"`
	// Basis is the law and the number of its document.
	Basis    string    `json:"basis"`
	Defaults []Default `json:"defaults,omitzero"`
	// DeliveryDays: from a grant to its delivery (许可法44); none for a refusal.
	DeliveryDays  int `json:"deliveryDays,omitzero"`
	ExtensionDays int `json:"extensionDays,omitzero"`
	// FirstDay: the day of acceptance counts as the first.
	FirstDay bool `json:"firstDay,omitzero"`
	// From: in force for cases received or accepted from this day on.
	From workdays.Date `json:"from"`
	// FromReceipt: the clock counts from the day of receipt where that is told
	// apart from the acceptance, and the version in force on it counts.
	FromReceipt bool     `json:"fromReceipt,omitzero"`
	Grounds     []Ground `json:"grounds,omitzero"`
	// JointDays and JointExtensionDays stand in for LegalDays and ExtensionDays
	// where several organs handle a case together (许可法26, 42).
	JointDays          int `json:"jointDays,omitzero"`
	JointExtensionDays int `json:"jointExtensionDays,omitzero"`
	LegalDays          int `json:"legalDays,omitzero"`
	// Levels are the scale of ratings (评价等级), of regime [Rating] only; none
	// are all five.
	Levels []Level `json:"levels,omitzero"`
	// NoticeDays: for telling what is missing, once. No ground stops them.
	NoticeDays int      `json:"noticeDays,omitzero"`
	Periods    []Period `json:"periods,omitzero"`
	Regime     string   `json:"regime"`
	// Restarts: the clock starts anew when the corrected application comes in.
	Restarts bool      `json:"restarts,omitzero"`
	Signals  []Signal  `json:"signals,omitzero"`
	Silence  []Silence `json:"silence,omitzero"`
	// SuperiorDays: for the review by the lower organ, from its own acceptance.
	SuperiorDays int      `json:"superiorDays,omitzero"`
	Systems      []System `json:"systems,omitzero"`
	// Version is its name: "许可法2019".
	Version string `json:"version"`
}

// Ground is a reason for which the clock stands still (不计入期限).
type Ground struct {
	Article string `json:"article"`
	Code    string `json:"code"` // the reason of a suspension: expert_review
	// Notice: the time counts only if the applicant was told in writing.
	Notice bool `json:"notice,omitzero"`
}

// Who was asked, as [Silence] and [Ground] name them.
const (
	ThirdParty     = "third_party"     // 第三方
	ConsultedOrgan = "consulted_organ" // 其他行政机关
)

// Silence is what follows if somebody who was asked says nothing in time.
type Silence struct {
	Article string `json:"article"`
	Days    int    `json:"days"`
	Effect  string `json:"effect"`
	Of      string `json:"of"` // consulted_organ, third_party, …; an open list of codes
}

// Effects of a silence.
const (
	Consent = "consent" // taken to agree
	Decide  = "decide"  // the organ decides
)

// Default (超时默认) is what follows by law or by local rule when a limit passes
// without a decision. Without a basis there is none.
type Default struct {
	Basis  string `json:"basis"`
	Effect string `json:"effect"`
}

// Effects of a passed limit.
const (
	InternalConsent = "internal_consent" // 缺席默认: a silent department is taken to agree
	DeemedApproval  = "deemed_approval"  // 超时默许: granted
	DeemedRenewal   = "deemed_renewal"   // 视为准予延续: renewed
)

// Level (评价等级) is one of a scale. Numbers mean the same in every scale, so
// that ratings under different ones can be counted together: 5 非常满意, 4 满意,
// 3 基本满意, 2 不满意, 1 非常不满意. A scale has some of them, under names of its
// own.
type Level struct {
	Level int    `json:"level"`
	Name  string `json:"name"`
}

// Levels of a rating that rules tell apart. Those up to [Bad] are bad reviews
// (差评), in every scale.
const (
	Worst     = 1
	Bad       = 2
	Satisfied = 3 // and above: 满意
	Good      = 4 // and above: 好评
	Best      = 5
)

// Period is one of the applicant's own, or one in which a bad review is to be
// answered. Where it has 0 days, the law leaves it
// to the notice to name them.
type Period struct {
	Article string `json:"article"`
	Code    string `json:"code"` // supplement, hearing_request
	Days    int    `json:"days"`
	// Effect is what follows when it has passed: [Abandoned]; empty where the
	// law says nothing.
	Effect string `json:"effect,omitzero"`
	Unit   string `json:"unit"`
}

// Supplement (补正) is the code of the period for correcting an application.
const Supplement = "supplement"

// Codes of the periods in which a bad review is answered (差评办理期限). They run
// from the rating, which is not counted.
const (
	ReviewContact = "bad_review_contact" // 联系核实
	ReviewSimple  = "bad_review_simple"  // 整改, of what can be put right at once
	ReviewComplex = "bad_review_complex" // 整改, of what was found to be complex
)

// Abandoned is the effect of a period: who lets it pass without good reason
// counts as having given the application up (视为放弃).
const Abandoned = "abandoned"

// Units of a period.
const (
	Working  = "working"  // 工作日
	Calendar = "calendar" // 日; a period that ends on a holiday ends on the next working day
)

// System (五件五制) is how the cases of one kind are handled.
type System struct {
	Axis  string `json:"axis"`  // handling, routing or intake
	Name  string `json:"name"`  // 直接办理制
	Rule  string `json:"rule"`  // in words
	Value string `json:"value"` // the axis's value: immediate
}

// Axes of a [System].
const (
	Handling = "handling"
	Routing  = "routing"
	Intake   = "intake"
)

// Scale lists the levels that a rating may have; a nil *Policy has all five.
func (p *Policy) Scale() []Level {
	if p == nil || len(p.Levels) == 0 {
		return []Level{{Best, "非常满意"}, {Good, "满意"}, {Satisfied, "基本满意"}, {Bad, "不满意"}, {Worst, "非常不满意"}}
	}
	return p.Levels
}

// ID names the version: "licence/2019-04-23".
func (p *Policy) ID() string { return p.Regime + "/" + p.From.String() }

// SignalOf finds what the rules say of an occasion, and whether they do.
func (p *Policy) SignalOf(of string) (s Signal, ok bool) {
	for _, s := range p.Signals {
		if s.Of == of {
			return s, true
		}
	}
	return s, false
}

// Limit gives the days for a decision and those of an extension.
func (p *Policy) Limit(joint bool) (days, extension int) {
	if joint && p.JointDays > 0 {
		return p.JointDays, p.JointExtensionDays
	}
	return p.LegalDays, p.ExtensionDays
}

// Stops says whether a suspension for a reason stops the clock, told in writing
// or not.
func (p *Policy) Stops(reason string, told bool) bool {
	for _, g := range p.Grounds {
		if g.Code == reason {
			return told || !g.Notice
		}
	}
	return p.AnyGround
}

// SilenceOf finds what the silence of somebody means, and whether the rules say
// so.
func (p *Policy) SilenceOf(of string) (s Silence, ok bool) {
	for _, s := range p.Silence {
		if s.Of == of {
			return s, true
		}
	}
	return s, false
}

// DefaultOf finds the basis of an effect, and whether the rules have one.
func (p *Policy) DefaultOf(effect string) (d Default, ok bool) {
	for _, d := range p.Defaults {
		if d.Effect == effect {
			return d, true
		}
	}
	return d, false
}

// PeriodOf finds a period of the applicant, and whether the rules name it.
func (p *Policy) PeriodOf(code string) (d Period, ok bool) {
	for _, d := range p.Periods {
		if d.Code == code {
			return d, true
		}
	}
	return d, false
}
