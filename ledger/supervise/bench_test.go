package supervise_test

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/supervise"
	"caseledger/ledger/workdays"
)

// replayed is a store whose records are those of another, made as they are read;
// what is appended goes nowhere.
type replayed struct {
	ledger.Store
	records iter.Seq[ledger.Record]
}

func (s replayed) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		if f.Stream == "" {
			at := ledger.Position(0)
			for r := range s.records {
				if at++; at <= after {
					continue
				}
				r.Position = at
				if !yield(ledger.Item{Record: &r, Position: at}, nil) {
					return
				}
			}
			yield(ledger.Item{Position: at, Live: true}, nil)
			return
		}
		yield(ledger.Item{Live: true}, nil)
	}
}

// BenchmarkSupervise follows cases from acceptance to end; a command makes one
// record or two. The bar is 20 000 commands a second.
func BenchmarkSupervise(b *testing.B) {
	const n = 200_000
	records := make([]ledger.Record, 0, n)
	for r := range casetest.Interleaved(1, n, 2000) {
		if records = append(records, r); len(records) == n {
			break
		}
	}
	commands := map[ledger.CommandID]bool{}
	for i := range records {
		commands[records[i].Command] = true
	}
	for b.Loop() {
		s := &supervise.Supervisor{Now: time.Now, Store: replayed{memory.New(), func(yield func(ledger.Record) bool) {
			for i := range records {
				if !yield(records[i]) {
					return
				}
			}
		}}}
		if err := s.CatchUp(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(commands))*float64(b.N)/b.Elapsed().Seconds(), "commands/s")
}

// BenchmarkDay is what a day costs that begins with so many open cases, a
// thousandth of which reach the last day of their limit then. The bar is two
// seconds for a million.
func BenchmarkDay(b *testing.B) {
	for _, open := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("open=%d", open), func(b *testing.B) {
			peak := uint64(0)
			for b.Loop() {
				b.StopTimer()
				began := clock(b, "2024-03-04 09:00")
				last := began.AddDate(0, 0, 3)
				store := replayed{memory.New(), func(yield func(ledger.Record) bool) {
					for i := range open {
						days := 15
						if i%1000 == 0 {
							days = 3
						}
						if !yield(recorded(b, casefile.Stream(fmt.Sprint("c", i)), 0, promised(days), began.Add(time.Duration(i)*time.Microsecond))) {
							return
						}
					}
					for at := began.AddDate(0, 0, 1); !at.After(last); at = at.AddDate(0, 0, 1) {
						name, public, _ := card.Ticks.Encode(card.DayBegun{Date: workdays.DateOf(at, card.Zone())})
						if at.Equal(last) { // all else is behind: this day counts
							b.StartTimer()
						}
						if !yield(ledger.Record{Stream: card.Days, Draft: ledger.Draft{Type: name, Public: public, Occurred: at, Recorded: at}}) {
							return
						}
					}
				}}
				s := &supervise.Supervisor{Now: time.Now, Store: store}
				if err := s.CatchUp(b.Context()); err != nil {
					b.Fatal(err)
				}
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
			b.ReportMetric(float64(peak)/(1<<20), "MB")
		})
	}
}

func recorded(b *testing.B, id ledger.StreamID, revision ledger.Revision, e casefile.Event, at time.Time) ledger.Record {
	name, public, err := casefile.Encode(e)
	if err != nil {
		b.Fatal(err)
	}
	command := ledger.NewCommandID(at, string(id))
	return ledger.Record{Stream: id, Revision: revision, Draft: ledger.Draft{ID: ledger.EventIDOf(command, 0), Type: name, Command: command, Occurred: at, Recorded: at, Public: public}}
}
