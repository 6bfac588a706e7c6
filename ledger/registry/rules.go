package registry

import "caseledger/ledger/act"

// Rules of the registries, by which a [*act.Refusal] is given.
const (
	RuleTree       = "机构层级"   // organisations are a tree of at most five levels
	RuleOpen       = "机构存续"   // what is closed or merged changes no more, and nothing is put below it
	RuleItem       = "事项目录"   // an item is registered once, and lives until it is abolished
	RuleRound      = "清理轮次"   // a round is opened once, and closed once
	RuleWindow     = "窗口设置"   // a window is opened and closed in turn
	RulePost       = "岗位设置"   // only a post that stands is staffed
	RuleCode       = "规则登记"   // a rule or channel is published before it ends
	RuleDelegation = "首席代表授权" // only what was granted is revoked, and from its first day on
)

func refuse(rule, format string, args ...any) error { return act.Refuse(rule, format, args...) }

// ruled is an entry that the state of its stream may not allow.
type ruled interface {
	Entry
	allowed(d *Directory) error // a [*act.Refusal], or nil
}
