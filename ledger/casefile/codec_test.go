package casefile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

var update = flag.Bool("update", false, "write testdata/v1 anew; never for a released name")

// samples has an event of each type with every field set: those of the first
// fifteen as they were frozen, and of every other as acttest fills it.
func samples(t testing.TB) []casefile.Event {
	list := written()
	for _, a := range casefile.Book.Actions() {
		if !slices.ContainsFunc(list, func(e casefile.Event) bool { return e.Stored() == a.Name }) {
			list = append(list, acttest.Full(t, a))
		}
	}
	return list
}

func written() []casefile.Event {
	when := time.Date(2024, 3, 20, 9, 0, 0, 123456000, time.UTC)
	return []casefile.Event{
		casefile.Accepted{
			Calendar: "CN", Channel: "window", Deadline: when, Handling: casefile.Promised, Item: "SX-001", Legal: 20,
			Number: "BJ-2024-000001", Officer: "市场监管局-承办岗-01", Org: "市场监管局", Promise: 5, Routing: casefile.Single,
			Source: "sample", Window: "W01", Zone: "Asia/Shanghai",
		},
		casefile.StepPerformed{Due: when, Name: "材料核验", Org: "市场监管局", Ref: "task-42933", Step: "S01"},
		casefile.Transferred{FromOrg: "a", FromPost: "b", Reason: "competence", ToOrg: "c", ToPost: "d"},
		casefile.Received{Org: "c", Post: "d"},
		casefile.CorrectionRequested{Items: []string{"CL-01", "CL-03"}, Notice: "BZ-1"},
		casefile.CorrectionReceived{Notice: "BZ-1"},
		casefile.Suspended{Basis: "行政许可法45", Notice: "ZZ-1", Reason: "expert_review"},
		casefile.Resumed{},
		casefile.Extended{Approver: "负责人", Days: 10, Notice: "YQ-1"},
		casefile.Decided{Document: "JD-1", Outcome: casefile.Granted},
		casefile.Closed{Outcome: casefile.Completed},
		casefile.Returned{Basis: "行政许可法32", Reason: "not_competent", Remedy: "复议"},
		casefile.Withdrawn{Reason: "applicant"},
		casefile.Delivered{Means: "counter"},
		casefile.FeeCharged{Amount: 157_093_050, Currency: "EUR", Standard: "SF-1"},
	}
}

func decode(name string, public []byte) (casefile.Event, error) {
	e, err := casefile.Decode(&ledger.Record{Draft: ledger.Draft{Type: name, Public: public}})
	return e.Event, err
}

// TestFrozenBytes: what was written once is read for ever, and written again
// the same.
func TestFrozenBytes(t *testing.T) {
	for _, e := range samples(t) {
		name, public, err := casefile.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "v1", strings.ReplaceAll(name, "/", "-")+".json")
		if *update {
			if err := os.WriteFile(file, public, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		frozen, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(frozen, public) {
			t.Errorf("%s is written %s, frozen is %s", name, public, frozen)
		}
		got, err := decode(name, frozen)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestWhatIsNotKnownIsNotWritten: a zero promise would read as one of no days.
func TestWhatIsNotKnownIsNotWritten(t *testing.T) {
	_, public, err := casefile.Encode(casefile.Accepted{Calendar: "CN", Number: "T-1", Zone: "UTC"})
	if want := `{"calendar":"CN","number":"T-1","zone":"UTC"}`; err != nil || string(public) != want {
		t.Errorf("%s, %v; want %s", public, err, want)
	}
}

// TestBodiesMayBeStored holds the encoding of empty and full events against
// the ledger's check for canonical JSON.
func TestBodiesMayBeStored(t *testing.T) {
	for _, full := range samples(t) {
		empty := reflect.Zero(reflect.TypeOf(full)).Interface().(casefile.Event)
		for _, e := range []casefile.Event{full, empty} {
			name, public, err := casefile.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			now := time.Date(2024, 3, 20, 9, 0, 0, 0, time.UTC)
			d := ledger.Draft{ID: ledger.EventID{1}, Type: name, Occurred: now, Recorded: now, Public: public}
			if err := d.Validate(); err != nil {
				t.Errorf("%s %s: %v", name, public, err)
			}
		}
	}
}

func TestRoundTrip(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("ab 9<&>\"\\\n 中办\u007f😀")), 0, 12, -1)
	types := samples(t)
	rapid.Check(t, func(t *rapid.T) {
		sample := reflect.TypeOf(rapid.SampledFrom(types).Draw(t, "type"))
		v := reflect.New(sample).Elem()
		drawFields(t, v, word)
		e := v.Interface().(casefile.Event)
		name, public, err := casefile.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(name, public)
		if err != nil {
			t.Fatalf("%s: %v", public, err)
		}
		if diff := cmp.Diff(e, got); diff != "" {
			t.Fatalf("%s: %s", public, diff)
		}
	})
}

// drawFields fills the fields of a body, and those of the objects in its lists.
func drawFields(t *rapid.T, v reflect.Value, word *rapid.Generator[string]) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		if f.Kind() == reflect.Interface {
			f.Set(reflect.ValueOf(casefile.Closed{Outcome: casefile.Outcome(word.Draw(t, name))}))
			continue
		}
		switch f.Interface().(type) {
		case time.Time:
			if s := rapid.Int64Range(-60_000_000_000, 250_000_000_000).Draw(t, name); s%3 != 0 {
				f.Set(reflect.ValueOf(time.Unix(s, s%1_000_000*1000).UTC()))
			}
		case workdays.Date:
			f.Set(reflect.ValueOf(rapid.SampledFrom([]workdays.Date{workdays.NoDate, 0, 19_000, workdays.LastDate}).Draw(t, name)))
		case []string:
			f.Set(reflect.ValueOf(rapid.SliceOfN(word, 1, 3).Draw(t, name)))
		case casefile.Amount, int, ledger.Revision:
			f.SetInt(rapid.Int64Range(-1<<40, 1<<40).Draw(t, name))
		case bool:
			f.SetBool(rapid.Bool().Draw(t, name))
		default:
			if f.Kind() == reflect.Slice {
				n := rapid.IntRange(1, 3).Draw(t, name)
				f.Set(reflect.MakeSlice(f.Type(), n, n))
				for i := range n {
					drawFields(t, f.Index(i), word)
				}
				continue
			}
			f.SetString(word.Draw(t, name))
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, tt := range []struct{ name, public string }{
		{"case.accepted/1", `{"calendar":"CN","extra":1,"number":"a","zone":"UTC"}`},
		{"case.accepted/1", `{"Calendar":"CN","number":"a","zone":"UTC"}`},
		{"case.accepted/1", `{"calendar":"CN","deadline":"2024-03-20T09:00:00Z","number":"a","zone":"UTC"}`},
		{"case.accepted/1", `{"calendar":"CN","deadline":"2024-03-20T17:00:00.000000+08:00","number":"a","zone":"UTC"}`},
		{"case.accepted/1", `{"calendar":"CN","calendar":"NL","number":"a","zone":"UTC"}`},
		{"case.accepted/1", `{"number":1}`},
		{"case.accepted/1", `[]`},
		{"case.accepted/1", ``},
		{"case.accepted/1", `{} {}`},
		{"case.fee_charged/1", `{"amount":"1.50","currency":"EUR"}`},
		{"case.fee_charged/1", `{"amount":1.5,"currency":"EUR"}`},
	} {
		if e, err := decode(tt.name, []byte(tt.public)); err == nil || e != nil {
			t.Errorf("%s %s is read as %v, %v", tt.name, tt.public, e, err)
		}
	}
	var unknown *act.UnknownTypeError
	if _, err := decode("case.accepted/2", []byte(`{}`)); !errors.As(err, &unknown) || unknown.Type != "case.accepted/2" {
		t.Errorf("an unknown type: %v", err)
	}
}

// FuzzDecode: what is read is written in canonical form, and that form is read
// as the same event and written as the same bytes. What is refused gives no
// event.
func FuzzDecode(f *testing.F) {
	for i, e := range samples(f) {
		_, public, err := casefile.Encode(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), public)
	}
	f.Add(uint8(0), []byte(`{"promisedDays":0,"channel":""}`))
	f.Add(uint8(4), []byte(`{"items":null,"notice":"\u00e9"}`))
	f.Fuzz(func(t *testing.T, typ uint8, public []byte) {
		names := casefile.StoredNames()
		name := names[int(typ)%len(names)]
		e, err := decode(name, public)
		if err != nil {
			if e != nil {
				t.Fatalf("refused with %v and still an event", err)
			}
			return
		}
		_, first, err := casefile.Encode(e)
		if err != nil {
			t.Fatalf("%q is read and cannot be written: %v", public, err)
		}
		again, err := decode(name, first)
		if err != nil {
			t.Fatalf("%s is written and cannot be read: %v", first, err)
		}
		if _, second, err := casefile.Encode(again); err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%s is written again as %s, %v", first, second, err)
		}
		if !json.Valid(first) {
			t.Fatalf("%q is not JSON", first)
		}
	})
}

func TestEncodeRefuses(t *testing.T) {
	far := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, b, err := casefile.Encode(casefile.Accepted{Deadline: far}); err == nil {
		t.Errorf("the year 10000 is written as %s", b)
	}
	if name, _, err := casefile.Encode(nil); err == nil {
		t.Errorf("nothing is written as %q", name)
	}
	if s := fmt.Sprint(&act.UnknownTypeError{Type: "x/1"}); !strings.Contains(s, "upgrade") {
		t.Errorf("the error does not say what to do: %s", s)
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, e := range samples(b) {
		name, public, err := casefile.Encode(e)
		if err != nil {
			b.Fatal(err)
		}
		r := ledger.Record{Draft: ledger.Draft{Type: name, Public: public}}
		b.Run(strings.TrimSuffix(name, "/1"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := casefile.Decode(&r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
