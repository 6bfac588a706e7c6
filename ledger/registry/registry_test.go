package registry_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

var noon = time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)

func publish(t *testing.T, s ledger.Store, at time.Time, notices ...workdays.Notice) int {
	t.Helper()
	n, err := registry.Publish(context.Background(), s, notices, at)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func notice(t *testing.T, year int, days ...string) workdays.Notice {
	t.Helper()
	n := workdays.Notice{Calendar: workdays.China, Year: year, Papers: []string{"https://www.gov.cn/"}}
	for _, s := range days {
		d, err := workdays.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		n.Days = append(n.Days, workdays.Day{Date: d, Name: "元旦", Off: true})
	}
	return n
}

func TestPublishingTwiceAddsNothing(t *testing.T) {
	s := memory.New()
	if n := publish(t, s, noon, workdays.Official()...); n != 20 {
		t.Fatalf("recorded %d notices, want 20", n)
	}
	if n := publish(t, s, noon.Add(time.Hour), workdays.Official()...); n != 0 {
		t.Errorf("recorded %d notices the second time", n)
	}
	if head, err := s.Head(t.Context()); err != nil || head != 20 {
		t.Errorf("the ledger ends at %s, %v", head, err)
	}
}

func TestOfficialCalendarComesBack(t *testing.T) {
	s := memory.New()
	publish(t, s, noon, workdays.Official()...)
	all, err := registry.Calendars(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	got, err := (&registry.Reader{Store: s}).Calendar(t.Context(), workdays.China)
	if err != nil {
		t.Fatal(err)
	}
	want := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		want = want.With(n)
	}
	same := cmp.AllowUnexported(workdays.Calendar{})
	if diff := cmp.Diff(map[string]*workdays.Calendar{"CN": want}, all, same); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, got, same); diff != "" {
		t.Error(diff)
	}
}

func TestAmendedNoticeIsRecordedBesideTheOld(t *testing.T) {
	s := memory.New()
	reader := &registry.Reader{Store: s}
	old, amended := notice(t, 2030, "2030-01-01", "2030-01-02"), notice(t, 2030, "2030-01-01")
	off := func() (out []bool) {
		c, err := reader.Calendar(t.Context(), workdays.China)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range old.Days {
			out = append(out, !c.On(d.Date).Working)
		}
		return out
	}
	for _, step := range []struct {
		notice workdays.Notice
		added  int
		off    []bool
	}{
		{old, 1, []bool{true, true}},
		{amended, 1, []bool{true, false}},
		{amended, 0, []bool{true, false}},
		{old, 1, []bool{true, true}}, // back again: a record of its own
	} {
		if n := publish(t, s, noon, step.notice); n != step.added {
			t.Errorf("recorded %d, want %d", n, step.added)
		}
		if diff := cmp.Diff(step.off, off()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestManyPublishAtOnce(t *testing.T) {
	s := memory.New()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, err := registry.Publish(context.Background(), s, workdays.Official(), noon.Add(time.Duration(i)*time.Second)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if head, err := s.Head(t.Context()); err != nil || head != 20 {
		t.Errorf("the ledger ends at %s, %v; want 20 notices once", head, err)
	}
}

func TestNoticesThatCannotBe(t *testing.T) {
	weekdays := notice(t, 2030)
	weekdays.Calendar = workdays.Weekdays
	badName := notice(t, 2030)
	badName.Calendar = "a b"
	unnamed := notice(t, 2030, "2030-01-01")
	unnamed.Days[0].Name = ""
	for name, n := range map[string]workdays.Notice{
		"weekdays": weekdays, "name": badName, "year": notice(t, 0), "far": notice(t, 2030, "2020-01-01"),
		"twice": notice(t, 2030, "2030-01-01", "2030-01-01"), "unnamed": unnamed,
	} {
		s := memory.New()
		_, err := registry.Publish(t.Context(), s, []workdays.Notice{n}, noon)
		var invalid *ledger.InvalidError
		if !errors.As(err, &invalid) {
			t.Errorf("%s: %v, want an InvalidError", name, err)
		}
	}
}

func TestDecodeRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, d := range []ledger.Draft{
		{Type: "calendar.published/2", Public: []byte(`{}`)},
		{Type: registry.Notice{}.Stored(), Public: []byte(`{"calendar":"CN","extra":1,"year":2024}`)},
		{Type: registry.Notice{}.Stored(), Public: []byte(`{"year":"2024"}`)},
		{Type: registry.Notice{}.Stored(), Public: []byte(`{`)},
	} {
		if v, err := registry.Decode(&ledger.Record{Draft: d}); err == nil {
			t.Errorf("%s %s is read as %v", d.Type, d.Public, v)
		}
	}
}

func TestBook(t *testing.T) { acttest.Check(t, registry.Book) }

func TestReaderOfUnknownCalendars(t *testing.T) {
	reader := &registry.Reader{Store: memory.New()}
	for _, id := range []string{"", workdays.Weekdays, "CN-GX"} {
		c, err := reader.Calendar(t.Context(), id)
		if err != nil || len(c.Years()) != 0 {
			t.Errorf("calendar %q: %v, %v", id, c, err)
		}
	}
}

// TestNoticesKeepPeopleOut: the name of a day is a text in public.
func TestNoticesKeepPeopleOut(t *testing.T) {
	for _, n := range []workdays.Notice{
		{Calendar: "CN-X", Year: 2024, Days: []workdays.Day{{Date: workdays.Civil(2024, 5, 1), Name: "值班电话 13800138000"}}},
		{Calendar: "CN-X", Year: 2024, Papers: []string{"paper 110101199003078515"}},
	} {
		_, err := registry.Publish(t.Context(), memory.New(), []workdays.Notice{n}, time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
		var refused *disclosure.Error
		if !errors.As(err, &refused) {
			t.Errorf("%+v: %v", n, err)
		}
	}
}
