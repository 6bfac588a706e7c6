package audit_test

import (
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/audit"
	"caseledger/ledger/memory"
	"caseledger/ledger/storetest"
)

var november = time.Date(2026, 11, 30, 23, 59, 59, 1, time.UTC)

func reading() audit.Read {
	return audit.Read{Case: "XK-2024-0001", Event: ledger.EventIDOf(ledger.NewCommandID(november, "a"), 0).String(),
		Labels: []string{"applicant.name", "applicant.phone"}, Reader: "token/0123456789abcdef", Revision: 3}
}

func log(s ledger.Store, now time.Time) *audit.Log {
	return &audit.Log{Store: s, Now: func() time.Time { return now }, Random: rand.Reader}
}

func stored(t *testing.T, s ledger.Store, stream ledger.StreamID) (out []ledger.Record) {
	t.Helper()
	for r, err := range s.Stream(t.Context(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func TestReadingIsARecord(t *testing.T) {
	s := memory.New()
	if err := log(s, november).Record(t.Context(), "审计岗-01", reading()); err != nil {
		t.Fatal(err)
	}
	records := stored(t, s, "audit/2026-11")
	if len(records) != 1 {
		t.Fatalf("%d records", len(records))
	}
	r := records[0]
	if r.Type != reading().Stored() || r.Post != "审计岗-01" || !r.Occurred.Equal(ledger.Time(november)) || len(r.Sealed) != 0 {
		t.Errorf("stored %+v", r)
	}
	frozen, err := os.ReadFile("testdata/v1/sealed.read-1.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(frozen)), string(r.Public)); diff != "" {
		t.Errorf("the body is not as it was frozen: %s", diff)
	}
	got, err := audit.Book.Decode(&r)
	if diff := cmp.Diff(act.Event(reading()), got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestEveryReadingCounts(t *testing.T) {
	s := memory.New()
	logs := []*audit.Log{log(s, november), log(s, november)} // as two processes would
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			for range 5 {
				if err := logs[i%2].Record(t.Context(), "p", reading()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(stored(t, s, "audit/2026-11")); n != 100 {
		t.Errorf("%d of 100 equal readings are recorded", n)
	}
}

func TestMonthsHaveTheirOwnStreams(t *testing.T) {
	s, now := memory.New(), november
	l := &audit.Log{Store: s, Now: func() time.Time { return now }, Random: rand.Reader}
	for range 3 {
		if err := l.Record(t.Context(), "p", reading()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Second)
	}
	if a, b := len(stored(t, s, "audit/2026-11")), len(stored(t, s, "audit/2026-12")); a != 1 || b != 2 {
		t.Errorf("%d in November, %d in December", a, b)
	}
}

func TestUnknownOutcomeIsRecordedOnce(t *testing.T) {
	for _, storedBefore := range []bool{false, true} {
		s := memory.New()
		f := &storetest.Flaky{Store: s}
		l := log(f, november)
		for range 2 {
			f.LoseReply(storedBefore)
			if err := l.Record(t.Context(), "p", reading()); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(stored(t, s, "audit/2026-11")); n != 2 {
			t.Errorf("reply lost, stored %v: %d records", storedBefore, n)
		}
	}
}

func TestNothingIsRecordedInAClosedLedger(t *testing.T) {
	s := memory.New()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := log(s, november).Record(t.Context(), "p", reading()); !errors.Is(err, ledger.ErrClosed) {
		t.Errorf("%v, want ErrClosed", err)
	}
}

func TestReadingsThatSayTooLittle(t *testing.T) {
	for name, spoil := range map[string]func(*audit.Read){
		"no case":    func(r *audit.Read) { r.Case = "" },
		"no event":   func(r *audit.Read) { r.Event = "" },
		"no labels":  func(r *audit.Read) { r.Labels = nil },
		"no reader":  func(r *audit.Read) { r.Reader = "" },
		"before all": func(r *audit.Read) { r.Revision = -1 },
	} {
		r := reading()
		spoil(&r)
		var invalid *ledger.InvalidError
		if err := log(memory.New(), november).Record(t.Context(), "p", r); !errors.As(err, &invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzDecode: what is read can be written, and is read again as the same.
func FuzzDecode(f *testing.F) {
	f.Add("sealed.read/1", []byte(`{"case":"A-1","event":"00000000-0000-8000-8000-000000000000","labels":["a"],"reader":"token/1","revision":0}`))
	f.Add("sealed.read/2", []byte(`{}`))
	f.Add("sealed.read/1", []byte(`{"case":"A-1","secret":"x"}`))
	f.Fuzz(func(t *testing.T, typ string, public []byte) {
		got, err := audit.Book.Decode(&ledger.Record{Draft: ledger.Draft{Type: typ, Public: public}})
		if err != nil {
			if got != nil {
				t.Fatal("an error and a reading")
			}
			return
		}
		name, once, err := audit.Book.Encode(got)
		if err != nil || name != typ {
			t.Fatalf("%s is written as %s, %v", public, name, err)
		}
		again, err := audit.Book.Decode(&ledger.Record{Draft: ledger.Draft{Type: typ, Public: once}})
		if diff := cmp.Diff(got, again, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Error(err, diff)
		}
	})
}
