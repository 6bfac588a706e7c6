package casefile_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/vault"
	"caseledger/ledger/workdays"
)

// faulty is a store whose appends go wrong as the test says.
type faulty struct {
	ledger.Store
	// before runs before an append, after runs when it is stored; an error of
	// theirs is the append's.
	before, after func() error
}

func (s *faulty) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	if s.before != nil {
		if err := s.before(); err != nil {
			return nil, err
		}
	}
	records, err := s.Store.Append(ctx, id, at, drafts...)
	if err == nil && s.after != nil {
		if fault := s.after(); fault != nil {
			return nil, fault
		}
	}
	return records, err
}

// once gives a hook that fails the first n times.
func once(n int, err error) func() error {
	return func() error {
		if n--; n >= 0 {
			return err
		}
		return nil
	}
}

func newDesk(t testing.TB, s ledger.Store) *casefile.Desk {
	t.Helper()
	v, err := vault.Open(filepath.Join(t.TempDir(), "vault.db"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), at(t, "2024-01-02")); err != nil {
		t.Fatal(err)
	}
	return &casefile.Desk{Store: s, Vault: v}
}

func do(t *testing.T, d *casefile.Desk, o casefile.Order) casefile.Receipt {
	t.Helper()
	r, err := d.Do(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func length(t *testing.T, s ledger.Store) (n int) {
	t.Helper()
	for _, err := range s.Stream(t.Context(), "case/T-1", 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func TestDeskCarriesOutOrders(t *testing.T) {
	s := memory.New()
	d := newDesk(t, s)
	do(t, d, order(t, "2024-03-04", casefile.Accept{Promise: 5}))
	do(t, d, order(t, "2024-03-05", casefile.Perform{Step: "S1"}))
	r := do(t, d, order(t, "2024-03-06", casefile.Close{}))
	if r.Repeated || len(r.Records) != 1 || r.Records[0].Revision != 2 || r.Records[0].Type != "case.closed/1" {
		t.Errorf("receipt %+v", r)
	}
	h, err := casefile.Load(t.Context(), s, "T-1", casefile.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(h.Case, r.Case); diff != "" {
		t.Errorf("the receipt's case is not the ledger's: %s", diff)
	}
	if r.Case.Status != casefile.Ended || h.Entries[1].Post != "p" {
		t.Errorf("case %+v", r.Case)
	}
}

func TestOrderSentAgainAddsNothing(t *testing.T) {
	s := memory.New()
	d := newDesk(t, s)
	accept, step := order(t, "2024-03-04", casefile.Accept{}), order(t, "2024-03-05", casefile.Perform{Step: "S1"})
	first := do(t, d, accept)
	do(t, d, step)
	again := do(t, d, accept)
	if !again.Repeated {
		t.Error("the receipt does not say that the order was carried out before")
	}
	again.Repeated = false
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("the second receipt is another one: %s", diff)
	}
	if n := length(t, s); n != 2 {
		t.Errorf("the case has %d records, want 2", n)
	}
}

func TestExpectedRevision(t *testing.T) {
	s := memory.New()
	d := newDesk(t, s)
	none, zero, five := ledger.NoStream, ledger.Revision(0), ledger.Revision(5)
	accept := order(t, "2024-03-04", casefile.Accept{})
	accept.Expect = &zero
	var conflict *ledger.ConflictError
	if _, err := d.Do(t.Context(), accept); !errors.As(err, &conflict) || conflict.Have != ledger.NoStream || conflict.Want != 0 {
		t.Errorf("a case that is not there is not at revision 0: %v", err)
	}
	accept.Expect = &none
	do(t, d, accept)
	do(t, d, accept) // carried out before: what it expected then does not matter
	step := order(t, "2024-03-05", casefile.Perform{Step: "S1"})
	step.Expect = &five
	if _, err := d.Do(t.Context(), step); !errors.As(err, &conflict) || conflict.Have != 0 || conflict.Want != 5 {
		t.Errorf("at revision 0, expected 5: %v", err)
	}
	step.Expect = &zero
	do(t, d, step)
}

func TestUnknownOutcomeIsSentAgain(t *testing.T) {
	for name, hooks := range map[string]faulty{
		"lost":              {before: once(2, ledger.ErrUnknownOutcome)},
		"stored":            {after: once(1, ledger.ErrUnknownOutcome)},
		"stored, then lost": {before: once(1, ledger.ErrUnknownOutcome), after: once(1, ledger.ErrUnknownOutcome)},
	} {
		plain := memory.New()
		d := newDesk(t, plain)
		hooks.Store = plain
		d.Store = &hooks
		r := do(t, d, order(t, "2024-03-04", casefile.Accept{}))
		if n := length(t, plain); n != 1 || len(r.Records) != 1 {
			t.Errorf("%s: %d records, receipt of %d", name, n, len(r.Records))
		}
	}
}

func TestUnknownOutcomeThatStays(t *testing.T) {
	plain := memory.New()
	d := newDesk(t, plain)
	d.Store = &faulty{Store: plain, before: func() error { return ledger.ErrUnknownOutcome }}
	o := order(t, "2024-03-04", casefile.Accept{})
	if _, err := d.Do(t.Context(), o); !errors.Is(err, ledger.ErrUnknownOutcome) {
		t.Errorf("%v, want ErrUnknownOutcome", err)
	}
}

// TestStoredOrderIsFoundAfterAConflict is the trap of exactly-once: the append
// went through, its answer was lost, others went on with the case, and the
// order is sent again.
func TestStoredOrderIsFoundAfterAConflict(t *testing.T) {
	plain := memory.New()
	d, others := newDesk(t, plain), &casefile.Desk{Store: plain}
	do(t, others, order(t, "2024-03-04", casefile.Accept{}))
	lost := errors.New("connection lost")
	d.Store = &faulty{Store: plain, after: once(1, lost)}
	o := order(t, "2024-03-05", casefile.Perform{Step: "S1"})
	if _, err := d.Do(t.Context(), o); !errors.Is(err, lost) {
		t.Fatalf("%v, want the fault", err)
	}
	do(t, others, order(t, "2024-03-06", casefile.Perform{Step: "S2"}))
	r := do(t, d, o)
	if !r.Repeated || r.Records[0].Revision != 1 || r.Case.LastStep != "S1" {
		t.Errorf("receipt %+v", r)
	}
	if n := length(t, plain); n != 3 {
		t.Errorf("the case has %d records, want 3", n)
	}
}

func TestConflictIsDecidedAnew(t *testing.T) {
	plain := memory.New()
	d, others := newDesk(t, plain), &casefile.Desk{Store: plain}
	do(t, others, order(t, "2024-03-04", casefile.Accept{}))
	raced := false
	d.Store = &faulty{Store: plain, before: func() error {
		if !raced {
			raced = true
			do(t, others, order(t, "2024-03-05", casefile.Close{}))
		}
		return nil
	}}
	var refusal *casefile.Refusal
	_, err := d.Do(t.Context(), order(t, "2024-03-06", casefile.Perform{Step: "S1"}))
	if !errors.As(err, &refusal) || refusal.Rule != casefile.RuleEnded {
		t.Errorf("%v, want a refusal: the case was closed in between", err)
	}
}

// TestDesksBesideEachOther: what a desk has kept of a case does not make it
// answer otherwise than one that has just begun, when others have gone on with
// the case.
func TestDesksBesideEachOther(t *testing.T) {
	s := memory.New()
	d, others := newDesk(t, s), &casefile.Desk{Store: s}
	accept := order(t, "2024-03-04", casefile.Accept{})
	do(t, d, accept)
	first := order(t, "2024-03-05", casefile.Perform{Step: "S1"})
	do(t, others, first)
	first.Recorded = first.Recorded.Add(time.Minute)
	if r := do(t, d, first); !r.Repeated || len(r.Records) != 1 || r.Case.Steps != 1 {
		t.Errorf("an order that another desk has carried out: %+v", r)
	}
	do(t, others, order(t, "2024-03-06", casefile.Suspend{Reason: "expert_review", Notice: "Z-1", Basis: "许可法45"}))
	do(t, d, order(t, "2024-03-07", casefile.Resume{})) // not refused by what it knew
	do(t, others, order(t, "2024-03-08", casefile.Close{}))
	var refusal *casefile.Refusal
	if _, err := d.Do(t.Context(), order(t, "2024-03-09", casefile.Perform{Step: "S2"})); !errors.As(err, &refusal) || refusal.Rule != casefile.RuleEnded {
		t.Errorf("%v, want a refusal: another desk has closed the case", err)
	}
	last := ledger.Revision(4)
	deliver := order(t, "2024-03-10", casefile.Deliver{Means: "counter"})
	deliver.Expect = &last
	if r := do(t, d, deliver); r.Records[0].Revision != 5 || r.Case.Events != 6 {
		t.Errorf("at the revision that another desk has made: %+v", r)
	}
	if r := do(t, d, accept); !r.Repeated || r.Case.Events != 1 {
		t.Errorf("its first order: %+v", r)
	}
}

func TestConflictsAreBounded(t *testing.T) {
	plain := memory.New()
	d, others := newDesk(t, plain), &casefile.Desk{Store: plain}
	do(t, others, order(t, "2024-03-04", casefile.Accept{}))
	n := 0
	d.Store = &faulty{Store: plain, before: func() error {
		n++
		o := order(t, "2024-03-05", casefile.Perform{Step: "S"})
		o.ID = ledger.NewCommandID(o.Recorded, fmt.Sprint("other ", n))
		do(t, others, o)
		return nil
	}}
	var conflict *ledger.ConflictError
	if _, err := d.Do(t.Context(), order(t, "2024-03-06", casefile.Perform{Step: "S1"})); !errors.As(err, &conflict) {
		t.Errorf("%v, want a conflict", err)
	}
	if n > 20 {
		t.Errorf("tried %d times", n)
	}
}

func TestManyAtOneCase(t *testing.T) {
	s := memory.New()
	d := newDesk(t, s)
	do(t, d, order(t, "2024-03-04", casefile.Accept{}))
	var wg sync.WaitGroup
	for i := range 6 {
		o := order(t, "2024-03-05", casefile.Perform{Step: fmt.Sprint("S", i)})
		o.ID = ledger.NewCommandID(o.Recorded, fmt.Sprint("step ", i))
		for range 2 { // each is sent twice at once
			wg.Go(func() {
				if _, err := d.Do(context.Background(), o); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if n := length(t, s); n != 7 {
		t.Errorf("the case has %d records, want 7", n)
	}
}

func TestDeskUsesThePublishedCalendar(t *testing.T) {
	s := memory.New()
	d := &casefile.Desk{Store: s}
	notice := casefile.RequestCorrection{Items: []string{"a"}, Notice: "N"}
	// Without the notice of 2024 the fifth day after 2024-04-30 is 2024-05-07;
	// with it, holidays and a make-up day, it is 2024-05-10.
	do(t, d, order(t, "2024-04-30", casefile.Accept{}))
	var refusal *casefile.Refusal
	if _, err := d.Do(t.Context(), order(t, "2024-05-10", notice)); !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, "2024-05-07") {
		t.Errorf("%v, want a refusal that names 2024-05-07", err)
	}
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), at(t, "2024-05-10")); err != nil {
		t.Fatal(err)
	}
	do(t, d, order(t, "2024-05-10", notice))
}

// TestPersonalValuesStayOutOfThePublic looks for them in everything that
// leaves the desk but boxes: canonical bytes, ids, streams, posts, errors.
func TestPersonalValuesStayOutOfThePublic(t *testing.T) {
	s := memory.New()
	d := newDesk(t, s)
	values := []vault.Value{
		{Label: "applicant.name", Subject: "5f1d", Text: "欧阳娜娜娜"},
		{Label: "applicant.phone", Subject: "5f1d", Text: "13800138000"},
	}
	accept := order(t, "2024-03-04", casefile.Accept{Org: "a"})
	accept.Sealed = values
	r := do(t, d, accept)
	for item, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			break
		}
		if item.Record == nil {
			continue
		}
		public := append(item.Record.AppendCanonical(nil), string(item.Record.Stream)+item.Record.Post+item.Record.ID.String()...)
		for _, v := range values {
			if bytes.Contains(public, []byte(v.Text)) || bytes.Contains(public, []byte(v.Subject)) {
				t.Errorf("%s stands in public: %s", v.Label, public)
			}
			for _, sealed := range item.Record.Sealed {
				if bytes.Contains(sealed.Box, []byte(v.Text)) {
					t.Errorf("%s stands in a box in clear", v.Label)
				}
			}
		}
	}
	got, err := d.Vault.Reveal(&r.Records[0])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(values, got); diff != "" {
		t.Error(diff)
	}

	leaks := []casefile.Order{
		order(t, "2024-03-05", casefile.Perform{Step: "S1", Name: "致电13800138000"}),
		order(t, "2024-03-06", casefile.Withdraw{Reason: "13800138000"}),
		order(t, "2024-03-07", casefile.Perform{Step: "S1"}),
		order(t, "2024-03-08", casefile.Perform{Step: strings.Repeat("欧阳娜娜娜", 50)}),
	}
	leaks[2].Post = "13800138000"
	for _, o := range leaks {
		o.Sealed = values
		_, err := d.Do(t.Context(), o)
		var invalid *ledger.InvalidError
		if !errors.As(err, &invalid) {
			t.Errorf("%+v: %v, want an InvalidError", o.Command, err)
		}
		if err != nil && (strings.Contains(err.Error(), "13800138000") || strings.Contains(err.Error(), "欧阳")) {
			t.Errorf("the error repeats the value: %v", err)
		}
	}
	if n := length(t, s); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
}

func TestPersonalValuesNeedAVault(t *testing.T) {
	d := &casefile.Desk{Store: memory.New()}
	o := order(t, "2024-03-04", casefile.Accept{})
	o.Sealed = []vault.Value{{Label: "applicant.name", Subject: "5f1d", Text: "x"}}
	if _, err := d.Do(t.Context(), o); err == nil || !strings.Contains(err.Error(), "vault") {
		t.Errorf("%v, want a word on the vault", err)
	}
}

func TestErasedSubjectCannotBeSealedFor(t *testing.T) {
	s := memory.New()
	d := newDesk(t, s)
	if err := d.Vault.Erase("5f1d"); err != nil {
		t.Fatal(err)
	}
	o := order(t, "2024-03-04", casefile.Accept{})
	o.Sealed = []vault.Value{{Label: "applicant.name", Subject: "5f1d", Text: "x"}}
	if _, err := d.Do(t.Context(), o); !errors.Is(err, vault.ErrErased) {
		t.Errorf("%v, want ErrErased", err)
	}
	if n := length(t, s); n != 0 {
		t.Errorf("%d records, want none", n)
	}
}

func BenchmarkDesk(b *testing.B) {
	s := memory.New()
	d := newDesk(b, s)
	o := order(b, "2024-03-04", casefile.Accept{Promise: 5})
	for i := 0; b.Loop(); i++ {
		o.Number = fmt.Sprintf("T-%d", i)
		o.ID = ledger.NewCommandID(o.Recorded, o.Number)
		if _, err := d.Do(b.Context(), o); err != nil {
			b.Fatal(err)
		}
	}
}
