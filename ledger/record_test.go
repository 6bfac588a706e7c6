package ledger_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
)

func TestValidate(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	for _, test := range []struct {
		name   string
		change func(*ledger.Draft)
		field  string // of the error; "" where the draft is valid
	}{
		{"as it is", func(*ledger.Draft) {}, ""},
		{"no post", func(d *ledger.Draft) { d.Post = "" }, ""},
		{"no command", func(d *ledger.Draft) { d.Command = ledger.CommandID{} }, ""},
		{"recorded before it occurred", func(d *ledger.Draft) { d.Recorded = d.Occurred.Add(-time.Hour) }, ""},
		{"the last moment", func(d *ledger.Draft) { d.Occurred = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC) }, ""},
		{"no id", func(d *ledger.Draft) { d.ID = ledger.EventID{} }, "id"},
		{"type without version", func(d *ledger.Draft) { d.Type = "case.accepted" }, "type"},
		{"type with version 0", func(d *ledger.Draft) { d.Type = "case.accepted/0" }, "type"},
		{"type with a leading zero", func(d *ledger.Draft) { d.Type = "case.accepted/01" }, "type"},
		{"type in capitals", func(d *ledger.Draft) { d.Type = "Case.Accepted/1" }, "type"},
		{"type without name", func(d *ledger.Draft) { d.Type = "/1" }, "type"},
		{"type too long", func(d *ledger.Draft) { d.Type = strings.Repeat("a", 100) + "/1" }, "type"},
		{"post too long", func(d *ledger.Draft) { d.Post = strings.Repeat("a", 101) }, "post"},
		{"post not UTF-8", func(d *ledger.Draft) { d.Post = "\xff" }, "post"},
		{"no occurred", func(d *ledger.Draft) { d.Occurred = time.Time{} }, "occurred"},
		{"occurred in local time", func(d *ledger.Draft) { d.Occurred = d.Occurred.In(shanghai) }, "occurred"},
		{"recorded in nanoseconds", func(d *ledger.Draft) { d.Recorded = d.Recorded.Add(1) }, "recorded"},
		{"year 10000", func(d *ledger.Draft) { d.Recorded = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, "recorded"},
		{"year 0", func(d *ledger.Draft) { d.Occurred = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC) }, "occurred"},
		{"no body", func(d *ledger.Draft) { d.Public = nil }, "public body of case.accepted/1"},
		{"an array as body", func(d *ledger.Draft) { d.Public = []byte(`[]`) }, "public body of case.accepted/1"},
		{"a fraction in the body", func(d *ledger.Draft) { d.Public = []byte(`{"a":1.5}`) }, "public body of case.accepted/1"},
		{"a line feed in the body", func(d *ledger.Draft) { d.Public = []byte("{\n}") }, "public body of case.accepted/1"},
		{"no label", func(d *ledger.Draft) { d.Sealed = []ledger.Sealed{{}} }, "sealed label"},
		{"label not UTF-8", func(d *ledger.Draft) { d.Sealed = []ledger.Sealed{{Label: "\xff"}} }, "sealed label"},
		{"subject too long", func(d *ledger.Draft) { d.Sealed = []ledger.Sealed{{Label: "a", Subject: strings.Repeat("s", 101)}} }, "subject of a"},
	} {
		r := example(t)
		test.change(&r.Draft)
		err := r.Validate()
		var invalid *ledger.InvalidError
		switch {
		case test.field == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.field != "" && (!errors.As(err, &invalid) || invalid.Field != test.field):
			t.Errorf("%s: %v, want an InvalidError of %s", test.name, err, test.field)
		}
	}
}

func TestStreamID(t *testing.T) {
	for _, id := range []ledger.StreamID{"case/permit-2024-000017", "calendar/CN", "case/施工许可_1.2", "a/b", ledger.StreamID("case/" + strings.Repeat("x", 195))} {
		if err := id.Validate(); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, id := range []ledger.StreamID{"", "case", "case/", "/x", "Case/x", "case/a b", "case/a/b", "case/a\x00", "case/\xff", "c1/x", "case/a:b", ledger.StreamID("case/" + strings.Repeat("x", 196))} {
		var invalid *ledger.InvalidError
		if err := id.Validate(); !errors.As(err, &invalid) || invalid.Field != "stream" {
			t.Errorf("%q: %v, want an InvalidError", id, err)
		}
	}
}

// drawn makes any valid record.
func drawn(t *rapid.T) ledger.Record {
	text := func(name string, n int) string {
		s := rapid.StringN(0, n/4, n).Draw(t, name)
		return strings.ToValidUTF8(s, "")
	}
	moment := func(name string) time.Time {
		return time.UnixMicro(rapid.Int64Range(-62135596799999999, 253402300799999999).Draw(t, name)).UTC()
	}
	body := jsontext.Value(`{"text":` + string(quoted(text("body", 200))) + `}`)
	if err := body.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	command := ledger.NewCommandID(moment("command"), text("key", 50))
	r := ledger.Record{
		Position: ledger.Position(rapid.Uint64Range(1, 1<<63-1).Draw(t, "position")),
		Stream:   "case/" + ledger.StreamID(rapid.StringMatching(`[\p{L}\p{Nd}._-]{1,20}`).Draw(t, "stream")),
		Revision: ledger.Revision(rapid.Int64Range(0, 1<<53).Draw(t, "revision")),
		Draft: ledger.Draft{
			ID: ledger.EventIDOf(command, 3), Type: "case.accepted/2", Command: command,
			Occurred: moment("occurred"), Recorded: moment("recorded"),
			Post: text("post", 100), Public: body,
		},
	}
	for range rapid.IntRange(0, 3).Draw(t, "sealed") {
		r.Sealed = append(r.Sealed, ledger.Sealed{
			Label:      "a" + text("label", 90),
			Subject:    text("subject", 100),
			Commitment: ledger.Hash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "commitment")),
			Box:        rapid.SliceOf(rapid.Byte()).Draw(t, "box"),
		})
	}
	return r
}

func quoted(s string) []byte {
	b, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		panic(err)
	}
	return b
}

// TestCanonicalBytes: the canonical bytes of every record are what a foreign
// implementation of RFC 8785 makes of them.
func TestCanonicalBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(t)
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
		if err := r.Stream.Validate(); err != nil {
			t.Fatal(err)
		}
		got := r.AppendCanonical(nil)
		want := jsontext.Value(bytes.Clone(got))
		if err := want.Canonicalize(); err != nil {
			t.Fatalf("%s: %v", got, err)
		}
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Fatalf("canonical bytes (-want +got):\n%s", d)
		}
	})
}

// TestHashCovers: every public field moves the hash, and no other field does.
func TestHashCovers(t *testing.T) {
	for name, change := range map[string]func(*ledger.Record){
		"id":         func(r *ledger.Record) { r.ID[15]++ },
		"command":    func(r *ledger.Record) { r.Command[15]++ },
		"type":       func(r *ledger.Record) { r.Type = "case.accepted/2" },
		"stream":     func(r *ledger.Record) { r.Stream += "x" },
		"revision":   func(r *ledger.Record) { r.Revision++ },
		"occurred":   func(r *ledger.Record) { r.Occurred = r.Occurred.Add(time.Microsecond) },
		"recorded":   func(r *ledger.Record) { r.Recorded = r.Recorded.Add(time.Microsecond) },
		"post":       func(r *ledger.Record) { r.Post += "x" },
		"public":     func(r *ledger.Record) { r.Public = []byte(`{}`) },
		"label":      func(r *ledger.Record) { r.Sealed[0].Label += "x" },
		"commitment": func(r *ledger.Record) { r.Sealed[0].Commitment[31]++ },
		"no sealed":  func(r *ledger.Record) { r.Sealed = nil },
	} {
		r := example(t)
		before := r.Hash()
		if change(&r); r.Hash() == before {
			t.Errorf("%s does not move the hash", name)
		}
	}
	for name, change := range map[string]func(*ledger.Record){
		"position": func(r *ledger.Record) { r.Position++ },
		"subject":  func(r *ledger.Record) { r.Sealed[0].Subject += "x" },
		"box":      func(r *ledger.Record) { r.Sealed[0].Box = nil },
		"zone":     func(r *ledger.Record) { r.Occurred = r.Occurred.In(time.FixedZone("CST", 8*3600)) },
	} {
		r := example(t)
		before := r.Hash()
		if change(&r); r.Hash() != before {
			t.Errorf("%s moves the hash", name)
		}
	}
}

func TestSealedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawn(t).Sealed
		b := ledger.AppendSealed([]byte("x"), want)
		got, err := ledger.ParseSealed(b[1:])
		if err != nil || !cmp.Equal(want, got, cmp.Comparer(bytes.Equal)) {
			t.Fatalf("%+v reads back as %+v, %v", want, got, err)
		}
	})
}

func FuzzParseSealed(f *testing.F) {
	f.Add(ledger.AppendSealed(nil, []ledger.Sealed{{Label: "a", Subject: "s", Box: []byte("box")}, {Label: "b"}}))
	f.Add([]byte{1})
	f.Add([]byte{1, 255, 255, 255, 255})
	f.Add([]byte{2, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		values, err := ledger.ParseSealed(b)
		if err != nil && values != nil {
			t.Error("an error and values")
		}
		if err == nil && !bytes.Equal(ledger.AppendSealed(nil, values), b) {
			t.Errorf("%x reads as %+v, which is written otherwise", b, values)
		}
	})
}

func TestCheckAfter(t *testing.T) {
	if err := ledger.CheckAfter(7, 7); err != nil {
		t.Error(err)
	}
	var invalid *ledger.InvalidError
	if err := ledger.CheckAfter(8, 7); !errors.As(err, &invalid) {
		t.Errorf("%v, want an InvalidError", err)
	}
}
