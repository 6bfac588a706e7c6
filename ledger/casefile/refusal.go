package casefile

import "caseledger/ledger/act"

// A Refusal is a rule's answer to a command that it does not allow; its Rule is
// one of the constants below.
type Refusal = act.Refusal

// Rules, named after the statute or the form that they carry out. 许可法 is the
// Administrative Licensing Law (行政许可法); the number is that of the article.
const (
	RuleRegister   = "受理登记表"         // a case is accepted once, and nothing happens to it before
	RuleEnded      = "办结单"           // nothing more happens to a case that ended
	RuleTransfer   = "转办明细表"         // every transfer has exactly one receipt, by its addressee
	RuleNotice     = "许可法32 一次性告知"   // all that is missing is told once
	RuleDeemed     = "许可法32 逾期视为受理"  // … within five working days
	RuleMissing    = "许可法32 补正"      // documents asked for must have come in
	RuleLimit      = "许可法42 期限"      // a promise is no longer than the legal limit
	RuleExtension  = "许可法42 延期"      // in time, and by no more than the law allows
	RuleDelivery   = "许可法44 送达"      // what was decided is delivered, once
	RuleSuspension = "许可法45 中止"      // the clock stops and runs in turn
	RuleDecision   = "许可法38 决定"      // one decision, and the case ends as decided
	RuleVisit      = "现场前置"          // appointments and site checks are bounded in number
	RuleDuty       = "首问负责制 AB岗制"    // one post answers for the case at any time
	RuleFastTrack  = "绿色通道"          // granted once, by whom and why
	RuleOpenBook   = "建档销号制"         // a case leaves the open book when it has ended
	RuleMaterials  = "材料接收单"         // what came in stands on one slip, and only that goes back
	RuleConsult    = "信息公开条例32 征求意见" // who is asked is asked in writing, and answers once
	RuleResult     = "许可法38 结果文书"    // a document follows from a decision
	RuleFeedback   = "结果反馈单"         // the slip follows the result
	RuleFollowUp   = "回访制度"          // who is asked how it went is asked after the end
	RuleOneRating  = "一事一评"          // one matter is rated once in a stage
	RuleStage      = "评价环节"          // … and in the stage
	RuleScale      = "评价等级"          // … on the scale in force
	RuleInvalid    = "评价无效"          // a rating is left out once, for a reason
	RuleBadReview  = "差评整改"          // a bad review is looked into, answered, and the rater asked
	RuleSlip       = "一票制"           // all charges of a case stand on one slip
	RuleRefund     = "许可法75 退还"      // no more goes back than was charged
	RuleAmend      = "更正作废登记"        // a wrong record stays, and is answered once
	RuleStandard   = "许可法59 收费标准"    // a charge keeps to the item's standard in force
	RuleDelegation = "首席代表授权"        // who decides for the organ has the power on that day
	RuleFee        = "收费标准"          // sums are positive and of one currency
	RuleJoint      = "许可法26 联合办理"    // the lead waits for every part, and each part is given once
	RuleMeeting    = "许可法26 联合会审"    // who has no part is not missed
	RuleSilence    = "超时默认"          // silence says something only after the limit, and where a rule says what
	RuleForward    = "许可法35 上报"      // a superior organ decides what is forwarded to it
	RuleAgent      = "许可法29 代理"      // only an appointed agent acts, one at a time
	RuleSpecial    = "特办审批"          // special handling is granted by somebody, for a reason
	RuleRemedy     = "许可法38 告知救济"    // who is sent back is told where to turn (also 许可法32)
	RuleReview     = "退回复核"          // a return is reviewed once
	RuleDelay      = "营商环境条例36 说明理由" // why a late case is late is said in public, once
	RuleAbandon    = "信息公开条例30 视为放弃" // an application is given up by silence only where a rule says so, and after the period
	RuleReceipt    = "回执"            // a receipt is issued anew, never corrected
	RuleFlow       = "乡村办理流程"        // 乡镇 受理→承办→传递→反馈, 村 受理→传递→反馈
)

func refuse(rule, format string, args ...any) error { return act.Refuse(rule, format, args...) }
