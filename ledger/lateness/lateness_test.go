package lateness_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/lateness"
	"caseledger/ledger/workdays"
)

// entry is a late entry of one organisation.
type entry struct {
	number string
	at     time.Time
}

// batches says of each entry in which batch it is, by the definition: ten
// minutes in which there are ten cases, joined where they share an entry.
func batches(list []entry) map[uint64]uint64 {
	of := map[uint64]uint64{}
	for last := range list {
		cases, first := map[string]bool{}, last
		for i := last; i >= 0 && list[last].at.Sub(list[i].at) <= lateness.BatchWithin; i-- {
			cases[list[i].number], first = true, i
		}
		if len(cases) < lateness.BatchCases {
			continue
		}
		batch := uint64(first + 1)
		for i := last; i >= first; i-- {
			if b, ok := of[uint64(i+1)]; ok {
				batch = b
			}
		}
		for i := first; i <= last; i++ {
			of[uint64(i+1)] = batch
		}
	}
	return of
}

func TestWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []entry
		at := time.Date(2024, 3, 4, 9, 0, 0, 0, time.UTC)
		for range rapid.IntRange(1, 80).Draw(t, "entries") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 20, 40, 60, 90, 599, 600, 601}).Draw(t, "seconds")) * time.Second)
			list = append(list, entry{fmt.Sprint("A-", rapid.IntRange(1, 25).Draw(t, "case")), at})
		}
		var w lateness.Window
		got := map[uint64]uint64{}
		for i, e := range list {
			batch, joined := w.Take(uint64(i+1), e.number, e.at)
			for _, id := range joined {
				if got[id] != 0 {
					t.Fatalf("entry %d joins twice", id)
				}
				got[id] = batch
			}
		}
		if d := cmp.Diff(batches(list), got); d != "" {
			t.Fatalf("-defined +found\n%s", d)
		}
		if n := len(w.Recent); n > lateness.BatchCases {
			t.Fatalf("%d cases are remembered", n)
		}
	})
}

// A clock that goes back stands still: what came in order stays in order.
func TestWindowClockBack(t *testing.T) {
	var w lateness.Window
	at := time.Date(2024, 3, 4, 9, 0, 0, 0, time.UTC)
	for i := range 10 {
		batch, joined := w.Take(uint64(i+1), fmt.Sprint("A-", i), at.Add(-time.Duration(i)*time.Hour))
		if want := i == 9; (batch == 1) != want || (len(joined) == 10) != want {
			t.Errorf("entry %d: batch %d of %v", i+1, batch, joined)
		}
	}
}

func TestDays(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	calendar := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		calendar = calendar.With(n)
	}
	for _, c := range []struct {
		occurred, recorded string // local
		days               int
		prompt             bool
	}{
		{"2024-03-04 09:00", "2024-03-04 09:00", 0, true},
		{"2024-03-04 09:00", "2024-03-04 09:14", 0, true},
		{"2024-03-04 09:00", "2024-03-04 23:59", 0, false},
		{"2024-03-04 23:59", "2024-03-05 00:00", 1, false},
		{"2024-03-08 17:00", "2024-03-09 09:00", 0, false}, // Friday, Saturday
		{"2024-03-08 17:00", "2024-03-11 09:00", 1, false},
		{"2024-02-08 17:00", "2024-02-18 09:00", 2, false}, // 春节: the 9th is a holiday, the 4th and 18th are worked
		{"2024-03-05 09:00", "2024-03-04 09:00", 0, true},  // the reporter's clock is ahead
		{"2024-03-04 09:00", "2024-04-30 09:00", 41, false},
	} {
		at := func(s string) time.Time {
			x, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
			if err != nil {
				t.Fatal(err)
			}
			return x.UTC()
		}
		occurred, recorded := at(c.occurred), at(c.recorded)
		if got := lateness.Days(calendar, shanghai, occurred, recorded); got != c.days {
			t.Errorf("%s to %s: %d days, want %d", c.occurred, c.recorded, got, c.days)
		}
		if got := lateness.Prompt(&ledger.Record{Draft: ledger.Draft{Occurred: occurred, Recorded: recorded}}); got != c.prompt {
			t.Errorf("%s to %s: prompt %v", c.occurred, c.recorded, got)
		}
	}
}

// What is prompt is late in no time zone.
func TestPrompt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		occurred := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "occurred"), 0)
		recorded := occurred.Add(time.Duration(rapid.Int64Range(0, 3600).Draw(t, "seconds")) * time.Second)
		zone := time.FixedZone("", 900*rapid.IntRange(-48, 56).Draw(t, "offset"))
		r := &ledger.Record{Draft: ledger.Draft{Occurred: occurred, Recorded: recorded}}
		if lateness.Prompt(r) && lateness.Days(nil, zone, occurred, recorded) > 0 {
			t.Errorf("%v to %v is late at %v", occurred, recorded, zone)
		}
	})
}

func TestClasses(t *testing.T) {
	for days, want := range map[int]string{1: "1", 2: "2-5", 5: "2-5", 6: "6-20", 20: "6-20", 21: "21+", 400: "21+"} {
		if got := lateness.Classes()[lateness.ClassOf(days)].Name; got != want {
			t.Errorf("%d days: %s, want %s", days, got, want)
		}
	}
}

// What corrects or voids is no entry, nor is a record of no case.
func TestEntry(t *testing.T) {
	for _, c := range []struct {
		stream, typ string
		entry       bool
	}{
		{"case/A-1", "case.accepted/1", true}, {"case/A-1", "case.record_corrected/1", false}, {"case/A-1", "case.record_voided/1", false}, {"calendar/CN", "calendar.notice/1", false},
	} {
		if got := lateness.Entry(&ledger.Record{Stream: ledger.StreamID(c.stream), Draft: ledger.Draft{Type: c.typ}}); got != c.entry {
			t.Errorf("%s %s: %v", c.stream, c.typ, got)
		}
	}
}
