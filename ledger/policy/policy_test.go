package policy_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

func date(t *testing.T, s string) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestLimits: which version decides, and each number with its article.
func TestLimits(t *testing.T) {
	for _, row := range []struct {
		regime, day, id, article string
		number                   func(*policy.Policy) int
		want                     int
	}{
		{"licence", "2004-07-01", "licence/2004-07-01", "行政许可法42(1)", legal, 20},
		{"licence", "2019-04-22", "licence/2004-07-01", "行政许可法42(1)", extension, 10},
		{"licence", "2019-04-23", "licence/2019-04-23", "行政许可法42(1)", legal, 20},
		{"licence", "2026-01-05", "licence/2019-04-23", "行政许可法42(1)", extension, 10},
		{"licence", "2026-01-05", "licence/2019-04-23", "行政许可法42(2), 26", joint, 45},
		{"licence", "2026-01-05", "licence/2019-04-23", "行政许可法42(2), 26", jointExtension, 15},
		{"licence", "2026-01-05", "licence/2019-04-23", "行政许可法32", func(p *policy.Policy) int { return p.NoticeDays }, 5},
		{"licence", "2026-01-05", "licence/2019-04-23", "行政许可法43", func(p *policy.Policy) int { return p.SuperiorDays }, 20},
		{"licence", "2026-01-05", "licence/2019-04-23", "行政许可法44", func(p *policy.Policy) int { return p.DeliveryDays }, 10},
		{"foi", "2018-03-01", "foi/2008-05-01", "条例492号24", legal, 15},
		{"foi", "2019-05-14", "foi/2008-05-01", "条例492号24", extension, 15},
		{"foi", "2019-05-14", "foi/2008-05-01", "条例492号21(4): no limit", func(p *policy.Policy) int { return p.NoticeDays }, 0},
		{"foi", "2019-05-15", "foi/2019-05-15", "条例711号33", legal, 20},
		{"foi", "2020-03-01", "foi/2019-05-15", "条例711号33", extension, 20},
		{"foi", "2020-03-01", "foi/2019-05-15", "条例711号30", func(p *policy.Policy) int { return p.NoticeDays }, 7},
		{"foi", "2020-03-01", "foi/2019-05-15", "no joint limit", joint, 20},
		{"service", "2010-01-04", "service/1949-10-01", "no law", legal, 0},
	} {
		p := policy.Official().At(row.regime, date(t, row.day))
		if p == nil || p.ID() != row.id {
			t.Errorf("%s of %s: got %v, want %s", row.regime, row.day, p, row.id)
			continue
		}
		if got := row.number(p); got != row.want {
			t.Errorf("%s, %s: got %d, want %d", row.id, row.article, got, row.want)
		}
	}
}

func legal(p *policy.Policy) int          { n, _ := p.Limit(false); return n }
func extension(p *policy.Policy) int      { _, n := p.Limit(false); return n }
func joint(p *policy.Policy) int          { n, _ := p.Limit(true); return n }
func jointExtension(p *policy.Policy) int { _, n := p.Limit(true); return n }

// TestStops: what stops the clock.
func TestStops(t *testing.T) {
	for _, row := range []struct {
		regime, day, reason string
		told, want          bool
		article             string
	}{
		{"licence", "2010-01-04", "expert_review", true, true, "行政许可法45"},
		{"licence", "2010-01-04", "expert_review", false, false, "行政许可法45: 书面告知"},
		{"licence", "2020-01-06", "hearing", true, true, "行政许可法45"},
		{"licence", "2020-01-06", "staff_shortage", true, false, "not in 行政许可法45"},
		{"foi", "2018-01-04", "third_party", false, true, "条例492号24(3)"},
		{"foi", "2018-01-04", "consulted_organ", true, false, "not in 条例492号24(3)"},
		{"foi", "2020-01-06", "consulted_organ", false, true, "条例711号33(3)"},
		{"service", "2020-01-06", "applicant_absent", false, true, "any ground"},
	} {
		if got := policy.Official().At(row.regime, date(t, row.day)).Stops(row.reason, row.told); got != row.want {
			t.Errorf("%s of %s, %s: got %t, want %t", row.reason, row.day, row.article, got, row.want)
		}
	}
}

// TestConsequences: silence, defaults and the applicant's periods.
func TestConsequences(t *testing.T) {
	set := policy.Official()
	old, now := set.At("foi", date(t, "2019-05-14")), set.At("foi", date(t, "2019-05-15"))
	if s, ok := old.SilenceOf(policy.ConsultedOrgan); ok {
		t.Errorf("492号23 names no limit: got %+v", s)
	}
	if s, _ := now.SilenceOf(policy.ConsultedOrgan); s.Effect != policy.Consent || s.Days != 15 {
		t.Errorf("711号34 视为同意公开: got %+v", s)
	}
	if s, _ := now.SilenceOf(policy.ThirdParty); s.Effect != policy.Decide || s.Days != 15 {
		t.Errorf("711号32 由行政机关决定: got %+v", s)
	}
	if old.Restarts || !now.Restarts {
		t.Error("711号30, not 492号: the clock starts at the receipt of the corrected application")
	}
	licence := set.At("licence", date(t, "2020-01-06"))
	if d, ok := licence.DefaultOf(policy.DeemedRenewal); !ok || d.Basis != "行政许可法50" {
		t.Errorf("行政许可法50 视为准予延续: got %+v", d)
	}
	if d, ok := licence.DefaultOf(policy.DeemedApproval); ok {
		t.Errorf("no general deemed approval: got %+v", d)
	}
	if d, _ := licence.PeriodOf("renewal_application"); d.Days != 30 || d.Unit != policy.Calendar {
		t.Errorf("行政许可法50 三十日前: got %+v", d)
	}
	if d, _ := licence.PeriodOf("hearing_request"); d.Days != 5 || d.Unit != policy.Working {
		t.Errorf("行政许可法47 五日内: got %+v", d)
	}
}

// TestSet: versions by date, replaced by regime and date.
func TestSet(t *testing.T) {
	day := func(s string) workdays.Date { return date(t, s) }
	var none *policy.Set
	if got := none.At("foi", day("2020-01-06")); got == nil || got.ID() != "foi/2019-05-15" {
		t.Errorf("a nil set is the official one: got %v", got)
	}
	for _, unknown := range []struct{ regime, day string }{
		{"foi", "2008-04-30"}, {"licence", "2004-06-30"}, {"petition", "2020-01-06"}, {"", "2020-01-06"}, {"zzz", "2020-01-06"},
	} {
		if p := none.At(unknown.regime, day(unknown.day)); p != nil {
			t.Errorf("%v: got %s", unknown, p.ID())
		}
	}
	if p := new(policy.Set).At("foi", day("2020-01-06")); p != nil {
		t.Errorf("the zero set knows none: got %s", p.ID())
	}
	shorter := policy.Policy{Regime: "foi", Version: "试行", From: day("2027-01-01"), Basis: "试行办法", LegalDays: 10}
	s := none.With(shorter)
	again := shorter
	again.LegalDays = 12
	later := s.With(again)
	for _, row := range []struct {
		set  *policy.Set
		day  string
		want int
	}{
		{none, "2027-01-01", 20}, {s, "2026-12-31", 20}, {s, "2027-01-01", 10}, {later, "2027-01-01", 12},
	} {
		if got := row.set.At("foi", day(row.day)).LegalDays; got != row.want {
			t.Errorf("%s: got %d, want %d", row.day, got, row.want)
		}
	}
	if got, want := len(later.All()), len(none.All())+1; got != want {
		t.Errorf("got %d versions, want %d", got, want)
	}
	if got := later.Until(later.At("foi", day("2020-01-06"))); got != day("2026-12-31") {
		t.Errorf("in force until %s", got)
	}
	if got := later.Until(&again); got != policy.Last {
		t.Errorf("the last is in force until %s", got)
	}
	changed := none.All()
	changed[0].Grounds = append(changed[0].Grounds, policy.Ground{})
	changed[0].LegalDays = 99
	if diff := cmp.Diff(policy.Official().All(), none.All()); diff != "" {
		t.Error(diff)
	}
}

// TestCheck: what may not be published, and the field that says so.
func TestCheck(t *testing.T) {
	for _, row := range []struct {
		field string
		spoil func(*policy.Policy)
	}{
		{"", func(*policy.Policy) {}},
		{"regime", func(p *policy.Policy) { p.Regime = "" }},
		{"regime", func(p *policy.Policy) { p.Regime = "foi/x" }},
		{"version", func(p *policy.Policy) { p.Version = " " }},
		{"basis", func(p *policy.Policy) { p.Basis = strings.Repeat("长", 200) }},
		{"basis", func(p *policy.Policy) { p.Basis = "a\nb" }},
		{"from", func(p *policy.Policy) { p.From = workdays.NoDate }},
		{"legalDays", func(p *policy.Policy) { p.LegalDays = -1 }},
		{"noticeDays", func(p *policy.Policy) { p.NoticeDays = 1e6 }},
		{"extensionDays", func(p *policy.Policy) { p.LegalDays = 0 }},
		{"jointExtensionDays", func(p *policy.Policy) { p.JointExtensionDays = 5 }},
		{"grounds[2].code", func(p *policy.Policy) { p.Grounds = append(p.Grounds, p.Grounds[0]) }},
		{"grounds[0].article", func(p *policy.Policy) { p.Grounds[0].Article = "" }},
		{"silence[0].effect", func(p *policy.Policy) { p.Silence[0].Effect = "refuse" }},
		{"defaults[0].basis", func(p *policy.Policy) { p.Defaults = []policy.Default{{Effect: policy.DeemedApproval}} }},
		{"periods[0].unit", func(p *policy.Policy) { p.Periods = []policy.Period{{Article: "1", Code: "x", Days: 1, Unit: "week"}} }},
		{"systems[0].axis", func(p *policy.Policy) { p.Systems = []policy.System{{Axis: "colour"}} }},
		{"grounds", func(p *policy.Policy) { p.Grounds = make([]policy.Ground, 101) }},
	} {
		all := policy.Official().All()
		p := all[slices.IndexFunc(all, func(p policy.Policy) bool { return p.ID() == "foi/2019-05-15" })]
		row.spoil(&p)
		err := p.Check()
		var bad *policy.Error
		switch {
		case row.field == "" && err == nil:
		case !errors.As(err, &bad):
			t.Errorf("%s: got %v", row.field, err)
		case bad.Field != row.field && !strings.HasPrefix(bad.Field, row.field+"["):
			t.Errorf("%s: got %v", row.field, err)
		}
	}
}

// TestRatings: scales by date, and the days for a bad review.
func TestRatings(t *testing.T) {
	set := policy.Official()
	if p := set.At(policy.Rating, date(t, "2019-12-02")); p != nil {
		t.Errorf("no scale before 国办发〔2019〕51号: got %s", p.ID())
	}
	now := set.At(policy.Rating, date(t, "2019-12-03"))
	local := func(name, from string) *policy.Policy {
		p := policy.Named()[name]
		p.From = date(t, from)
		return set.With(p).At(policy.Rating, p.From)
	}
	old, shanghai := local("rating-four-levels", "2012-01-01"), local("rating-shanghai", "2025-07-01")
	for _, row := range []struct {
		of     *policy.Policy
		levels int
		days   [3]int // contact, simple, complex
		source string
	}{
		{nil, 5, [3]int{}, "none in force"},
		{now, 5, [3]int{1, 15, 15}, "国办发〔2019〕51号: five levels, no national number of days; default of ORIGIN.md"},
		{old, 4, [3]int{}, "很满意/基本满意/不满意/很不满意"},
		{shanghai, 5, [3]int{1, 5, 15}, "上海: 1、5、15"},
	} {
		if got := len(row.of.Scale()); got != row.levels {
			t.Errorf("%s: %d levels", row.source, got)
		}
		for i, code := range []string{policy.ReviewContact, policy.ReviewSimple, policy.ReviewComplex} {
			days := 0
			if row.of != nil {
				d, _ := row.of.PeriodOf(code)
				days = d.Days
			}
			if days != row.days[i] {
				t.Errorf("%s: %s %d days, want %d", row.source, code, days, row.days[i])
			}
		}
	}
	for _, bad := range []string{
		`{"regime":"rating","version":"v","from":"2020-01-01","basis":"b","levels":[{"level":6,"name":"n"}]}`,
		`{"regime":"rating","version":"v","from":"2020-01-01","basis":"b","levels":[{"level":2,"name":""}]}`,
		`{"regime":"rating","version":"v","from":"2020-01-01","basis":"b","levels":[{"level":2,"name":"n"},{"level":2,"name":"m"}]}`,
		`{"regime":"licence","version":"v","from":"2020-01-01","basis":"b","levels":[{"level":2,"name":"n"}]}`,
	} {
		if _, err := policy.Parse([]byte(bad)); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
	other := new(policy.Set).With(policy.Policy{Regime: policy.Rating, Version: "v", From: date(t, "2020-01-01"), Basis: "b"})
	taken := set.Take(other, policy.Rating)
	if got := taken.At(policy.Rating, date(t, "2026-01-05")); got.ID() != "rating/2020-01-01" || len(taken.All()) != len(set.All()) {
		t.Errorf("took %s", got.ID())
	}
}
