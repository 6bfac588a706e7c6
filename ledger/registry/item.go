package registry

import (
	"fmt"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// Prefixes of the names of streams: each has a code behind it.
const (
	ItemPrefix    = "item/"
	RoundPrefix   = "round/"
	WindowPrefix  = "window/"
	PostPrefix    = "post/"
	ChannelPrefix = "channel/"
	RulePrefix    = "rule/"
)

// Classes of matter (事项类别) that centres have published; others are codes of
// their own.
const (
	MatterLicence      = "licence"        // 行政许可
	MatterNonLicence   = "non_licence"    // 非行政许可审批
	MatterService      = "service"        // 公共服务
	MatterManagement   = "administration" // 行政管理服务事项
	MatterConvenience  = "convenience"    // 便民服务事项
	MatterDisclosure   = "disclosure"     // 政府信息公开事项
	MatterConsultation = "consultation"   // 政策信息咨询服务事项
)

// Material (申请材料) is a document that an applicant hands in.
type Material struct {
	Copies   int // 0: not said
	Name     string
	Original bool
	Source   string
}

func material(v *Material, m *act.Members) {
	m.Whole(&v.Copies, "copies", "How many (份数); none: not said.", 0, 1000)
	m.Text(&v.Name, "name", "Name (材料名称).", act.Required, act.Always)
	m.Truth(&v.Original, "original", "`true`: the original (原件); else a copy.")
	m.Code(&v.Source, "source", "Who issues it (材料来源): `applicant`, `government`, `intermediary`, or another.")
}

// itemMembers are those of a complete version.
func itemMembers(e *ItemRegistered, m *act.Members) {
	m.Texts(&e.Basis, "basis", "Laws and rules (设定依据).", maxLines)
	m.Code(&e.Class, "class", "Class of matter (事项类别): `licence` 行政许可, `non_licence` 非行政许可, `service` 服务, `administration` 行政管理服务, `convenience` 便民服务, `disclosure` 政府信息公开, `consultation` 政策信息咨询服务, or another.")
	m.Texts(&e.Conditions, "conditions", "Who may apply, and when it is granted (受理条件).", maxLines)
	m.Text(&e.Content, "content", "What is served (服务内容).")
	m.Date(&e.Date, "date", "First day on which this version holds (生效日).", act.Required, act.Always)
	m.Text(&e.Fee, "fee", "What is charged, in words (收费标准), such as 不收费.")
	m.Code(&e.Handling, "handling", "How it is handled (办件类型): `immediate` 即办, `promised` 承诺, or another.")
	m.Text(&e.Hours, "hours", "When it is served (办理时间), where not in the organisation's hours.")
	m.Name(&e.Item, "item", "Code of the service item (事项编码).", act.Required, act.Always)
	m.Whole(&e.LegalDays, "legalDays", "Working days by law (法定期限).", 0, mostDays)
	act.Choice(m, &e.Level, "level", "Level that handles it (行使层级).", &levels)
	act.Each(m, &e.Materials, "materials", "What is handed in (申请材料).", maxLines, material)
	m.Text(&e.Name, "name", "Name (事项名称).", act.Required, act.Always)
	m.Names(&e.Offices, "offices", "Codes of organisations where it is offered (办理地点); none: its own.", maxOffices)
	m.Name(&e.Org, "org", "Organisation whose item it is (实施机构).", act.Required, act.Always)
	m.Texts(&e.Procedure, "procedure", "Steps in their order (办理程序).", maxLines)
	m.Whole(&e.PromisedDays, "promisedDays", "Working days promised (承诺期限).", 0, mostDays)
	m.Text(&e.Result, "result", "What comes out (办理结果).")
	m.Name(&e.Round, "round", "Clean-up round in which this was decided (清理轮次).")
	m.Codes(&e.Tags, "tags", "Tags of this version (类别), such as `马上办`; they overlap.", maxLines)
	act.Each(m, &e.Telephones, "telephones", "Numbers of the office (电话), where not the organisation's.", maxTelephones, telephone)
	m.Name(&e.Web, "web", "Web address (网址).")
}

func checkItem(e *ItemRegistered) error {
	if err := given("name", e.Name, "org", e.Org, "date", e.Date.String()); err != nil {
		return err
	}
	for i, m := range e.Materials {
		if m.Name == "" {
			return act.Invalid(fmt.Sprintf("materials[%d].name", i), "", "is missing")
		}
	}
	if e.LegalDays > 0 && e.PromisedDays > e.LegalDays {
		return act.Invalid("promisedDays", fmt.Sprint(e.PromisedDays), fmt.Sprintf("is more than the %d days by law", e.LegalDays))
	}
	if err := checkTelephones(e.Telephones); err != nil {
		return err
	}
	if err := checkWeb(e.Web); err != nil {
		return err
	}
	return stands("item", e.Item, e.Stream())
}

// Item (事项) is what the directory says of a service item on a day: the version
// in force, with the tags, organisation and level that it has on the day.
type Item struct {
	ItemRegistered
	Version   int           // 1, 2, …, in ledger order
	Delegated bool          // 下放: a lower level handles it
	Abolished workdays.Date // first day without it, NoDate while it is in force
}

// ID names the version: "SX-001@3".
func (i *Item) ID() string { return fmt.Sprintf("%s@%d", i.Item, i.Version) }

// InForce says whether it is in force on the day that was asked for.
func (i *Item) InForce() bool { return i.Abolished == workdays.NoDate }

// Served lists the organisations where it is offered.
func (i *Item) Served() []string {
	if len(i.Offices) > 0 {
		return i.Offices
	}
	return []string{i.Org}
}
