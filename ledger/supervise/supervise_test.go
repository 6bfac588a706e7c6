package supervise_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/supervise"
	"caseledger/ledger/workdays"
)

// world is a ledger to which people record.
type world struct {
	t     testing.TB
	store ledger.Store
	desk  casefile.Desk
	now   time.Time
	n     int
}

func newWorld(t testing.TB, s ledger.Store) *world {
	w := &world{t: t, store: s, desk: casefile.Desk{Store: s}}
	w.at("2023-12-29 09:00")
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), w.now); err != nil {
		t.Fatal(err)
	}
	return w
}

func clock(t testing.TB, s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, card.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

func day(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (w *world) at(s string) { w.now = clock(w.t, s) }

// do records a command at its time, now where none is given.
func (w *world) do(number string, c casefile.Command, occurred ...string) {
	w.t.Helper()
	w.n++
	o := casefile.Order{ID: ledger.NewCommandID(w.now, fmt.Sprint("world", w.n)), Number: number, Post: "受理岗-01", Recorded: w.now, Command: c}
	for _, at := range occurred {
		o.Occurred = clock(w.t, at)
	}
	if _, err := w.desk.Do(w.t.Context(), o); err != nil {
		w.t.Fatal(err)
	}
}

// fact appends what no rule would allow, as an import does.
func (w *world) fact(number string, e casefile.Event) {
	w.t.Helper()
	w.n++
	name, public, err := casefile.Encode(e)
	if err != nil {
		w.t.Fatal(err)
	}
	id := ledger.NewCommandID(w.now, fmt.Sprint("fact", w.n))
	at := ledger.NoStream
	for r, err := range w.store.Stream(w.t.Context(), casefile.Stream(number), 0) {
		if at = r.Revision; err != nil {
			w.t.Fatal(err)
		}
	}
	_, err = w.store.Append(w.t.Context(), casefile.Stream(number), at, ledger.Draft{ID: ledger.EventIDOf(id, 0), Type: name, Command: id,
		Occurred: w.now, Recorded: w.now, Public: public})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) publish(e registry.Entry) {
	w.t.Helper()
	if _, err := registry.Record(w.t.Context(), w.store, w.now, "", e); err != nil {
		w.t.Fatal(err)
	}
}

// begin tells supervision of a day.
func (w *world) begin(date string) {
	w.t.Helper()
	w.at(date + " 00:00")
	o := dossier.Order{ID: ledger.NewCommandID(w.now, "tick"+date), Event: card.DayBegun{Date: day(date)}, Recorded: w.now}
	if _, err := card.Ticks.Do(w.t.Context(), &dossier.Desk{Store: w.store}, o); err != nil {
		w.t.Fatal(err)
	}
}

func supervised(t testing.TB, s ledger.Store) {
	t.Helper()
	if err := (&supervise.Supervisor{Store: s, Now: func() time.Time { return time.Time{} }}).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// cards lists what supervision has recorded, in the order of when it fell due:
// each once, whatever its place.
func cards(t testing.TB, s ledger.Store) (out []string) {
	t.Helper()
	for item, err := range s.Follow(t.Context(), 0, ledger.Filter{Stream: card.Prefix}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			break
		}
		if item.Record == nil {
			continue
		}
		e, err := card.Cards.Decode(item.Record)
		if err != nil {
			t.Fatal(err)
		}
		at := item.Record.Occurred.In(card.Zone()).Format("2006-01-02 15:04")
		switch x := e.(type) {
		case card.Issued:
			about := cmp.Or(x.Case, x.Org)
			out = append(out, strings.Join(strings.Fields(fmt.Sprint(at, " ", x.Colour, " ", x.Rule, " ", about, " ", x.Org, " ", x.Cause, " ", x.Due)), " "))
		case card.Cancelled:
			out = append(out, fmt.Sprint(at, " cancelled ", x.Number, " ", x.Reason, " ", x.Cause))
		}
	}
	slices.Sort(out)
	return out
}

func promised(days int) casefile.Accept {
	return casefile.Accept{Org: "政务大厅", Item: "sx-01", Promise: days, Legal: 20, Handling: casefile.Promised, Calendar: workdays.China}
}

// TestOccasions: each occasion with the source that names it. Days are of March
// 2024: the 4th is a Monday.
func TestOccasions(t *testing.T) {
	licence := promised(3)
	licence.Regime = policy.Licence
	joint := promised(15)
	joint.Routing = casefile.Joint
	forwarded := licence
	forwarded.Promise, forwarded.Legal, forwarded.Routing = 0, 45, casefile.Forwarded
	for _, row := range []struct {
		name, source string
		live         func(w *world)
		want         []string
	}{
		{"one working day before the promise", "fsou.net 170306: 提前一个工作日提示", func(w *world) {
			w.do("a", promised(3))
			w.begin("2024-03-06")
		}, nil},
		{"on the last day", "domain.md §4.3: warning ≤ 1 wd left", func(w *world) {
			w.do("a", promised(3))
			w.begin("2024-03-07")
		}, []string{"2024-03-07 00:00 warning near_promise a 政务大厅 2024-03-07"}},
		{"closed in time", "许可法42", func(w *world) {
			w.do("a", promised(3))
			w.at("2024-03-06 16:00")
			w.do("a", casefile.Close{Outcome: casefile.Granted})
			w.begin("2024-03-29")
		}, nil},
		{"past the promise, over a weekend", "domain.md §4.3: yellow from 1st wd after promise", func(w *world) {
			w.do("a", promised(4))
			w.begin("2024-03-09")
			w.begin("2024-03-11")
		}, []string{"2024-03-08 00:00 warning near_promise a 政务大厅 2024-03-08", "2024-03-11 00:00 yellow past_promise a 政务大厅 2024-03-08"}},
		{"past the legal limit", "domain.md §4.3: red when legal limit passed; 许可法42: 20", func(w *world) {
			w.do("a", promised(20))
			w.begin("2024-04-02")
		}, []string{"2024-04-01 00:00 warning near_promise a 政务大厅 2024-04-01", "2024-04-02 00:00 red past_legal a 政务大厅 2024-04-01",
			"2024-04-02 00:00 yellow past_promise a 政务大厅 2024-04-01"}},
		{"immediate, not the same day", "襄樊 2002: 即办 = 当场或当天; S1 办理方式", func(w *world) {
			w.do("a", casefile.Accept{Org: "政务大厅", Handling: casefile.Immediate, Calendar: workdays.China})
			w.begin("2024-03-05")
		}, []string{"2024-03-05 00:00 yellow not_same_day a 政务大厅 2024-03-04"}},
		{"a part of a joint case", "lawyee.com.cn 172253 art. 6: 环节超时而总时限未超", func(w *world) {
			w.do("a", joint)
			w.do("a", casefile.AssignPart{Part: "消防意见", Org: "消防大队", Promise: 2})
			w.begin("2024-03-07")
		}, []string{"2024-03-07 00:00 yellow overdue_step a 消防大队 消防意见 2024-03-06"}},
		{"forwarded late", "许可法43: 20; lawyee.com.cn 172253: 逾期上报", func(w *world) {
			w.do("a", forwarded)
			w.begin("2024-04-02")
		}, []string{"2024-04-02 00:00 yellow overdue_step a 政务大厅 review 2024-04-01"}},
		{"transfer never received", "S2 业务受理转办明细表: every transfer has one receipt", func(w *world) {
			w.do("a", promised(15))
			w.do("a", casefile.Transfer{ToOrg: "住建局"})
			w.begin("2024-03-06")
		}, []string{"2024-03-06 00:00 warning not_received a 住建局 transfer 1 2024-03-05"}},
		{"stopped on the last day", "许可法45, M22", func(w *world) {
			w.do("a", promised(3))
			w.at("2024-03-07 15:00")
			w.do("a", casefile.Suspend{Reason: "expert_review", Notice: "告-1"})
		}, []string{"2024-03-07 00:00 warning near_promise a 政务大厅 2024-03-07", "2024-03-07 15:00 warning clock_stopped a 政务大厅 1"}},
		{"an illegal fee", "许可法59; S1 违规收费; lawyee.com.cn 172253: 违规收费", func(w *world) {
			w.publish(registry.FeeStandard{Item: "sx-01", Standard: "A", Amount: 10_000_000, Currency: "CNY", Basis: "价费〔2023〕1号", Effective: day("2024-01-01")})
			w.do("a", promised(15))
			w.do("a", casefile.ChargeFee{Amount: 10_000_000, Currency: "CNY", Standard: "A"})
			w.fact("a", casefile.FeeCharged{Amount: 10_000_001, Currency: "CNY", Standard: "A"})
			w.fact("a", casefile.FeeCharged{Amount: 1_000_000, Currency: "CNY", Standard: "B"})
		}, []string{"2024-03-04 09:00 red illegal_fee a 政务大厅 2", "2024-03-04 09:00 red illegal_fee a 政务大厅 3"}},
		{"a deviation", "S1 违反程序; M10", func(w *world) {
			w.do("a", joint)
			w.do("a", casefile.AssignPart{Part: "消防意见", Org: "消防大队", Promise: 2})
			w.fact("a", casefile.Closed{Outcome: casefile.Granted})
		}, []string{"2024-03-04 09:00 yellow breach a 政务大厅 ended_before_parts"}},
		{"stopped without ground", "许可法45: 书面告知", func(w *world) {
			l := licence
			l.Promise = 15
			w.do("a", l)
			w.fact("a", casefile.Suspended{Reason: "staff_shortage"})
		}, []string{"2024-03-04 09:00 yellow breach a 政务大厅 suspension 1"}},
		{"a second notice", "许可法32(4): 一次告知", func(w *world) {
			w.do("a", promised(15))
			w.do("a", casefile.RequestCorrection{Items: []string{"身份证明"}, Notice: "补-1"})
			w.fact("a", casefile.CorrectionRequested{Items: []string{"申请表"}, Notice: "补-2"})
		}, []string{"2024-03-04 09:00 yellow second_notice a 政务大厅 补-2"}},
		{"entered late", "domain.md §3: two times, so that late entry shows", func(w *world) {
			w.at("2024-03-08 09:00")
			w.do("a", promised(15), "2024-03-05 10:00")
			w.do("b", promised(15), "2024-03-07 10:00")
		}, []string{"2024-03-05 10:00 warning late_entry a 政务大厅 0"}},
		{"a batch", "S1 电子监察; ten of one unit within ten minutes", func(w *world) {
			for i := range 12 {
				w.at(fmt.Sprintf("2024-03-08 09:%02d", i/2))
				w.do(fmt.Sprintf("a%02d", i), promised(15), "2024-03-07 10:00")
			}
		}, []string{"2024-03-07 10:00 yellow batch_entry a00 政务大厅"}},
		{"nine are no batch", "", func(w *world) {
			for i := range 9 {
				w.do(fmt.Sprint("a", i), promised(15), "2024-03-01 10:00")
			}
		}, nil},
		{"the third yellow card of a month", "domain.md §4.3: red … or repeat", func(w *world) {
			for i := range 4 {
				w.do(fmt.Sprint("a", i), promised(1))
			}
			w.begin("2024-03-06")
		}, []string{"2024-03-05 00:00 warning near_promise a0 政务大厅 2024-03-05", "2024-03-05 00:00 warning near_promise a1 政务大厅 2024-03-05",
			"2024-03-05 00:00 warning near_promise a2 政务大厅 2024-03-05", "2024-03-05 00:00 warning near_promise a3 政务大厅 2024-03-05",
			"2024-03-06 00:00 red repeated_yellow 政务大厅 政务大厅 2024-03",
			"2024-03-06 00:00 yellow past_promise a0 政务大厅 2024-03-05", "2024-03-06 00:00 yellow past_promise a1 政务大厅 2024-03-05",
			"2024-03-06 00:00 yellow past_promise a2 政务大厅 2024-03-05", "2024-03-06 00:00 yellow past_promise a3 政务大厅 2024-03-05"}},
		{"what was over before the ledger knew of it", "", func(w *world) {
			w.at("2024-03-29 09:00")
			a := promised(3)
			a.Source = "old-system"
			w.do("a", a, "2024-03-04 09:00")
			w.begin("2024-04-07")
		}, []string{"2024-04-02 00:00 red past_legal a 政务大厅 2024-04-01"}},
		{"a regime's own thresholds", "domain.md §4.3: or N wd after promise (config)", func(w *world) {
			w.publish(registry.Policy{Regime: policy.Supervision, Version: "试行", Basis: "县监察办法", From: day("2024-03-01"), Signals: []policy.Signal{
				{Of: policy.NearPromise, Colour: policy.Yellow, Days: 2}, {Of: policy.LongPast, Colour: policy.Red, Days: 2}}})
			w.do("a", promised(3))
			w.begin("2024-03-29")
		}, []string{"2024-03-06 00:00 yellow near_promise a 政务大厅 2024-03-07", "2024-03-12 00:00 red long_past a 政务大厅 2024-03-07"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, memory.New())
			w.at("2024-03-04 09:00")
			row.live(w)
			supervised(t, w.store)
			if diff := gocmp.Diff(row.want, cards(t, w.store)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.source, diff)
			}
			before, _ := w.store.Head(t.Context())
			supervised(t, w.store)
			if after, _ := w.store.Head(t.Context()); after != before {
				t.Errorf("another supervisor recorded %d more", after-before)
			}
		})
	}
}

// TestSilence: what silence brings is recorded, once, and only where a rule says
// so.
func TestSilence(t *testing.T) {
	w := newWorld(t, memory.New())
	w.publish(registry.Policy{Regime: policy.Licence, Version: "试行", Basis: "试行办法", From: day("2024-03-01"), LegalDays: 20, NoticeDays: 5,
		Defaults: []policy.Default{{Effect: policy.InternalConsent, Basis: "宜府办发〔2009〕66号"}}})
	w.at("2024-03-04 09:00")
	silent := casefile.ReceiveApplication{Org: "政务大厅", Item: "sx-01", Promise: 3, Calendar: workdays.China, Regime: policy.Licence}
	w.do("deemed", silent)
	silent.Regime = policy.Service
	w.do("service", silent)
	told := silent
	told.Regime = policy.Licence
	w.do("told", told)
	w.do("told", casefile.RequestCorrection{Items: []string{"申请表"}, Notice: "补-1"})
	w.begin("2024-03-11")
	supervised(t, w.store)
	if diff := gocmp.Diff([]string(nil), own(t, w.store)); diff != "" {
		t.Error(diff)
	}
	w.begin("2024-03-12")
	supervised(t, w.store)
	supervised(t, w.store)
	want := []string{
		"2024-03-08 00:00 deemed case.timeout_default_triggered/1 {\"basis\":\"宜府办发〔2009〕66号\",\"effect\":\"internal_consent\",\"organ\":\"政务大厅\",\"regime\":\"licence\"}",
		"2024-03-12 00:00 deemed case.deemed_accepted/1 {\"basis\":\"行政许可法32(4)\"}",
	}
	if diff := gocmp.Diff(want, own(t, w.store)); diff != "" {
		t.Error(diff)
	}
}

// own lists what supervision has recorded of cases.
func own(t testing.TB, s ledger.Store) (out []string) {
	t.Helper()
	for item, err := range s.Follow(t.Context(), 0, ledger.Filter{Stream: casefile.StreamPrefix}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			break
		}
		if r := item.Record; r != nil && (r.Type == casefile.DeemedAccepted{}.Stored() || r.Type == casefile.TimeoutDefaulted{}.Stored()) {
			out = append(out, fmt.Sprint(r.Occurred.In(card.Zone()).Format("2006-01-02 15:04"), " ", strings.TrimPrefix(string(r.Stream), "case/"), " ", r.Type, " ", string(r.Public)))
		}
	}
	slices.Sort(out)
	return out
}

// TestPublishedLater: a calendar that comes later takes the ground away from a
// card, which stays; the limit as it is now raises its own.
func TestPublishedLater(t *testing.T) {
	w := newWorld(t, memory.New())
	w.at("2024-03-04 09:00")
	w.do("a", promised(3))
	w.do("b", promised(15))
	w.begin("2024-03-08")
	supervised(t, w.store)
	w.at("2024-03-08 09:00")
	n := *notice(t, 2024)
	n.Days = append(slices.Clone(n.Days), workdays.Day{Date: day("2024-03-07"), Name: "临时放假", Off: true})
	w.publish(registry.Notice(n))
	supervised(t, w.store)
	w.begin("2024-03-11")
	supervised(t, w.store)
	var got []string
	for _, c := range cards(t, w.store) {
		got = append(got, strings.Join(strings.Fields(c)[:4], " "))
	}
	want := []string{"2024-03-07 00:00 warning near_promise", "2024-03-08 00:00 warning near_promise", "2024-03-08 00:00 yellow past_promise",
		"2024-03-08 09:00 cancelled", "2024-03-08 09:00 cancelled", "2024-03-11 00:00 yellow past_promise"}
	for i := range got {
		if strings.Contains(got[i], "cancelled") {
			got[i] = strings.Join(strings.Fields(got[i])[:3], " ")
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, strings.Join(cards(t, w.store), "\n"))
	}
}

func notice(t testing.TB, year int) *workdays.Notice {
	for _, n := range workdays.Official() {
		if n.Year == year {
			return &n
		}
	}
	t.Fatalf("no notice of %d", year)
	return nil
}
