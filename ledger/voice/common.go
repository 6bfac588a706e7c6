package voice

import (
	"context"
	"errors"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
)

// Labels of the sealed values that come with what people say.
const (
	TextLabel    = "text"    // what they say
	ContactLabel = "contact" // how they are reached
)

// Rules, named after the form or the text that they carry out.
const (
	RuleComplaint  = "投诉登记表"     // filed once; nothing happens to it before or after
	RuleQuestion   = "咨询登记 有问必答" // asked once, answered once
	RulePraise     = "表扬登记"      // received once
	RuleSurvey     = "测评登记"      // counted between opening and closing
	RuleInspection = "明察暗访登记"    // findings belong to an inspection, each put right once
	RuleObjection  = "异议登记"      // against what stands in public, answered once
	RuleLink       = "关联办件"      // a case that is named exists
)

// Channel is the way by which people speak (渠道).
type Channel string

// Channels.
const (
	Box     Channel = "box"
	Phone   Channel = "phone"
	Email   Channel = "email"
	Book    Channel = "book"
	Web     Channel = "web"
	WeChat  Channel = "wechat"
	Counter Channel = "counter"
	Desk    Channel = "supervision_desk"
)

var channels = act.Options{Name: "VoiceChannel", Says: "The way by which people speak (渠道).", Values: []act.Option{
	{Value: string(Box), Zh: "举报箱", En: "a box for letters in the hall."},
	{Value: string(Phone), Zh: "电话", En: "a telephone call."},
	{Value: string(Email), Zh: "邮箱", En: "an e-mail."},
	{Value: string(Book), Zh: "意见簿", En: "the book of opinions in the hall."},
	{Value: string(Web), Zh: "网站", En: "the web site."},
	{Value: string(WeChat), Zh: "微信专栏", En: "the column on WeChat."},
	{Value: string(Counter), Zh: "窗口", En: "a window in the hall."},
	{Value: string(Desk), Zh: "岗位监督台", En: "the supervision desk of a post."},
}}

// Finding is what was found of a complaint or an objection (处理结论).
type Finding string

// Findings.
const (
	Upheld    Finding = "upheld"
	Dismissed Finding = "dismissed"
)

var findings = act.Options{Name: "VoiceFinding", Says: "What was found (处理结论).", Values: []act.Option{
	{Value: string(Upheld), Zh: "属实", En: "it is right."},
	{Value: string(Dismissed), Zh: "不属实", En: "it is not."},
}}

func refuse(rule, format string, args ...any) error { return act.Refuse(rule, format, args...) }

// later refuses what would have happened before what it follows.
func later(rule, what string, at, since time.Time) error {
	if at.Before(since) {
		return refuse(rule, "it would lie before %s on %s", what, casefile.StandardDate(since))
	}
	return nil
}

// spoken is what a rule knows of the case that somebody speaks of.
type spoken struct{ Case *casefile.Case }

// lookUp reads the case that an event names.
func lookUp(ctx context.Context, s ledger.Store, number string) (spoken, error) {
	if number == "" {
		return spoken{}, nil
	}
	h, err := casefile.Load(ctx, s, number, casefile.Moment{})
	var invalid *ledger.InvalidError
	if errors.Is(err, ledger.ErrNotFound) || errors.As(err, &invalid) {
		return spoken{}, nil
	}
	return spoken{&h.Case}, err
}

// link holds a case that is named to the ledger, and gives the organisation that
// is spoken of: the one given, else that of the case.
func (k spoken) link(number, org string) (string, error) {
	switch {
	case number != "" && k.Case == nil:
		return "", refuse(RuleLink, "there is no such case; leave it out if none is meant")
	case org == "" && k.Case != nil:
		org = k.Case.Org
	}
	if org == "" {
		return "", act.Invalid("org", "", "is missing: name the organisation, or a case that has one")
	}
	return org, nil
}
