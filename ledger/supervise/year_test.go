package supervise_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/supervise"
	"caseledger/ledger/workdays"
)

var kills = flag.Int("kills", 100, "how many supervisors are killed at least; each year kills about a hundred")

// errKilled is what a supervisor that was killed says last.
var errKilled = errors.New("killed")

// mortal is a store in the hands of a supervisor that is killed at its left'th
// append: before it, or after it and before anything is known of it.
type mortal struct {
	ledger.Store
	mu   sync.Mutex
	left int
	post bool
}

func (m *mortal) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	m.mu.Lock()
	m.left--
	dies, dead := m.left == 0, m.left < 0
	m.mu.Unlock()
	if dead || dies && !m.post {
		return nil, errKilled
	}
	records, err := m.Store.Append(ctx, id, at, drafts...)
	if dies {
		return nil, errKilled
	}
	return records, err
}

// watchers supervise one ledger, and are killed, paused and started again.
type watchers struct {
	t     testing.TB
	r     *rand.Rand
	store ledger.Store
	all   [3]*supervise.Supervisor
	by    [3]*mortal
	kills int
}

// work lets one of them go on to the ledger's end, if it lives that long, at a
// time that its clock makes up. The others are paused meanwhile.
func (w *watchers) work(mayDie bool) {
	i := w.r.IntN(len(w.all))
	if w.all[i] == nil {
		w.by[i] = &mortal{Store: w.store}
		clock := time.Date(1990+w.r.IntN(80), 1, 1+w.r.IntN(365), 0, 0, 0, 0, time.UTC)
		w.all[i] = &supervise.Supervisor{Store: w.by[i], Now: func() time.Time { return clock }}
	}
	w.by[i].left, w.by[i].post = 1<<30, w.r.IntN(2) == 0
	if mayDie {
		w.by[i].left = 1 + w.r.IntN(3)
	}
	switch err := w.all[i].CatchUp(w.t.Context()); {
	case errors.Is(err, errKilled):
		w.all[i], w.kills = nil, w.kills+1
	case err != nil:
		w.t.Fatal(err)
	}
}

// year lets people work for a year, and calls often in between.
func (w *world) year(r *rand.Rand, between func()) {
	cases := 0
	var open []string
	for d := day("2024-01-02"); d <= day("2024-12-31"); d++ {
		w.now = d.Start(card.Zone()).Add(9 * time.Hour).UTC()
		w.published(d)
		if r.IntN(9) == 0 {
			continue // a day on which nobody records anything
		}
		for range 1 + r.IntN(2) {
			cases++
			number := fmt.Sprint("c", cases)
			w.receive(r, number)
			if open = append(open, number); r.IntN(4) == 0 {
				between()
			}
		}
		for range r.IntN(3) {
			i := r.IntN(len(open))
			w.now = w.now.Add(time.Duration(1+r.IntN(40)) * time.Minute)
			if w.handle(r, open[i]) {
				open[i] = open[len(open)-1]
				open = open[:len(open)-1]
			}
			if between(); len(open) == 0 {
				break
			}
		}
	}
	w.begin("2025-03-03")
}

// published is what is published on a day: rules that are other ones from July
// on, and a day off that nobody knew of.
func (w *world) published(d workdays.Date) {
	switch d {
	case day("2024-05-20"):
		n := *notice(w.t, 2024)
		n.Days = append(append([]workdays.Day{}, n.Days...), workdays.Day{Date: day("2024-05-16"), Name: "临时放假", Off: true})
		w.publish(registry.Notice(n))
	case day("2024-06-20"):
		w.publish(registry.Policy{Regime: policy.Supervision, Version: "试行", Basis: "县监察办法", From: day("2024-07-01"), Signals: []policy.Signal{
			{Of: policy.NearPromise, Colour: policy.Warning, Days: 3}, {Of: policy.PastPromise, Colour: policy.Yellow}, {Of: policy.LongPast, Colour: policy.Red, Days: 5},
			{Of: policy.RepeatedYellow, Colour: policy.Red, Count: 2}, {Of: policy.LateEntry, Colour: policy.Yellow, Days: 1}}})
	case day("2024-03-01"):
		w.publish(registry.Policy{Regime: policy.Service, Version: "试行", Basis: "试行办法", From: day("2024-03-01"), LegalDays: 20, NoticeDays: 5,
			Defaults: []policy.Default{{Effect: policy.InternalConsent, Basis: "宜府办发〔2009〕66号"}}})
	}
}

// receive begins a case. What silence is to accept is left alone for ever: what
// people may do with it would depend on when supervision came.
func (w *world) receive(r *rand.Rand, number string) {
	a := promised(1 + r.IntN(12))
	a.Org = fmt.Sprint("单位", r.IntN(4))
	switch r.IntN(8) {
	case 0:
		w.do(number, casefile.Accept{Org: a.Org, Handling: casefile.Immediate, Calendar: workdays.China})
	case 1:
		w.do(number, casefile.ReceiveApplication{Org: "窗口", Item: "sx-02", Promise: 3, Calendar: workdays.China, Regime: policy.Licence})
	case 2:
		w.do(number, a, w.now.AddDate(0, 0, -7).In(card.Zone()).Format("2006-01-02 15:04"))
	case 3:
		a.Routing = casefile.Joint
		w.do(number, a)
		w.do(number, casefile.AssignPart{Part: "消防意见", Org: "消防大队", Promise: 2})
	default:
		w.do(number, a)
	}
}

// handle does something with a case that its rules may refuse, and says whether
// it has ended.
func (w *world) handle(r *rand.Rand, number string) (ended bool) {
	h, err := casefile.Load(w.t.Context(), w.store, number, casefile.Moment{})
	if err != nil {
		w.t.Fatal(err)
	}
	if h.Case.AcceptedAt.IsZero() || h.Case.Org == "窗口" {
		return true
	}
	commands := []casefile.Command{
		casefile.Close{Outcome: casefile.Granted}, casefile.Close{Outcome: casefile.Granted}, casefile.Transfer{ToOrg: "住建局"}, casefile.Receive{},
		casefile.Suspend{Reason: "expert_review", Notice: "告-1"}, casefile.Resume{}, casefile.ClosePart{Part: "消防意见", Opinion: casefile.Agreed}, casefile.RequestCorrection{Items: []string{"申请表"}, Notice: fmt.Sprint("补-", w.n)},
	}
	w.n++
	c := commands[r.IntN(len(commands))]
	done, err := w.desk.Do(w.t.Context(), casefile.Order{ID: ledger.NewCommandID(w.now, fmt.Sprint("world", w.n)), Number: number, Post: "受理岗-01", Recorded: w.now, Command: c})
	if err == nil && r.IntN(12) == 0 {
		w.n++
		_, _ = w.desk.Do(w.t.Context(), casefile.Order{ID: ledger.NewCommandID(w.now, fmt.Sprint("world", w.n)), Number: number, Post: "受理岗-01", Recorded: w.now,
			Command: casefile.VoidRecord{Revision: done.Records[0].Revision, Reason: "typing_error"}})
	}
	_, closes := c.(casefile.Close)
	return closes && err == nil
}

// TestYearOfCuts: over a year of work, supervisors that are killed again and again
// at any append, paused for longer than any lease and given clocks that jump
// record what a single calm one does: nothing twice, nothing missing.
func TestYearOfCuts(t *testing.T) {
	if testing.Short() {
		t.Skip("a year of work, twice")
	}
	total := 0
	for seed := uint64(1); total < *kills; seed++ {
		calm := newWorld(t, memory.New())
		one := &supervise.Supervisor{Store: calm.store, Now: func() time.Time { return time.Time{} }}
		calm.year(rand.New(rand.NewPCG(seed, 1)), func() {
			if err := one.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
		if err := one.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		wild := newWorld(t, memory.New())
		w := &watchers{t: t, r: rand.New(rand.NewPCG(seed, 2)), store: wild.store}
		wild.year(rand.New(rand.NewPCG(seed, 1)), func() {
			if w.r.IntN(2) == 0 {
				w.work(w.r.IntN(3) == 0)
			}
		})
		for range 20 { // until one has come to the end
			w.work(false)
		}
		want, got := cards(t, calm.store), cards(t, wild.store)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d, %d kills (-calm +killed):\n%s", seed, w.kills, diff)
		}
		if diff := gocmp.Diff(own(t, calm.store), own(t, wild.store)); diff != "" {
			t.Fatalf("seed %d, silence (-calm +killed):\n%s", seed, diff)
		}
		if len(want) < 100 || len(own(t, calm.store)) < 10 || w.kills < 20 {
			t.Fatalf("seed %d: %d cards, %d by silence, %d kills: that tests nothing", seed, len(want), len(own(t, calm.store)), w.kills)
		}
		total += w.kills
	}
	t.Logf("%d kills", total)
}
