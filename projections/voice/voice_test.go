package voice_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/storetest"
	"caseledger/ledger/voice"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/viewtest"
	voices "caseledger/projections/voice"
)

var monday = time.Date(2024, 9, 2, 1, 0, 0, 0, time.UTC)

// hall is a ledger into which tests tell things.
type hall struct {
	ledger.Store
	n int
}

func (h *hall) say(e dossier.Event, days int) {
	for _, k := range []dossier.Handler{voice.Complaints, voice.Questions, voice.Praises, voice.Surveys, voice.Inspections, voice.Objections} {
		if k.Has(e.Stream()) {
			h.n++
			_, _ = k.Do(context.Background(), &dossier.Desk{Store: h.Store}, dossier.Order{ID: ledger.NewCommandID(monday, fmt.Sprint(h.n)), Event: e, Recorded: monday.AddDate(0, 0, days)})
		}
	}
}

// store appends an event as it is.
func (h *hall) store(t testing.TB, stream ledger.StreamID, name string, public []byte, err error) {
	t.Helper()
	h.n++
	id := ledger.NewCommandID(monday, fmt.Sprint(h.n))
	at := ledger.NoStream
	for r, fault := range h.Stream(context.Background(), stream, 0) {
		if fault != nil {
			t.Fatal(fault)
		}
		at = r.Revision
	}
	if err == nil {
		_, err = h.Append(context.Background(), stream, at, ledger.Draft{ID: ledger.EventIDOf(id, 0), Type: name, Command: id, Occurred: monday, Recorded: monday, Public: public})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (h *hall) publish(t testing.TB, e registry.Entry) {
	t.Helper()
	name, public, err := registry.Book.Encode(e)
	h.store(t, e.Stream(), name, public, err)
}

func (h *hall) tell(t testing.TB, number string, e act.Event) {
	t.Helper()
	name, public, err := casefile.Encode(e)
	h.store(t, casefile.Stream(number), name, public, err)
}

// rows are all rows of the view.
func rows(t testing.TB, v *projections.Views) (out []string) {
	t.Helper()
	err := v.ReadView(t.Context(), voices.Name, func(tx door.Tx, _ uint64) error {
		for _, q := range []string{
			"SELECT kind || ' ' || number || ' ' || org || ' ' || status || ' ' || filed_on || ' ' || accept_due || ' ' || settled || ' ' || answer_due || ' ' || answered, body FROM voice_entries ORDER BY kind, number",
			"SELECT hash || ' ' || case_number || ' ' || revision, hash FROM voice_receipts ORDER BY hash",
		} {
			err := tx.Query(q, func(r door.Row) error {
				out = append(out, r.Text(0)+" "+string(r.Bytes(1)))
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func numbers(t testing.TB, v *projections.Views, q voices.Query) (out []string) {
	t.Helper()
	if q.From == 0 {
		q.From, q.To = workdays.NoDate, workdays.NoDate
	}
	q.First = 10
	p, err := voices.List(t.Context(), v, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Entries {
		if !q.OverdueAt.IsZero() && !e.Overdue(q.OverdueAt) {
			t.Errorf("%s is listed as overdue", e.Number)
		}
		out = append(out, e.Number)
	}
	n, err := voices.Total(t.Context(), v, q)
	if err != nil || n != len(out) {
		t.Errorf("%d are counted of %d, %v", n, len(out), err)
	}
	return out
}

func complaint(number, org string, channel voice.Channel) voice.ComplaintFiled {
	return voice.ComplaintFiled{Channel: channel, Class: "delay", Complaint: number, Org: org}
}

func TestLists(t *testing.T) {
	h := &hall{Store: memory.New()}
	h.say(complaint("TS-1", "民政局", voice.Box), 0)
	h.say(complaint("TS-2", "公安局", voice.Phone), 0)
	h.say(complaint("TS-3", "公安局", voice.Box), 10)
	h.say(voice.ComplaintAccepted{Complaint: "TS-2"}, 1)
	h.say(voice.ComplaintDeclined{Complaint: "TS-3", Reason: "repeated"}, 11)
	h.say(voice.QuestionAsked{Channel: voice.Web, Class: "policy", Org: "民政局", Question: "ZX-1"}, 0)
	v := viewtest.Of(t, h)
	at := func(days int) time.Time { return monday.AddDate(0, 0, days) }
	for _, c := range []struct {
		name string
		q    voices.Query
		want []string
	}{
		{"all", voices.Query{Kind: voices.Complaint}, []string{"TS-1", "TS-2", "TS-3"}},
		{"of one", voices.Query{Kind: voices.Complaint, Org: "公安局"}, []string{"TS-2", "TS-3"}},
		{"by channel", voices.Query{Kind: voices.Complaint, Channel: voice.Box}, []string{"TS-1", "TS-3"}},
		{"by status", voices.Query{Kind: voices.Complaint, Status: voice.Declined}, []string{"TS-3"}},
		{"by day", voices.Query{Kind: voices.Complaint, From: workdays.Civil(2024, 9, 3), To: workdays.Civil(2024, 9, 12)}, []string{"TS-3"}},
		{"nothing overdue on the fifth day", voices.Query{Kind: voices.Complaint, OverdueAt: at(7)}, nil},
		{"not accepted in five days", voices.Query{Kind: voices.Complaint, OverdueAt: at(8)}, []string{"TS-1"}},
		{"not answered in ten", voices.Query{Kind: voices.Complaint, OverdueAt: at(30)}, []string{"TS-1", "TS-2"}},
		{"a question", voices.Query{Kind: voices.Question, OverdueAt: at(30)}, []string{"ZX-1"}},
		{"no praise", voices.Query{Kind: voices.Praise}, nil},
	} {
		if diff := cmp.Diff(c.want, numbers(t, v, c.q)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	groups, err := voices.Counts(t.Context(), v, voices.Query{Kind: voices.Complaint, Org: "公安局", From: workdays.NoDate, To: workdays.NoDate})
	want := []voices.Group{{Org: "公安局", Channel: "box", Status: voice.Declined, Count: 1}, {Org: "公安局", Channel: "phone", Status: voice.Accepted, Count: 1}}
	if diff := cmp.Diff(want, groups); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	// A policy that is published later moves what is overdue.
	h.publish(t, registry.Policy(policy.Policy{Regime: voice.ComplaintRegime, From: workdays.Civil(2024, 9, 1), Basis: "本地办法", Version: "本地", NoticeDays: 2, LegalDays: 3}))
	if err := v.CatchUp(t.Context(), h, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"TS-1", "TS-2"}, numbers(t, v, voices.Query{Kind: voices.Complaint, OverdueAt: at(7)})); diff != "" {
		t.Errorf("under the local rule: %s", diff)
	}
}

// TestReceipts: a code leads to its case until another is issued, or its record or
// the case is voided.
func TestReceipts(t *testing.T) {
	h := &hall{Store: memory.New()}
	hash := func(n int) string { return fmt.Sprintf("%064x", n) }
	for i, number := range []string{"A-1", "A-2", "A-3"} {
		h.tell(t, number, casefile.ReceiptIssued{Hash: hash(i + 1)})
	}
	h.tell(t, "A-1", casefile.ReceiptIssued{Hash: hash(9)})
	h.tell(t, "A-2", casefile.RecordVoided{Basis: "x", Reason: "typing", Revision: 0})
	h.tell(t, "A-3", casefile.Annulled{Basis: "x", Reason: "duplicate"})
	v := viewtest.Of(t, h)
	for n, want := range map[int]string{1: "", 9: "A-1", 2: "", 3: "", 4: ""} {
		if got, err := voices.CaseOf(t.Context(), v, hash(n)); got != want || err != nil {
			t.Errorf("%d leads to %q, want %q, %v", n, got, want, err)
		}
	}
}

// TestPure: the same records give the same rows, however batches are cut, and with
// rules that come in between.
func TestPure(t *testing.T) {
	for seed := range uint64(12) {
		draw := rand.New(rand.NewPCG(seed, 1))
		h := &hall{Store: memory.New()}
		for i := range 10 + draw.IntN(30) {
			n := []string{"A-1", "A-2"}[draw.IntN(2)]
			switch draw.IntN(9) {
			case 0:
				h.say(complaint(n, "民政局", voice.Box), i)
			case 1:
				h.say(voice.ComplaintAccepted{Complaint: n}, i)
			case 2:
				h.say(voice.ComplaintTransferred{Complaint: n, ToOrg: "公安局"}, i)
			case 3:
				h.say(voice.ComplaintAnswered{Complaint: n}, i)
			case 4:
				h.say(voice.InspectionHeld{Inspection: n, Kind: voice.Overt, Org: "公安局"}, i)
			case 5:
				h.say(voice.FindingPublished{Class: "absent", Finding: fmt.Sprint(i), Inspection: n}, i)
			case 6:
				h.publish(t, registry.Policy(policy.Policy{Regime: voice.ComplaintRegime, From: workdays.Civil(2024, 9, 1), Basis: "x", Version: fmt.Sprint(i), NoticeDays: 1 + i}))
			case 7:
				h.publish(t, registry.Notice(workdays.Notice{Calendar: voice.Calendar, Year: 2024, Days: []workdays.Day{{Date: workdays.Civil(2024, 9, 3+i), Name: "x", Off: true}}}))
			case 8:
				h.tell(t, n, casefile.ReceiptIssued{Hash: fmt.Sprintf("%064x", i)})
			}
		}
		want := rows(t, viewtest.Of(t, h))
		if diff := cmp.Diff(want, rows(t, viewtest.Of(t, storetest.Cut(h, 1+draw.IntN(5))))); diff != "" {
			t.Fatalf("seed %d (-at once +cut): %s", seed, diff)
		}
	}
}
