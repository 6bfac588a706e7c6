package sheets

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"caseledger/ledger/registry"
)

// kinds are the kinds of tables: the heading by which one is told, in the order
// in which they are asked, since a table has codes of others too; the key that
// its rows are known by; and the prefix of their streams.
var kinds = []struct {
	kind       Kind
	told, code string
	prefix     string
}{
	{Tags, "tag", "item", registry.ItemPrefix},
	{Outcomes, "outcome", "item", registry.ItemPrefix},
	{Items, "item", "item", registry.ItemPrefix},
	{Posts, "post", "post", registry.PostPrefix},
	{Windows, "window", "window", registry.WindowPrefix},
	{Rounds, "round", "round", registry.RoundPrefix},
	{Channels, "channel", "channel", registry.ChannelPrefix},
	{Rules, "rule", "rule", registry.RulePrefix},
	{Organisations, "org", "org", ""},
}

// code is the key that the rows of a kind are known by.
var code = func() map[Kind]string {
	out := map[Kind]string{}
	for _, k := range kinds {
		out[k.kind] = k.code
	}
	return out
}()

// headings are the words by which columns are known, by kind and key. A key is
// a heading too.
var headings = map[Kind]map[string]string{
	Organisations: {
		"org": "code 机构编码 部门编码 单位编码 机构代码 编码", "name": "机构名称 部门名称 单位名称 名称", "parent": "上级编码 上级机构 上级机构编码 上级 主管单位",
		"authority": "行政机关 是否行政机关", "level": "层级 行政层级 级别", "kind": "机构类型 单位类型 类型", "scheme": "编码规则", "address": "地址 办公地址",
		"hours": "办公时间 工作时间", "service": "telephone 电话 服务电话 联系电话 咨询电话", "supervision": "监督电话 投诉电话", "telephones": "", "web": "website 网址 网站",
		"duties": "职责 单位职责 工作职责 主要职责", "date": "设立日期 成立日期 设立日", "changed": "变更日期 变更日", "closed": "撤销日期 撤销日 合并日期", "into": "并入 并入机构 合并入",
		"reason": "撤销原因",
	},
	Items: {
		"item": "code 事项编码 实施编码 事项代码 编码", "name": "事项名称 名称", "org": "实施机构 实施机构编码 实施主体 机构编码 部门编码 所属部门", "class": "事项类别 事项类型 类别", "content": "服务内容",
		"date": "生效日期 实施日期 生效日", "level": "行使层级 层级", "handling": "办件类型 办理类型", "legalDays": "法定期限 法定办结时限 法定时限", "promisedDays": "承诺期限 承诺办结时限 承诺时限",
		"basis": "设定依据 办事依据 政策依据 法律依据 依据", "conditions": "受理条件 申请条件 办理条件", "materials": "申请材料 申报材料 材料", "procedure": "办理程序 办事程序 办理流程",
		"fee": "收费标准 收费", "result": "办理结果 结果", "offices": "办理地点 办理机构", "tags": "标签 服务方式 归类", "hours": "办理时间", "service": "telephone 电话 服务电话 咨询电话",
		"supervision": "监督电话 投诉电话", "telephones": "", "web": "网址 在线办理地址", "round": "清理轮次 轮次", "abolished": "取消日期 取消日", "abolishedBy": "取消依据",
	},
	Windows: {
		"window": "code 窗口编码 窗口编号 窗口号 编码", "name": "窗口名称 名称", "org": "机构编码 部门编码 所属机构 所属部门", "date": "启用日期 开设日期", "closed": "停用日期 撤销日期",
	},
	Posts: {
		"post": "code 岗位编码 岗位 编码", "org": "机构编码 部门编码 所属机构 所属部门", "window": "窗口编码 窗口 窗口号", "role": "岗位职责 角色 职责", "date": "设立日期 设岗日期",
		"closed": "撤销日期", "pseudonym": "代号 人员代号 工号", "from": "上岗日期 上岗日", "until": "离岗日期 离岗日",
	},
	Channels: {
		"channel": "code 渠道编码 渠道 编码", "name": "渠道名称 名称", "web": "网址 网站", "date": "启用日期 开通日期", "closed": "停用日期 关闭日期",
	},
	Rules: {
		"rule": "code 制度编号 规则编号 编号 编码", "name": "制度名称 规则名称 名称", "kind": "制度类别 规则类别 类别", "org": "制定机构 机构编码", "basis": "依据 文号",
		"texts": "内容 制度内容 正文", "date": "施行日期 公布日期", "closed": "废止日期", "by": "代替制度 代替规则",
	},
	Rounds: {
		"round": "code 轮次编码 轮次 清理轮次 编码", "name": "轮次名称 名称", "found": "清理前数量 清理前 原有数量", "items": "事项清单 清理事项", "basis": "依据 文号", "date": "开始日期 开始日",
		"closed": "结束日期 结束日", "retained": "保留", "delegated": "下放", "changed": "变更", "abolished": "取消",
	},
	Tags: {
		"item": "code 事项编码 实施编码 事项代码 编码", "name": "事项名称 名称", "tag": "服务标签 标签名称", "round": "清理轮次 轮次", "date": "归类日期 归类日", "ended": "取消归类日期 取消日期",
	},
	Outcomes: {
		"item": "code 事项编码 实施编码 事项代码 编码", "name": "事项名称 名称", "outcome": "清理结果 处理结果 清理意见", "round": "清理轮次 轮次", "date": "决定日期 生效日期 日期",
		"basis": "依据 文号", "level": "承接层级 下放层级", "org": "承接机构 下放机构",
	},
}

// keys gives by kind and plain heading the key of a column.
var keys = func() map[Kind]map[string]string {
	out := map[Kind]map[string]string{}
	for kind, words := range headings {
		out[kind] = map[string]string{}
		for key, list := range words {
			for _, w := range append(strings.Fields(list), key) {
				out[kind][plain(w)] = key
			}
		}
	}
	return out
}()

// plain is a heading without what people write differently: case, spaces and
// what stands in brackets.
func plain(heading string) string {
	if i := strings.IndexAny(heading, "(（"); i > 0 {
		heading = heading[:i]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || r == '-' || r == '*' {
			return -1
		}
		return unicode.ToLower(r)
	}, heading)
}

func keyOf(kind Kind, heading string) string { return keys[kind][plain(heading)] }

// kindOf tells a table by its headings. A code that says not of what is an
// organisation's.
func kindOf(headings []string) Kind {
	for _, k := range kinds {
		if slices.ContainsFunc(headings, func(h string) bool {
			p := plain(h)
			return keyOf(k.kind, p) == k.told && (k.kind == Organisations || p != "code" && p != "编码")
		}) {
			return k.kind
		}
	}
	return ""
}

// tellingHeadings are those by which tables are told, in English and Chinese.
func tellingHeadings() (out []string) {
	for _, k := range kinds {
		out = append(out, k.told+" ("+inChinese(k.kind, k.told)+")")
	}
	return out
}

// inChinese is the first Chinese heading of a column; none if there is none.
func inChinese(kind Kind, key string) string {
	for _, word := range strings.Fields(headings[kind][key]) {
		if word[0] >= utf8.RuneSelf {
			return word
		}
	}
	return ""
}

// Headings lists the headings of a kind of table, ascending by the English ones,
// each with the first Chinese one: "date (设立日期)".
func Headings(kind Kind) []string {
	out := slices.Sorted(maps.Keys(headings[kind]))
	for i, key := range out {
		if word := inChinese(kind, key); word != "" {
			out[i] += " (" + word + ")"
		}
	}
	return out
}
