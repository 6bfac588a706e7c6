package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/sqlite"
)

// BenchmarkImport measures whole imports: decompression, reading, and durable
// recording in a ledger file of its own. Store "none" keeps nothing and shows
// what intake itself costs.
func BenchmarkImport(b *testing.B) {
	xes := sampleXES(b)
	csv := sampleCSV(b)
	b.Run("permit-receipt/xes/store=sqlite", func(b *testing.B) {
		benchImport(b, "permit-receipt", []byte(xes), openFile)
	})
	b.Run("permit-receipt/csv/store=sqlite", func(b *testing.B) {
		benchImport(b, "permit-receipt", []byte(csv), openFile)
	})
	for name, open := range map[string]func(b *testing.B) ledger.Store{
		"sqlite": openFile,
		"none":   func(*testing.B) ledger.Store { return &sink{} },
	} {
		b.Run("bpic15/xes/store="+name, func(b *testing.B) {
			benchImport(b, "bpic15", datasets(b, "BPIC15_1.xes.gz"), open)
		})
	}
}

func openFile(b *testing.B) ledger.Store {
	s, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "ledger.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func benchImport(b *testing.B, name string, file []byte, open func(b *testing.B) ledger.Store) {
	m := mapping(b, name)
	events := 0
	for b.Loop() {
		b.StopTimer()
		s := open(b)
		b.StartTimer()
		sum, err := intake.Import(context.Background(), intake.Job{Name: name, Input: bytes.NewReader(file), Mapping: m, Store: s, Now: now})
		if err != nil {
			b.Fatal(err)
		}
		events += sum.Events
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

// sink is a store that keeps nothing but counts positions.
type sink struct {
	memory.Store
	mu   sync.Mutex
	last ledger.Position
}

func (s *sink) Append(_ context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	if err := ledger.CheckAppend(id, at, drafts); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last += ledger.Position(len(drafts))
	return nil, nil
}

func (s *sink) Stream(context.Context, ledger.StreamID, ledger.Revision) iter.Seq2[ledger.Record, error] {
	return func(func(ledger.Record, error) bool) {}
}

func (s *sink) Close() error { return nil }

// BenchmarkMemory shows that memory does not grow with the file: peak heap and
// peak size of the process for 50 thousand and 1 million events.
func BenchmarkMemory(b *testing.B) {
	m := mapping(b, "permit-receipt")
	for _, format := range []string{"xes", "csv", "ndjson"} {
		for _, events := range []int{50_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/events=%d", format, events), func(b *testing.B) {
				m := m
				if format == "ndjson" {
					m = mapping(b, "cloudevents")
				}
				var peak uint64
				for b.Loop() {
					runtime.GC()
					n := 0
					sum, err := intake.Import(context.Background(), intake.Job{
						Name: format, Input: synthetic(format, events/10, 10), Mapping: m, Store: &sink{}, Now: now,
						Progress: func(intake.Progress) {
							if n++; n%500 == 0 {
								var mem runtime.MemStats
								runtime.ReadMemStats(&mem)
								peak = max(peak, mem.HeapInuse)
							}
						},
					})
					if err != nil {
						b.Fatal(err)
					}
					if sum.Events < events {
						b.Fatalf("%d events, want %d", sum.Events, events)
					}
				}
				b.ReportMetric(float64(peak)/(1<<20), "peak-heap-MiB")
				b.ReportMetric(peakRSS()/(1<<20), "peak-process-MiB")
				b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
			})
		}
	}
}

// synthetic gives a log of so many cases with so many events each, made while
// it is read.
func synthetic(format string, cases, events int) io.Reader {
	r, w := io.Pipe()
	go func() {
		var buf bytes.Buffer
		writeHead(&buf, format)
		for c := range cases {
			writeCase(&buf, format, c, events)
			if buf.Len() > 1<<16 {
				if _, err := buf.WriteTo(w); err != nil {
					return
				}
			}
		}
		if format == "xes" {
			buf.WriteString("</log>\n")
		}
		buf.WriteTo(w)
		w.Close()
	}()
	return r
}

func writeHead(w io.Writer, format string) {
	switch format {
	case "xes":
		fmt.Fprintln(w, "<log>")
	case "csv":
		fmt.Fprintln(w, "case:channel,case:concept:name,case:deadline,case:department,case:enddate,case:responsible,case:startdate,concept:instance,concept:name,org:group,org:resource,time:timestamp")
	}
}

var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func writeCase(w io.Writer, format string, c, events int) {
	start := epoch.Add(time.Duration(c) * time.Minute)
	stamp := func(t time.Time) string { return t.Format(time.RFC3339) }
	number, deadline, end := fmt.Sprintf("case-%d", c), stamp(start.AddDate(0, 0, 30)), stamp(start.Add(time.Hour))
	if format == "ndjson" {
		event := func(n int, t time.Time, typ, data string) {
			fmt.Fprintf(w, `{"specversion":"1.0","id":"%s-%d","source":"/test","type":"%s","subject":"%s","time":"%s","data":%s}`+"\n", number, n, typ, number, stamp(t), data)
		}
		event(0, start, "case.accepted/1", fmt.Sprintf(`{"calendar":"CN","number":"%s","zone":"Asia/Shanghai"}`, number))
		for e := range events {
			event(e+1, start.Add(time.Duration(e)*time.Minute), "case.step_performed/1", `{"name":"Step","step":"S1"}`)
		}
		return
	}
	if format == "xes" {
		fmt.Fprintf(w, `<trace><string key="concept:name" value="%s"/><string key="channel" value="Desk"/><date key="startdate" value="%s"/><date key="enddate" value="%s"/><date key="deadline" value="%s"/>`+"\n", number, stamp(start), end, deadline)
	}
	for e := range events {
		at := stamp(start.Add(time.Duration(e) * time.Minute))
		if format == "xes" {
			fmt.Fprintf(w, `<event><string key="concept:name" value="Step %d"/><string key="concept:instance" value="task-%d-%d"/><string key="org:resource" value="Resource01"/><date key="time:timestamp" value="%s"/></event>`+"\n", e, c, e, at)
		} else {
			fmt.Fprintf(w, "Desk,%s,%s,General,%s,Resource01,%s,task-%d-%d,Step %d,Group 1,Resource02,%s\n", number, deadline, end, stamp(start), c, e, e, at)
		}
	}
	if format == "xes" {
		fmt.Fprintln(w, "</trace>")
	}
}
