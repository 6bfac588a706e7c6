package registry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

const year = 19723 // 2024-01-01

func org(code, parent string, from workdays.Date) registry.OrganisationCreated {
	return registry.OrganisationCreated{Org: code, Name: code, Parent: parent, Level: registry.County, Date: from}
}

func moved(code, parent string, day workdays.Date) registry.Entry {
	return registry.OrganisationMoved{Org: code, Parent: parent, Date: day}
}

func merged(code, into string, day workdays.Date) registry.Entry {
	return registry.OrganisationMerged{Org: code, Into: into, Date: day}
}

func closed(code string, day workdays.Date) registry.Entry {
	return registry.OrganisationClosed{Org: code, Date: day}
}

// tree is a chain A-B-C-D-E of five levels, and F below B.
func tree() []registry.Entry {
	return []registry.Entry{org("A", "", workdays.NoDate), org("B", "A", year), org("C", "B", year), org("D", "C", year), org("E", "D", year), org("F", "B", year)}
}

func directory(entries ...registry.Entry) *registry.Directory {
	events := make([]act.Event, len(entries))
	for i, e := range entries {
		events[i] = e
	}
	return new(registry.Directory).With(events...)
}

// TestOrganisationRules: what the tree does not allow is refused by its rule,
// and nothing is recorded.
func TestOrganisationRules(t *testing.T) {
	merge := merged("F", "C", year+10)
	for _, row := range []struct {
		name  string
		given []registry.Entry
		then  registry.Entry
		rule  string
	}{
		{"a child", nil, org("G", "D", year), ""},
		{"a second time", nil, org("B", "", year), registry.RuleTree},
		{"below nobody", nil, org("G", "X", year), registry.RuleTree},
		{"below one that comes later", nil, org("G", "B", year-1), registry.RuleTree},
		{"a sixth level", nil, org("G", "E", year), registry.RuleTree},
		{"moved", nil, moved("F", "D", year+1), ""},
		{"moved to the top", nil, moved("B", "", year+1), ""},
		{"moved below itself", nil, moved("B", "B", year+1), registry.RuleTree},
		{"moved in a circle", nil, moved("B", "D", year+1), registry.RuleTree},
		{"moved before it was", nil, moved("B", "A", year-1), registry.RuleTree},
		{"moved below nobody", nil, moved("B", "X", year+1), registry.RuleTree},
		{"a later move makes it a circle", []registry.Entry{moved("F", "D", year+9)}, moved("D", "F", year+1), registry.RuleTree},
		{"a later move makes it too deep", []registry.Entry{moved("F", "D", year+9)}, org("G", "F", year), registry.RuleTree},
		{"moved with all below it too deep", nil, moved("C", "F", year+1), registry.RuleTree},
		{"merged", nil, merge, ""},
		{"merged on the fifth level", []registry.Entry{org("E2", "D", year)}, merged("E2", "E", year+1), ""},
		{"merged into itself", nil, merged("F", "F", year+1), registry.RuleTree},
		{"merged into one below it", nil, merged("B", "C", year+1), registry.RuleTree},
		{"merged into nobody", nil, merged("F", "X", year+1), registry.RuleTree},
		{"merged twice", []registry.Entry{merge}, merged("F", "D", year+11), registry.RuleOpen},
		{"merged into what is merged", []registry.Entry{merge}, merged("E", "F", year+11), registry.RuleOpen},
		{"merged into what will be merged into it", []registry.Entry{merge}, merged("C", "F", year+1), registry.RuleTree},
		{"below what is merged", []registry.Entry{merge}, org("G", "F", year+10), registry.RuleOpen},
		{"below what is not merged yet", []registry.Entry{merge}, org("G", "F", year+9), ""},
		{"a merged one moves", []registry.Entry{merge}, moved("F", "A", year+5), registry.RuleOpen},
		{"a merged one is renamed", []registry.Entry{merge}, registry.OrganisationRenamed{Org: "F", Name: "G", Date: year + 5}, registry.RuleOpen},
		{"a merged one is described", []registry.Entry{merge}, registry.OrganisationDescribed{Org: "F", Date: year + 5}, registry.RuleOpen},
		{"closed", nil, closed("E", year+1), ""},
		{"closed above an open one", nil, closed("D", year+1), registry.RuleOpen},
		{"closed above one that comes later", []registry.Entry{moved("E", "F", year+50)}, closed("F", year+1), registry.RuleOpen},
		{"closed above a closed one", []registry.Entry{closed("E", year+1)}, closed("D", year+1), ""},
		{"closed twice", []registry.Entry{closed("E", year+1)}, closed("E", year+9), registry.RuleOpen},
		{"below a closed one", []registry.Entry{closed("E", year+1)}, moved("F", "E", year+1), registry.RuleOpen},
		{"renamed", nil, registry.OrganisationRenamed{Org: "F", Name: "G", Date: year}, ""},
		{"an unknown one is renamed", nil, registry.OrganisationRenamed{Org: "X", Name: "G", Date: year}, registry.RuleTree},
	} {
		t.Run(row.name, func(t *testing.T) { refusedBy(t, append(tree(), row.given...), row.then, row.rule) })
	}
}

// refusedBy records entries and one more, and says by which rule that is
// refused.
func refusedBy(t *testing.T, given []registry.Entry, then registry.Entry, rule string) {
	t.Helper()
	s := memory.New()
	if n, err := registry.Record(t.Context(), s, noon, "", given...); err != nil || n != len(given) {
		t.Fatalf("%d recorded, %v", n, err)
	}
	before, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = registry.Record(t.Context(), s, noon, "", then)
	var refused *act.Refusal
	switch {
	case rule == "" && err != nil, rule != "" && (!errors.As(err, &refused) || refused.Rule != rule):
		t.Errorf("%v, want a refusal by %q", err, rule)
	}
	if after, err := s.Head(t.Context()); err != nil || rule != "" && after != before {
		t.Errorf("refused, and the ledger goes to %s (%v)", after, err)
	}
}

// TestFurtherRules: items, rounds, windows, posts, channels and rules.
func TestFurtherRules(t *testing.T) {
	all := samples()
	find := func(stored string) registry.Entry {
		return all[slices.IndexFunc(all, func(e registry.Entry) bool { return e.Stored() == stored })]
	}
	item, change, abolish := find("item.registered/1").(registry.ItemRegistered), find("item.changed/1").(registry.ItemChanged), find("item.abolished/1")
	early := change
	early.Date = item.Date - 1
	window, post, staffed := find("window.opened/1"), find("post.established/1"), find("post.staffed/1").(registry.PostStaffed)
	long := staffed
	long.From = workdays.Civil(2025, 1, 1)
	long.Until = workdays.NoDate
	other := item
	other.Name = "另一事项"
	for _, row := range []struct {
		name  string
		given []registry.Entry
		then  registry.Entry
		rule  string
	}{
		{"an item", nil, item, ""},
		{"an item twice", []registry.Entry{item}, other, registry.RuleItem},
		{"changed before it is", nil, change, registry.RuleItem},
		{"changed before its first day", []registry.Entry{item}, early, registry.RuleItem},
		{"changed", []registry.Entry{item}, change, ""},
		{"tagged", []registry.Entry{item}, find("item.tagged/1"), ""},
		{"untagged", []registry.Entry{item}, find("item.untagged/1"), ""},
		{"untagged without the tag", []registry.Entry{item}, registry.ItemUntagged{Item: "SX-001", Tag: "就近办", Date: item.Date}, registry.RuleItem},
		{"delegated", []registry.Entry{item}, find("item.delegated/1"), ""},
		{"abolished", []registry.Entry{item}, abolish, ""},
		{"changed when it is abolished", []registry.Entry{item, abolish}, change, registry.RuleItem},
		{"retained when it is abolished", []registry.Entry{item, abolish}, find("item.retained/1"), registry.RuleItem},
		{"a round closed before it is opened", nil, find("round.closed/1"), registry.RuleRound},
		{"a round closed", []registry.Entry{find("round.opened/1")}, find("round.closed/1"), ""},
		{"a round opened twice", []registry.Entry{find("round.opened/1")}, registry.RoundOpened{Round: "2024", Name: "清理", Found: 1, Date: year}, registry.RuleRound},
		{"a round closed twice", []registry.Entry{find("round.opened/1"), find("round.closed/1")}, registry.RoundClosed{Round: "2024", Date: year + 300}, registry.RuleRound},
		{"a window", nil, window, ""},
		{"a window opened twice", []registry.Entry{window}, registry.WindowOpened{Window: "W-03", Org: "B", Date: year + 90}, registry.RuleWindow},
		{"a window opened again", []registry.Entry{window, find("window.closed/1")}, registry.WindowOpened{Window: "W-03", Org: "B", Date: year + 90}, ""},
		{"a window closed before it is open", nil, find("window.closed/1"), registry.RuleWindow},
		{"a post", nil, post, ""},
		{"a post twice", []registry.Entry{post}, registry.PostEstablished{Post: "受理岗-01", Org: "B", Role: "clerk", Date: year + 90}, registry.RulePost},
		{"staffed", []registry.Entry{post}, staffed, ""},
		{"staffed before it stands", nil, staffed, registry.RulePost},
		{"staffed after it is abolished", []registry.Entry{post, find("post.abolished/1")}, long, registry.RulePost},
		{"abolished before it stands", nil, find("post.abolished/1"), registry.RulePost},
		{"a channel closed before it is open", nil, find("channel.closed/1"), registry.RuleCode},
		{"a channel closed", []registry.Entry{find("channel.opened/1")}, find("channel.closed/1"), ""},
		{"a rule superseded before it is published", nil, find("rule.superseded/1"), registry.RuleCode},
		{"a rule superseded", []registry.Entry{find("rule.published/1")}, find("rule.superseded/1"), ""},
	} {
		t.Run(row.name, func(t *testing.T) { refusedBy(t, row.given, row.then, row.rule) })
	}
}

// TestDirectoryBodies: what cannot stand in a public body is refused by its
// member.
func TestDirectoryBodies(t *testing.T) {
	phone := func(number string) registry.Entry {
		e := org("B", "", year)
		e.Telephones = []registry.Telephone{{For: "service", Number: number}}
		return e
	}
	credit := func(code string) registry.Entry {
		e := org(code, "", year)
		e.Scheme = registry.CreditCode
		return e
	}
	item := registry.ItemRegistered{Item: "SX-1", Name: "事项", Org: "B", Date: year}
	slow := item
	slow.LegalDays, slow.PromisedDays = 5, 6
	personal := item
	personal.Conditions = []string{"咨询 13800138000"}
	for _, row := range []struct {
		field string
		e     registry.Entry
	}{
		{"", phone("0429-1234567")}, {"", phone("010 6234 5678")}, {"", phone("12345")}, {"", phone("400-123-4567")}, {"", phone("1234567")}, {"", phone("0429-1234567-802")},
		{"telephones[0].number", phone("13800138000")}, {"telephones[0].number", phone("138 0013 8000")}, {"telephones[0].number", phone("１３８００１３８０００")},
		{"telephones[0].number", phone("+86 13800138000")}, {"telephones[0].number", phone("找老王")}, {"telephones[0].number", phone("")},
		{"", credit("91350100M000100Y43")}, {"org", credit("91350100M000100Y4Z")}, {"org", credit("B")},
		{"", org("91350100M000100Y4Z", "", year)},
		{"level", registry.OrganisationCreated{Org: "B", Name: "B"}}, {"name", registry.OrganisationCreated{Org: "B", Level: registry.County}},
		{"date", registry.OrganisationMoved{Org: "B", Date: workdays.NoDate}},
		{"", item}, {"promisedDays", slow}, {"conditions", personal},
		{"item", registry.ItemTagged{Item: "a b", Tag: "马上办", Date: year}},
		{"basis", registry.ItemAbolished{Item: "SX-1", Date: year}},
		{"items", registry.RoundOpened{Round: "R", Name: "清理", Found: 3, Items: []string{"SX-1"}, Date: year}},
		{"pseudonym", registry.PostStaffed{Post: "受理岗-01", Pseudonym: "受理员", From: year, Until: workdays.NoDate}},
		{"until", registry.PostStaffed{Post: "受理岗-01", Pseudonym: "受理员-1", From: year, Until: year - 1}},
		{"web", registry.ChannelOpened{Channel: "online", Name: "网上大厅", Date: year, Web: "ftp://a"}},
	} {
		_, _, err := registry.Book.Body(row.e, "", nil)
		var invalid *ledger.InvalidError
		var personal *disclosure.Error
		switch {
		case row.field == "" && err == nil:
		case errors.As(err, &personal) && personal.Field == row.field, errors.As(err, &invalid) && invalid.Field == row.field:
			if strings.Contains(err.Error(), "138") {
				t.Errorf("%v repeats the number", err)
			}
		default:
			t.Errorf("%+v: %v, want it refused for %q", row.e, err, row.field)
		}
	}
}

// TestPaths: a move and a merge in mid-year leave the old tree for old days.
func TestPaths(t *testing.T) {
	june, july := workdays.Civil(2024, 6, 1), workdays.Civil(2024, 7, 1)
	d := directory(append(tree(), moved("F", "C", june), merged("D", "F", july), merged("F", "A", july+10))...)
	for _, row := range []struct {
		org  string
		day  workdays.Date
		want string
	}{
		{"E", year, "E D C B A"}, {"F", year, "F B A"}, {"A", year - 1, "A"}, {"B", year - 1, "B"}, {"X", year, "X"}, {"", year, ""},
		{"F", june - 1, "F B A"}, {"F", june, "F C B A"},
		{"D", july - 1, "D C B A"}, {"D", july, "D F C B A"}, {"E", july - 1, "E D C B A"}, {"E", july, "E F C B A"},
		{"E", july + 10, "E A"}, {"D", july + 10, "D A"}, {"F", july + 9, "F C B A"}, {"F", july + 10, "F A"},
	} {
		if got := strings.Join(d.Path(row.org, row.day), " "); got != row.want {
			t.Errorf("on %s %s has the path %s, want %s", row.day, row.org, got, row.want)
		}
	}
	for day, want := range map[workdays.Date]string{year: "B C D E F", june: "B C D E F", july: "B C D E F", july + 10: "B C"} {
		if got := strings.Join(d.Below("B", day), " "); got != want {
			t.Errorf("on %s below B stand %s, want %s", day, got, want)
		}
	}
	if o, ok := d.Organisation("F", july+10); !ok || o.Open() || o.Into != "A" || o.Parent != "C" {
		t.Errorf("%+v, %v", o, ok)
	}
	if o, ok := d.Organisation("F", july); !ok || !o.Open() || o.Into != "" {
		t.Errorf("%+v, %v", o, ok)
	}
}

// TestItemByDate: versions, tags, level and organisation on their days.
func TestItemByDate(t *testing.T) {
	v := registry.ItemRegistered{Item: "SX-1", Name: "事项", Org: "B", Date: year, Level: registry.County, Tags: []string{"网上办"}}
	second := registry.ItemChanged(v)
	second.Date, second.PromisedDays = year+20, 5
	back := registry.ItemChanged(v)
	back.Date, back.PromisedDays = year+10, 9 // recorded later, for an earlier day
	d := directory(v, second, registry.ItemTagged{Item: "SX-1", Tag: "马上办", Date: year + 5}, back,
		registry.ItemDelegated{Item: "SX-1", Level: registry.Township, Org: "F", Date: year + 30},
		registry.ItemUntagged{Item: "SX-1", Tag: "网上办", Date: year + 31},
		registry.ItemAbolished{Item: "SX-1", Basis: "x", Date: year + 40})
	for _, row := range []struct {
		day  workdays.Date
		id   string
		org  string
		days int
		tags string
	}{
		{year, "SX-1@1", "B", 0, "网上办"}, {year + 5, "SX-1@1", "B", 0, "网上办 马上办"}, {year + 10, "SX-1@3", "B", 9, "网上办"},
		{year + 20, "SX-1@2", "B", 5, "网上办"}, {year + 30, "SX-1@2", "F", 5, "网上办"}, {year + 31, "SX-1@2", "F", 5, ""},
	} {
		i, ok := d.Item("SX-1", row.day)
		if !ok || i.ID() != row.id || i.Org != row.org || i.PromisedDays != row.days || strings.Join(i.Tags, " ") != row.tags || !i.InForce() {
			t.Errorf("on %s it is %s %s %d %v", row.day, i.ID(), i.Org, i.PromisedDays, i.Tags)
		}
	}
	if i, ok := d.Item("SX-1", year+40); !ok || i.InForce() || len(d.Items(year+40)) != 0 || len(d.Items(year+39)) != 1 {
		t.Errorf("abolished, and it is %+v, %v", i, ok)
	}
	if _, ok := d.Item("SX-1", year-1); ok {
		t.Error("it is there before its first day")
	}
	if diff := cmp.Diff(map[string][]string{"网上办": {"SX-1"}, "马上办": {"SX-1"}}, d.Tags(year+5)); diff != "" {
		t.Error(diff)
	}
}

// TestBalance: S1's round leaves 12 of 334, and a round with a list names what
// is left.
func TestBalance(t *testing.T) {
	d := directory(
		registry.RoundOpened{Round: "S1", Name: "第八批", Found: 334, Date: year},
		registry.RoundClosed{Round: "S1", Date: year + 9, Retained: 302, Delegated: 8, Changed: 10, Abolished: 2},
		registry.RoundOpened{Round: "R", Name: "清理", Found: 4, Items: []string{"a", "b", "c", "d"}, Date: year},
		registry.ItemRegistered{Item: "a", Date: year}, registry.ItemRegistered{Item: "b", Date: year}, registry.ItemRegistered{Item: "c", Date: year},
		registry.ItemRetained{Item: "a", Round: "R", Date: year}, registry.ItemChanged{Item: "b", Round: "R", Date: year},
		registry.ItemDelegated{Item: "b", Round: "R", Level: registry.Village, Date: year}, registry.ItemAbolished{Item: "c", Round: "other", Date: year},
	)
	for id, want := range map[string]registry.Balance{
		"S1": {Found: 334, Outcomes: registry.Outcomes{Retained: 302, Delegated: 8, Changed: 10, Abolished: 2}, Stated: true, Unaccounted: 12},
		"R":  {Found: 4, Outcomes: registry.Outcomes{Retained: 1, Delegated: 1}, Unaccounted: 2, Items: []string{"c", "d"}},
	} {
		r, ok := d.Round(id, registry.Latest)
		if diff := cmp.Diff(want, r.Balance()); diff != "" || !ok {
			t.Errorf("%s: %s", id, diff)
		}
	}
	open, _ := d.Round("S1", year+8)
	if b := open.Balance(); b.Stated || b.Unaccounted != 334 || open.Closed != workdays.NoDate {
		t.Errorf("before it was closed: %+v, closed %s", b, open.Closed)
	}
	if _, ok := d.Round("S1", year-1); ok {
		t.Error("it stands before it was opened")
	}
	if _, ok := d.Round("X", registry.Latest); ok || len(d.Rounds(registry.Latest)) != 2 {
		t.Error("rounds that nobody opened")
	}
}

// TestDuty: windows, posts and who holds them, below an organisation on a day.
func TestDuty(t *testing.T) {
	d := directory(append(tree(),
		registry.WindowOpened{Window: "W1", Org: "B", Date: year}, registry.WindowOpened{Window: "W2", Org: "E", Date: year}, registry.WindowClosed{Window: "W1", Date: year + 10},
		registry.PostEstablished{Post: "P1", Org: "E", Window: "W2", Role: registry.RoleAgent, Date: year},
		registry.PostStaffed{Post: "P1", Pseudonym: "代办员-1", From: year, Until: year + 4}, registry.PostStaffed{Post: "P1", Pseudonym: "代办员-2", From: year + 3, Until: workdays.NoDate},
		registry.PostStaffed{Post: "P1", Pseudonym: "代办员-1", From: year, Until: year + 3},
	)...)
	for _, row := range []struct {
		day                   workdays.Date
		org                   string
		windows, posts, staff int
	}{
		{year, "", 2, 1, 1}, {year, "B", 2, 1, 1}, {year, "C", 1, 1, 1}, {year, "F", 0, 0, 0}, {year + 3, "E", 1, 1, 2}, {year + 4, "E", 1, 1, 1}, {year + 10, "", 1, 1, 1}, {year - 1, "", 0, 0, 0},
	} {
		if w, p, s := len(d.Windows(row.day, row.org)), len(d.Posts(row.day, row.org)), len(d.Staff(row.day, row.org)); w != row.windows || p != row.posts || s != row.staff {
			t.Errorf("on %s at %q there are %d windows, %d posts, %d on duty", row.day, row.org, w, p, s)
		}
	}
}
