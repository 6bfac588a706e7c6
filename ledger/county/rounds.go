package county

import (
	"slices"
	"time"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// round is a clean-up of the items: stated in numbers when it ends, or told item
// by item.
type round struct {
	code, name     string
	opened, closed workdays.Date
	found          int
	stated         registry.Outcomes
	retained       []string // items
	delegated      []string // to the townships
	left           []string // of which nothing became
}

// clean records the rounds: what was found on the first morning, what became of
// it on the last.
func (c *County) clean() {
	for i := range c.rounds {
		x := &c.rounds[i]
		began, ended := onDate(x.opened, 8*3600), onDate(x.closed, 17*3600)
		items := slices.Concat(x.retained, x.delegated, x.left)
		c.record(began, registry.RoundOpened{Round: x.code, Name: x.name, Basis: "示例清理方案（虚构）", Date: x.opened, Found: x.found, Items: items})
		for _, item := range x.retained {
			c.record(ended, registry.ItemRetained{Item: item, Round: x.code, Date: x.closed})
		}
		for _, item := range x.delegated {
			c.record(ended, registry.ItemDelegated{Item: item, Round: x.code, Date: x.closed, Level: registry.Township})
		}
		s := x.stated
		c.record(ended, registry.RoundClosed{Round: x.code, Date: x.closed, Retained: s.Retained, Delegated: s.Delegated, Changed: s.Changed, Abolished: s.Abolished})
	}
}

// Channels and rules that every centre has.
var (
	openChannels = []struct{ code, name string }{
		{"window", "窗口"}, {"internet", "网上办事大厅"}, {"post", "邮寄"}, {"phone", "电话"}, {"village", "村级便民服务室"},
	}
	publishedRules = []struct{ code, name, text string }{
		{"ZD-01", "首问负责制", "首位接待的工作人员负责答复或引导到底"},
		{"ZD-02", "一次性告知制", "所缺材料一次告知"},
		{"ZD-03", "服务承诺制", "在公布的承诺期限内办结"},
		{"ZD-04", "限时办结制", "逾期的说明原因"},
		{"ZD-05", "AB岗工作制", "A岗不在时由B岗办理"},
	}
)

// house records the channels and rules.
func (c *County) house(at time.Time) {
	for _, x := range openChannels {
		c.record(at, registry.ChannelOpened{Channel: x.code, Date: c.From, Name: x.name})
	}
	for _, x := range publishedRules {
		c.record(at, registry.RulePublished{Rule: x.code, Date: c.From, Name: x.name, Kind: "service", Org: c.units[0].code, Texts: []string{x.text}})
	}
}
