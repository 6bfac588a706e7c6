package intake_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

const plain = `{
  "name": "%NAME%", "formats": ["csv"], "calendar": "weekdays",
  "case": {"number": "no"},
  "accepted": {"time": "start", "deadline": "due"},
  "step": {"code": "what", "time": "at", "ref": "id"},
  "closed": {"time": "end"}
}`

func plainMapping(t testing.TB, name string) *intake.Mapping {
	t.Helper()
	m, err := intake.ParseMapping(name, []byte(strings.Replace(plain, "%NAME%", name, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const header = "no,start,due,what,at,id,end\n"

// types gives the types of a case's records, in order.
func types(t *testing.T, s ledger.Store, number string) string {
	t.Helper()
	var out []string
	for r, err := range s.Stream(context.Background(), casefile.Stream(number), 0) {
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(r.Type, "case."), "/")
		e, err := casefile.Decode(&r)
		if err != nil {
			t.Fatal(err)
		}
		if step, ok := e.Event.(casefile.StepPerformed); ok {
			name = step.Step
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func TestALongerExportAppendsWhatIsNew(t *testing.T) {
	s, m := memory.New(), plainMapping(t, "m")
	mustLoad(t, s, m, "monday.csv", header+
		"A-1,2024-03-04,2024-03-29,take,2024-03-04 09:00,1,\n"+
		"A-1,2024-03-04,2024-03-29,send,2024-03-08 09:00,3,\n")
	// On Tuesday a row between the two came to light, and the case was closed
	// before its last step.
	sum := mustLoad(t, s, m, "tuesday.csv", header+
		"A-1,2024-03-04,2024-03-29,take,2024-03-04 09:00,1,2024-03-07\n"+
		"A-1,2024-03-04,2024-03-29,check,2024-03-05 09:00,2,2024-03-07\n"+
		"A-1,2024-03-04,2024-03-29,send,2024-03-08 09:00,3,2024-03-07\n")
	if got, want := types(t, s, "A-1"), "accepted take send check closed"; got != want {
		t.Errorf("records are %s, want %s", got, want)
	}
	if sum.Added != 2 || sum.Anomalies[casefile.EventsAfterEnd] != 1 {
		t.Errorf("summary %+v, want 2 added and one case with events after its end", sum)
	}
	if sum := mustLoad(t, s, m, "monday.csv", header+"A-1,2024-03-04,2024-03-29,take,2024-03-04 09:00,1,\n"); sum.Added != 0 {
		t.Errorf("an older export added %d records", sum.Added)
	}
}

func TestWhatTheLedgerTellsOtherwiseStays(t *testing.T) {
	rows := "A-1,2024-03-04,2024-03-29,take,2024-03-04 09:00,1,\nA-2,2024-03-04,2024-03-29,take,2024-03-04 09:00,1,\n"
	for _, c := range []struct {
		name, source, rows, want string
	}{
		{"another deadline", "m", strings.Replace(rows, "2024-03-29", "2024-04-30", 1), "A-1 (line 2): its case.accepted/1 is told otherwise in record 0 of the case in the ledger"},
		{"another step", "m", strings.Replace(rows, "take,2024-03-04 09:00", "send,2024-03-04 09:00", 1), "A-1 (line 2): its case.step_performed/1 is told otherwise in record 1 of the case in the ledger"},
		{"another acceptance", "m", strings.Replace(rows, "A-1,2024-03-04", "A-1,2024-03-01", 1), "A-1 (line 2): it is accepted here and in record 0 of the case in the ledger"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := memory.New()
			mustLoad(t, s, plainMapping(t, "m"), "first.csv", header+rows)
			before := byStream(t, s)
			sum, err := load(s, plainMapping(t, c.source), "second.csv", header+c.rows+"A-3,2024-03-04,,take,2024-03-04 09:00,1,\n")
			var diverged *intake.DivergedError
			if !errors.As(err, &diverged) || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want a *DivergedError with %q", err, c.want)
			}
			if sum.Diverged != 1 || diverged.Count != 1 || sum.Cases != 3 || sum.Added != 2 {
				t.Errorf("summary %+v: want 3 cases, 1 diverged, 2 records added", sum)
			}
			after := byStream(t, s)
			delete(after, "case/A-3")
			if d := cmp.Diff(before, after); d != "" {
				t.Errorf("the ledger changed:\n%s", d)
			}
		})
	}
	s := memory.New()
	mustLoad(t, s, plainMapping(t, "m"), "first.csv", header+rows)
	if _, err := load(s, plainMapping(t, "n"), "second.csv", header+rows); err == nil || !strings.Contains(err.Error(), "2 cases stand otherwise") {
		t.Errorf("the same numbers from another source: %v, want 2 cases reported", err)
	}
}

func TestLiveRecordsAndImportsStandTogether(t *testing.T) {
	s, m := memory.New(), plainMapping(t, "m")
	text := header + "A-1,2024-03-04,,take,2024-03-04 09:00,1,\nA-1,2024-03-04,,check,2024-03-05 09:00,2,\nA-2,2024-03-04,,take,2024-03-04 09:00,1,\n"
	other := func(at ledger.Revision, key string) {
		typ, body, err := casefile.Encode(casefile.StepPerformed{Name: key, Step: key})
		if err != nil {
			t.Fatal(err)
		}
		command := ledger.NewCommandID(clock, key)
		d := ledger.Draft{ID: ledger.EventIDOf(command, 0), Command: command, Type: typ, Public: body, Occurred: clock, Recorded: clock}
		if _, err := s.Append(context.Background(), "case/A-1", at, d); err != nil {
			t.Fatal(err)
		}
	}
	mustLoad(t, s, m, "short.csv", header+"A-1,2024-03-04,,take,2024-03-04 09:00,1,\n")
	other(1, "live")
	// Another writer acts between the import's look at A-1 and its append.
	meddling := &meddling{Store: s, once: func() { other(2, "meddled") }}
	sum := mustLoad(t, meddling, m, "long.csv", text)
	if got, want := types(t, s, "A-1"), "accepted take live meddled check"; got != want {
		t.Errorf("records are %s, want %s", got, want)
	}
	if sum.Added != 3 || sum.Cases != 2 {
		t.Errorf("summary %+v, want 2 cases and 3 records added", sum)
	}
	if sum := mustLoad(t, s, m, "long.csv", text); sum.Added != 0 {
		t.Errorf("a second import added %d records", sum.Added)
	}
}

// meddling lets another writer in before the first append.
type meddling struct {
	ledger.Store
	once func()
}

func (m *meddling) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	if m.once != nil {
		m.once()
		m.once = nil
	}
	return m.Store.Append(ctx, id, at, drafts...)
}
