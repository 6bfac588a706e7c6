package registry_test

import (
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// samples is an entry of every kind with all its members, each recorded where
// the ones before it allow it.
func samples() []registry.Entry {
	day := workdays.Civil(2024, 3, 1)
	phones := []registry.Telephone{{For: registry.ServiceLine, Number: "0429-1234567"}, {For: registry.SupervisionLine, Number: "12345"}}
	version := registry.ItemRegistered{
		Basis: []string{"行政许可法第12条"}, Class: registry.MatterLicence, Conditions: []string{"有固定经营场所"}, Content: "核发食品经营许可证",
		Date: day, Fee: "不收费", Handling: "promised", Hours: "周一至周五 8:30-12:00", Item: "SX-001", LegalDays: 20, Level: registry.County,
		Materials: []registry.Material{{Copies: 1, Name: "申请书", Original: true, Source: "applicant"}}, Name: "食品经营许可", Offices: []string{"YH-C", "YH-T1"},
		Org: "YH-C", Procedure: []string{"受理", "审查", "决定"}, PromisedDays: 10, Result: "食品经营许可证", Round: "2024", Tags: []string{"网上办"},
		Telephones: phones, Web: "https://yh.example/sx-001",
	}
	changed := version
	changed.Date, changed.PromisedDays = day+30, 7
	return []registry.Entry{
		registry.OrganisationCreated{Org: "YH-C", Name: "宜河县政务服务中心", Level: registry.County},
		registry.OrganisationCreated{Address: "宜河县人民路1号", Authority: true, Date: day, Duties: []string{"便民服务"}, Hours: "周一至周五 8:30-12:00 14:30-18:00", Kind: "centre",
			Level: registry.Township, Name: "青石镇便民服务中心", Org: "91350100M000100Y43", Parent: "YH-C", Scheme: registry.CreditCode, Telephones: phones, Web: "https://yh.example/"},
		registry.OrganisationCreated{Org: "YH-T1", Name: "柳河镇便民服务中心", Parent: "YH-C", Level: registry.Township, Date: day},
		registry.OrganisationRenamed{Date: day + 1, Name: "柳河镇政务服务中心", Org: "YH-T1"},
		registry.OrganisationDescribed{Address: "柳河镇街口2号", Date: day + 1, Duties: []string{"代办"}, Hours: "每天", Org: "YH-T1", Telephones: phones, Web: "http://yh.example/t1"},
		registry.OrganisationMoved{Date: day + 2, Org: "YH-T1", Parent: "91350100M000100Y43"},
		registry.OrganisationMerged{Date: day + 3, Into: "91350100M000100Y43", Org: "YH-T1"},
		registry.OrganisationClosed{Date: day + 4, Org: "91350100M000100Y43", Reason: "reform"},
		version, registry.ItemChanged(changed),
		registry.ItemRetained{Basis: "宜政办〔2024〕1号", Date: day + 31, Item: "SX-001", Round: "2024"},
		registry.ItemTagged{Date: day + 31, Item: "SX-001", Round: "2024", Tag: "马上办"},
		registry.ItemUntagged{Date: day + 32, Item: "SX-001", Round: "2024", Tag: "网上办"},
		registry.ItemDelegated{Basis: "宜政办〔2024〕1号", Date: day + 33, Item: "SX-001", Level: registry.Township, Org: "YH-T1", Round: "2024"},
		registry.ItemAbolished{Basis: "国发〔2024〕1号", Date: day + 34, Item: "SX-001", Round: "2024"},
		registry.RoundOpened{Basis: "宜政办〔2024〕1号", Date: day, Found: 2, Items: []string{"SX-001", "SX-002"}, Name: "第八批清理", Round: "2024"},
		registry.RoundClosed{Abolished: 2, Changed: 10, Date: day + 60, Delegated: 8, Retained: 302, Round: "2024"},
		registry.WindowOpened{Date: day, Name: "3号综合窗口", Org: "YH-C", Window: "W-03"},
		registry.WindowClosed{Date: day + 9, Window: "W-03"},
		registry.PostEstablished{Date: day, Org: "YH-C", Post: "受理岗-01", Role: registry.RoleClerk, Window: "W-03"},
		registry.PostStaffed{From: day, Post: "受理岗-01", Pseudonym: "受理员-03", Until: day + 5},
		registry.PostAbolished{Date: day + 9, Post: "受理岗-01"},
		registry.ChannelOpened{Channel: "online", Date: day, Name: "网上大厅", Web: "https://yh.example/online"},
		registry.ChannelClosed{Channel: "online", Date: day + 9},
		registry.RulePublished{Basis: "宜政办〔2024〕2号", Date: day, Kind: "制度", Name: "首问负责制", Org: "YH-C", Rule: "R-01", Texts: []string{"首位接待者负责到底"}},
		registry.RuleSuperseded{By: "R-02", Date: day + 9, Rule: "R-01"},
		registry.Simulated{Cases: 27084, From: day, Profile: "S1", Seed: 7, To: day + 300, Version: 1},
	}
}
