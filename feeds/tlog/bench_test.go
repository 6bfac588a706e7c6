package tlog_test

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/tlog"
)

// BenchmarkAppend adds 60,000 leaves, durably, to a new log. CASELEDGER_BENCH_DIR
// says on which disk; by default that of the temporary files.
func BenchmarkAppend(b *testing.B) {
	const n = 60_000
	l := feedtest.New(n)
	for b.Loop() {
		b.StopTimer()
		dir, err := os.MkdirTemp(os.Getenv("CASELEDGER_BENCH_DIR"), "log-")
		if err != nil {
			b.Fatal(err)
		}
		at := tlog.Place(dir)
		if _, err := at.Init(origin, zeros{}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		p := &tlog.Publisher{Place: at, Records: l, Logger: slog.New(slog.DiscardHandler)}
		ctx, cancel := context.WithCancel(b.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Run(ctx) }()
		for {
			if h, err := at.Head(); err == nil && h.Size == n {
				break
			}
			<-time.After(time.Millisecond)
		}
		b.StopTimer()
		cancel()
		<-ended
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "leaves/s")
}
