package casefile_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
	"caseledger/ledger/sqlite"
)

// life is what a case goes through in the benchmark, an hour apart.
var life = []casefile.Command{
	casefile.Accepted{Channel: "window", Handling: casefile.Promised, Item: "GC-001", Legal: 20, Officer: "受理岗-01", Org: "住建局", Promise: 10, Routing: casefile.Single, Window: "W3"},
	casefile.StepPerformed{Step: "check", Name: "材料核对", Org: "住建局"},
	casefile.CorrectionRequested{Notice: "B-1", Items: []string{"plan", "proof"}},
	casefile.CorrectionReceived{Notice: "B-1"},
	casefile.StepPerformed{Step: "review", Name: "审核", Org: "住建局"},
	casefile.Transferred{ToOrg: "消防局", ToPost: "审核岗-02"},
	casefile.Received{Org: "消防局", Post: "审核岗-02"},
	casefile.FeeCharged{Amount: 120_500_000, Currency: "CNY", Standard: "S-1"},
	casefile.Decided{Outcome: casefile.Granted, Document: "D-1"},
	casefile.Closed{Outcome: casefile.Granted},
	casefile.Delivered{Means: "counter"},
}

const (
	benchSenders = 64
	benchOpen    = 50 // cases that each sender has in work
)

// command is the nth of a sender: its cases come on in turn, so that between
// two commands of one case there are thousands of others.
func command(sender, n int) casefile.Order {
	batch, n := n/(benchOpen*len(life)), n%(benchOpen*len(life))
	stage, number := n/benchOpen, fmt.Sprintf("T-%d-%d-%d", sender, batch, n%benchOpen)
	at := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC).Add(time.Duration(batch)*24*time.Hour + time.Duration(stage)*time.Hour)
	return casefile.Order{ID: ledger.NewCommandID(at, fmt.Sprintf("%s %d", number, stage)), Number: number, Post: "受理岗-01", Occurred: at, Recorded: at, Command: life[stage]}
}

// BenchmarkCommands carries out commands of many cases for 64 senders beside
// each other, and beside that, as the limit, appends the same records as they
// are.
func BenchmarkCommands(b *testing.B) {
	stores := map[string]func() (ledger.Store, error){
		"memory": func() (ledger.Store, error) { return memory.New(), nil },
		"sqlite": func() (ledger.Store, error) {
			s, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "ledger.sqlite"), sqlite.Options{})
			if err != nil {
				return nil, err
			}
			return s, nil
		},
	}
	for _, name := range []string{"memory", "sqlite"} {
		var made [benchSenders][]ledger.Record
		b.Run(name+"/desk", func(b *testing.B) {
			s := opened(b, stores[name])
			d := &casefile.Desk{Store: s}
			for i := range made {
				made[i] = nil
			}
			sideBySide(b, b.N, func(sender, n int) error {
				r, err := d.Do(b.Context(), command(sender, n))
				if err == nil {
					made[sender] = append(made[sender], r.Records...)
				}
				return err
			})
		})
		b.Run(name+"/append", func(b *testing.B) {
			s := opened(b, stores[name])
			all := 0
			for _, list := range made {
				all += len(list)
			}
			sideBySide(b, all, func(sender, n int) error {
				if n >= len(made[sender]) {
					return nil
				}
				r := &made[sender][n]
				_, err := s.Append(b.Context(), r.Stream, r.Revision-1, r.Draft)
				return err
			})
		})
	}
}

func opened(b *testing.B, open func() (ledger.Store, error)) ledger.Store {
	s, err := open()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// sideBySide does so many things, shared by the senders.
func sideBySide(b *testing.B, all int, do func(sender, n int) error) {
	var wg sync.WaitGroup
	var failed atomic.Pointer[error]
	b.ReportAllocs()
	b.ResetTimer()
	for sender := range benchSenders {
		wg.Go(func() {
			for n := range (all + benchSenders - 1 - sender) / benchSenders {
				if err := do(sender, n); err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	if err := failed.Load(); err != nil {
		b.Fatal(*err)
	}
	b.ReportMetric(float64(all)/b.Elapsed().Seconds(), "commands/s")
}
