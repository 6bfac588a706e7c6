package projections_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/sqlite"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// BenchmarkVisible measures from an append to the moment when a reader sees it.
func BenchmarkVisible(b *testing.B) {
	s := memory.New()
	defer s.Close()
	v := viewtest.New(b)
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- v.Run(ctx, s) }()
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		h := casetest.Case(fmt.Sprint("A-", n)).On("2024-03-04", casefile.Accepted{Promise: 5, Org: "O"})
		began := time.Now()
		records, err := h.AppendTo(ctx, s)
		if err != nil {
			b.Fatal(err)
		}
		if err := v.Wait(ctx, records[0].Position); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	stop()
	<-done
	reportVisible(b, took)
}

// visibleLimit is what the 99th of a hundred may take.
const visibleLimit = 50 * time.Millisecond

func reportVisible(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	for name, d := range map[string]time.Duration{"p50-ms": took[len(took)/2], "p99-ms": took[len(took)*99/100], "limit-ms": visibleLimit} {
		b.ReportMetric(float64(d.Microseconds())/1000, name)
	}
}

// BenchmarkVisibleUnderLoad measures from the return of a command, of which a
// thousand come in a second, until the case is as the command left it for who
// asks the views. Commands are durable in SQLite, each of 64 senders has cases
// of its own, and a sender that is late sends less: commands/s says how many
// came.
func BenchmarkVisibleUnderLoad(b *testing.B) {
	const senders, rate = 64, 1000
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "ledger"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	v := viewtest.New(b)
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- v.Run(ctx, s) }()
	desk := &casefile.Desk{Store: s}
	var took [senders][]time.Duration
	var group sync.WaitGroup
	b.ResetTimer()
	for sender := range senders {
		group.Go(func() {
			tick := time.NewTicker(senders * time.Second / rate)
			defer tick.Stop()
			for n := range (b.N + senders - 1 - sender) / senders {
				<-tick.C
				d, err := visibleAfter(ctx, v, desk, sender, n)
				if err != nil {
					b.Error(err)
					return
				}
				took[sender] = append(took[sender], d)
			}
		})
	}
	group.Wait()
	b.StopTimer()
	stop()
	<-done
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
	reportVisible(b, slices.Concat(took[:]...))
}

// visibleAfter carries out the nth command of a sender and says how long the
// views took to show it.
func visibleAfter(ctx context.Context, v *projections.Views, desk *casefile.Desk, sender, n int) (time.Duration, error) {
	var command casefile.Command = casefile.StepPerformed{Step: "check", Org: "O"}
	if n%10 == 0 {
		command = casefile.Accepted{Promise: 5, Org: "O"}
	}
	number, at := fmt.Sprintf("V-%d-%d", sender, n/10), casetest.Time("2024-03-04").Add(time.Duration(n)*time.Second)
	r, err := desk.Do(ctx, casefile.Order{
		ID: ledger.NewCommandID(at, fmt.Sprintf("%s %d", number, n)), Number: number, Post: "受理岗-01", Occurred: at, Recorded: at, Command: command,
	})
	if err != nil {
		return 0, err
	}
	returned, position := time.Now(), r.Records[0].Position
	if err := v.Wait(ctx, position); err != nil {
		return 0, err
	}
	c, err := v.Case(ctx, number)
	if err == nil && c.Position != position {
		err = fmt.Errorf("case %s stands at %s, want %s", number, c.Position, position)
	}
	return time.Since(returned), err
}
