package counter_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/memory"
)

var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

func linesOn(s ledger.Store) *counter.Lines {
	desk := &casefile.Desk{Store: s}
	return &counter.Lines{Counter: counter.New(desk), Post: "受理岗-01", Now: func() time.Time { return noon }}
}

// told runs lines and gives one word for what came of each.
func told(t testing.TB, l *counter.Lines, file string) (words []string, sum counter.Summary, err error) {
	t.Helper()
	sum, err = l.Run(context.Background(), strings.NewReader(file), func(line *counter.Line, _ bool) error {
		word := "recorded"
		switch {
		case len(line.Errors) > 0:
			word = strings.ToLower(string(line.Errors[0].Code)) + " " + strings.Join(line.Errors[0].Field, ".")
		case line.Repeated:
			word = "repeated"
		}
		words = append(words, fmt.Sprintf("%d %s", line.N, strings.TrimSpace(word)))
		return nil
	})
	return words, sum, err
}

const accept = `{"action":"acceptCase","input":{"number":"A-1","org":"A","occurredAt":"2026-03-02T01:00:00Z"}}`

func TestLines(t *testing.T) {
	const fee = `{"action":"chargeFee","input":{"number":"A-1","amount":"5","currency":"CNY"}}`
	const sameFee = `{ "input": {"currency":"CNY", "amount":"5", "number":"A-1"}, "action":"chargeFee" }`
	s := memory.New()
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"no line", "", nil},
		{"a mark at the beginning, an empty line, no end of the last one", "\ufeff" + accept + "\n\n" + fee, []string{"1 recorded", "3 recorded"}},
		{"again, with a line more", accept + "\r\n\r\n" + fee + "\r\n" + sameFee, []string{"1 repeated", "3 repeated", "4 recorded"}},
		{"named, twice", `{"action":"performStep","input":{"number":"A-1","idempotencyKey":"k","step":"x"}}` + "\n" + `{"action":"performStep","input":{"number":"A-1","idempotencyKey":"k","step":"x"}}`,
			[]string{"1 recorded", "2 repeated"}},
		{"what cannot be read", "}\n[]\n{\"action\":7}\n" + `{"action":"acceptCase"}` + "\n" + `{"action":"accept","input":{}}` + "\n" + strings.Repeat("x", 5<<20) + "\n" + accept,
			[]string{"1 invalid line", "2 invalid line", "3 invalid line", "4 invalid input", "5 invalid action", "6 invalid line", "7 repeated"}},
		{"refused", `{"action":"acceptCase","input":{"number":"A-1","org":"B"}}` + "\n" + `{"action":"closeCase","input":{"number":"A-1","expectedRevision":0}}` + "\n" +
			`{"action":"acceptCase","input":{"number":"123","org":"B"}}` + "\n" + `{"action":"acceptCase","input":{"number":"A-2","calendar":"XX"}}`,
			[]string{"1 refused", "2 conflict input.expectedRevision", "3 invalid input.number", "4 invalid input.calendar"}},
	} {
		words, _, err := told(t, linesOn(s), c.file)
		if err != nil || strings.Join(words, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: %q, %v; want %q", c.name, words, err, c.want)
		}
	}
}

// failing fails every append from the nth on, until it is mended.
type failing struct {
	ledger.Store
	left atomic.Int64
}

func (s *failing) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, d ...ledger.Draft) ([]ledger.Record, error) {
	if s.left.Add(-1) < 0 {
		return nil, &ledger.FullError{Where: "ledger.sqlite", Err: errors.New("disk full")}
	}
	return s.Store.Append(ctx, id, at, d...)
}

// TestLinesGoOn: after a fault the same lines complete what was begun, and what
// is recorded is what would have been without it.
func TestLinesGoOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var file strings.Builder
		for n := 1; n <= 5; n++ { // first: what a rule refuses now it may allow in the next run
			fmt.Fprintf(&file, `{"action":"acceptCase","input":{"number":"A-%d","occurredAt":"2026-03-02T01:00:00Z"}}`+"\n", n)
		}
		for range rapid.IntRange(1, 60).Draw(t, "lines") {
			n := rapid.IntRange(1, 5).Draw(t, "case")
			file.WriteString(rapid.SampledFrom([]string{
				fmt.Sprintf(`{"action":"acceptCase","input":{"number":"A-%d","occurredAt":"2026-03-02T01:00:00Z"}}`, n),
				fmt.Sprintf(`{"action":"performStep","input":{"number":"A-%d","step":"x"}}`, n),
				fmt.Sprintf(`{"action":"chargeFee","input":{"number":"A-%d","amount":"5","currency":"CNY"}}`, n),
				`?`,
			}).Draw(t, "line") + "\n")
		}
		plain, broken := memory.New(), &failing{Store: memory.New()}
		count := func(l *counter.Lines) (counter.Summary, error) {
			return l.Run(context.Background(), strings.NewReader(file.String()), func(*counter.Line, bool) error { return nil })
		}
		want, err := count(linesOn(plain))
		if err != nil {
			t.Fatal(err)
		}
		broken.left.Store(int64(rapid.IntRange(0, 40).Draw(t, "appends")))
		first, err := count(linesOn(broken))
		var fault *counter.FaultError
		if errors.As(err, &fault) != (err != nil) || err != nil && (fault.First > fault.Line || fault.First == 0) {
			t.Fatalf("%v", err)
		}
		broken.left.Store(1 << 40)
		second, err := count(linesOn(broken))
		if err != nil || second.Lines != want.Lines || second.Refused != want.Refused || first.Recorded+second.Recorded != want.Recorded {
			t.Fatalf("%v: first %+v, second %+v, want %+v", err, first, second, want)
		}
		for n := 1; n <= 5; n++ {
			id := casefile.Stream(fmt.Sprintf("A-%d", n))
			if got, want := bodies(t, broken, id), bodies(t, plain, id); got != want {
				t.Fatalf("case %d: %s, want %s", n, got, want)
			}
		}
	})
}

func bodies(t *rapid.T, s ledger.Store, id ledger.StreamID) string {
	var out strings.Builder
	for r, err := range s.Stream(context.Background(), id, 0) {
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %s %s\n", r.ID, r.Type, r.Public)
	}
	return out.String()
}

// TestLinesStop: a fault, and the end of the context, end a run whose input has
// no end.
func TestLinesStop(t *testing.T) {
	endless := func() io.Reader {
		r, w := io.Pipe()
		go fmt.Fprintln(w, accept)
		t.Cleanup(func() { r.Close() })
		return r
	}
	broken := &failing{Store: memory.New()}
	var fault *counter.FaultError
	_, err := linesOn(broken).Run(t.Context(), endless(), func(*counter.Line, bool) error { return nil })
	if !errors.As(err, &fault) || fault.Line != 1 || fault.Last != 0 {
		t.Errorf("a fault: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = linesOn(memory.New()).Run(ctx, endless(), func(*counter.Line, bool) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("an end: %v", err)
	}
	written := errors.New("cannot be written")
	if _, err = linesOn(memory.New()).Run(t.Context(), endless(), func(*counter.Line, bool) error { return written }); err != written {
		t.Errorf("an answer that cannot be written: %v", err)
	}
}

// BenchmarkLines is one line, from its text to the answer, without a disk.
func BenchmarkLines(b *testing.B) {
	var file strings.Builder
	for n := range b.N {
		if number := fmt.Sprintf("A-%d", n/4); n%4 == 0 {
			fmt.Fprintf(&file, `{"action":"acceptCase","input":{"number":"%s","org":"A","promisedDays":10,"handling":"PROMISED","occurredAt":"2026-03-02T01:00:00Z"}}`+"\n", number)
		} else {
			fmt.Fprintf(&file, `{"action":"performStep","input":{"number":"%s","step":"check","name":"材料核对","occurredAt":"2026-03-02T02:00:00Z"}}`+"\n", number)
		}
	}
	l := linesOn(memory.New())
	b.ReportAllocs()
	b.ResetTimer()
	sum, err := l.Run(b.Context(), strings.NewReader(file.String()), func(*counter.Line, bool) error { return nil })
	if err != nil || sum.Recorded != b.N {
		b.Fatal(sum, err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
