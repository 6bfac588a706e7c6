package registers

import (
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// Words say the same in two languages.
type Words struct{ Zh, En string }

// word is the cell of a code; one that has no words stands for itself.
func word[K ~string](table map[K]Words, code K) Cell {
	w, ok := table[code]
	if !ok {
		return text(string(code))
	}
	return Cell{Text: w.Zh, En: w.En, Value: string(code)}
}

var statuses = map[casefile.Status]Words{
	casefile.Open: {"在办", "open"}, casefile.Ended: {"办结", "closed"},
	casefile.SentBack: {"退回", "returned"}, casefile.TakenBack: {"撤回", "withdrawn"},
}

var kinds = map[casefile.Kind]Words{
	casefile.KindReturned: {"退回件", "returned"}, casefile.KindCorrected: {"补办件", "corrected"},
	casefile.KindSpecial: {"特办件", "special"}, casefile.KindJoint: {"联办件", "joint"},
	casefile.KindForwarded: {"上报件", "forwarded"}, casefile.KindAgent: {"代理件", "agent"},
	casefile.KindImmediate: {"即办件", "immediate"}, casefile.KindPromised: {"承诺件", "promised"},
	casefile.KindOther: {"未注明", "other"},
}

var outcomes = map[casefile.Outcome]Words{
	casefile.Granted: {"准予", "granted"}, casefile.Refused: {"不予", "refused"},
	casefile.Completed: {"办结", "completed"}, casefile.Cancelled: {"终止", "cancelled"},
}

// timings are how a case keeps its limit: the results of closed ones, and three
// of cases in hand.
var timings = map[projections.Result]Words{
	projections.Early: {"提前办结", "early"}, projections.OnTime: {"按时办结", "on time"},
	projections.Late: {"超时办结", "late"}, projections.WithoutDue: {"无时限", "no limit"},
	running: {"未到期", "within limit"}, stopped: {"中止计时", "clock stopped"}, overdue: {"已超期", "overdue"},
}

const (
	running projections.Result = "within_limit"
	stopped projections.Result = "suspended"
	overdue projections.Result = "overdue"
)

var means = map[string]Words{
	"counter": {"窗口领取", "counter"}, "post": {"邮寄", "post"}, "agent": {"代办送达", "agent"}, "electronic": {"电子送达", "electronic"},
}

var levels = map[casefile.Level]string{
	casefile.Village: "村（社区）", casefile.Township: "乡镇", casefile.County: "县", casefile.Prefecture: "市", casefile.Province: "省",
}

var stages = map[string]string{casefile.StageUndertaken: "承办", casefile.StagePassedOn: "传递"}

// frame is what stands around every table.
var frame = map[string]Words{
	"period":    {"受理日期", "Accepted"},
	"ever":      {"不限", "any day"},
	"org":       {"受理部门", "Unit"},
	"all":       {"全部", "all"},
	"asOf":      {"截至记录", "As of record"},
	"simulated": {"模拟数据", "Simulated data"},
	"says":      {"说明", "What it lists"},
	"nothing":   {"本期没有记录。", "Nothing in this period."},
	"balance":   {"勾稽", "Reconciliation"},
	"holds":     {"相符", "agrees"},
	"differs":   {"不符", "DIFFERS"},
	"annulled":  {"整件作废", "Annulled, counted out"},
	"none":      {"无", "none"},
	"accepted":  {"受理日期", "Accepted on"},
	"struck":    {"作废时间", "Annulled at"},
	"reason":    {"原因", "Reason"},
	"sameAs":    {"有效办件编号", "Case that holds"},
	"case":      {"办件编号", "Case"},
	"zone":      {"时间为办件所在地时间。", "Times are local to each case."},
}

// Terms of reconciliations.
var (
	ofAccepted  = Words{"受理", "accepted"}
	ofRows      = Words{"本表行数", "rows of this table"}
	ofClosed    = Words{"办结", "closed"}
	ofReturned  = Words{"退回", "returned"}
	ofWithdrawn = Words{"撤回", "withdrawn"}
	ofOpen      = Words{"在办", "open"}
	ofEnded     = Words{"已结束", "ended"}
	ofGiven     = Words{"转办", "transfers"}
	ofTaken     = Words{"已接收", "received"}
	ofOnTheWay  = Words{"未接收", "not received"}
	ofCame      = Words{"接收材料", "materials received"}
	ofKept      = Words{"留存", "kept"}
	ofLate      = Words{"补录", "late entries"}
	ofBatched   = Words{"批量补录", "in batches"}
	ofSingle    = Words{"逐件补录", "others"}
	ofGivenBack = Words{"退还", "returned to the applicant"}
)
