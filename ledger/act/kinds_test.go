package act_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/workdays"
)

// checked is a made-up action with a member of each kind.
type checked struct {
	At     time.Time
	Codes  []string
	Fee    act.Amount
	Grade  string
	Kind   string
	Names  []string
	On     workdays.Date
	Parts  []part
	Passed bool
	Rank   int
	Said   string
	Sure   bool
	Texts  []string
	Until  workdays.Date
}

type part struct {
	Codes []string
	Due   workdays.Date
	Name  string
	Sub   []sub
}

type sub struct {
	Class string
	Open  bool
}

func (checked) Stored() string { return "item.checked/1" }

var grades = act.Options{Name: "Grade", Values: []act.Option{{Value: "good"}, {Value: "bad"}}}

var book = act.NewBook(act.Of(act.Spec[struct{}, struct{}, checked]{
	Zh: "核验", En: "Checked", Public: act.Published, Command: "checkItem", Says: "Checks.",
	Members: func(e *checked, m *act.Members) {
		m.Time(&e.At, "at", "When.")
		m.Codes(&e.Codes, "codes", "Codes.", 2)
		m.Sum(&e.Fee, "fee", "Fee.")
		act.Choice(m, &e.Grade, "grade", "Grade.", &grades)
		m.Code(&e.Kind, "kind", "Kind.")
		m.Names(&e.Names, "names", "Names.", 2)
		m.Date(&e.On, "on", "Day.", act.Always, act.Required)
		act.Each(m, &e.Parts, "parts", "Parts.", 3, func(p *part, m *act.Members) {
			m.Codes(&p.Codes, "codes", "Codes.", 1)
			m.Date(&p.Due, "due", "Due.")
			m.Name(&p.Name, "name", "Name.", act.Always, act.Required).As("called")
			act.Each(m, &p.Sub, "sub", "Parts of it.", 2, func(s *sub, m *act.Members) {
				m.Code(&s.Class, "class", "Class.")
				m.Truth(&s.Open, "open", "Open.", act.Always)
			})
		}, act.Always)
		m.Truth(&e.Passed, "passed", "Passed.", act.Always)
		m.Whole(&e.Rank, "rank", "Rank.", 0, 9)
		m.Text(&e.Said, "said", "Words.")
		m.Truth(&e.Sure, "sure", "Sure.")
		m.Texts(&e.Texts, "texts", "Texts.", 2)
		m.Date(&e.Until, "until", "Until.")
	},
	Decide: func(_, _ *struct{}, e checked) (checked, error) { return e, nil },
	Evolve: func(*struct{}, act.Facts, checked) {},
}))

var action = book.Actions()[0]

// empty is the event without any value.
func empty() checked { return action.Empty.(checked) }

func TestEveryKind(t *testing.T) { acttest.Check(t, book) }

const bare = `{"on":"","parts":[],"passed":false}`

func TestCanonicalBytes(t *testing.T) {
	for _, c := range []struct {
		want string
		set  func(*checked)
	}{
		{bare, func(*checked) {}},
		{`{"on":"2024-02-04","parts":[],"passed":true}`, func(e *checked) { e.On, e.Passed = workdays.Civil(2024, 2, 4), true }},
		{`{"on":"1970-01-01","parts":[],"passed":false,"until":"1970-01-01"}`, func(e *checked) { e.On, e.Until = 0, 0 }},
		{`{"on":"0001-01-01","parts":[],"passed":false,"sure":true,"until":"9999-12-31"}`, func(e *checked) {
			e.On, e.Sure, e.Until = workdays.Civil(1, 1, 1), true, workdays.Civil(9999, 12, 31)
		}},
		{`{"codes":["a","b"],"names":["第1号","\"2\""],"on":"","parts":[],"passed":false,"texts":["甲"]}`, func(e *checked) {
			e.Codes, e.Names, e.Texts = []string{"a", "b"}, []string{"第1号", `"2"`}, []string{"甲"}
		}},
		{`{"on":"","parts":[{"name":""},{"codes":["x"],"due":"2024-02-04","name":"n","sub":[{"open":false},{"class":"c","open":true}]}],"passed":false}`, func(e *checked) {
			e.Parts = []part{{Due: workdays.NoDate}, {Codes: []string{"x"}, Due: workdays.Civil(2024, 2, 4), Name: "n", Sub: []sub{{}, {Class: "c", Open: true}}}}
		}},
	} {
		e := empty()
		c.set(&e)
		_, public, err := book.Encode(e)
		if err != nil || string(public) != c.want {
			t.Errorf("written %s, %v; want %s", public, err, c.want)
		}
		again, err := action.Read([]byte(c.want))
		if err != nil {
			t.Fatalf("%s: %v", c.want, err)
		}
		if e.Parts == nil {
			e.Parts = []part{}
		}
		if diff := cmp.Diff(e, again); diff != "" {
			t.Errorf("%s is read as something else: %s", c.want, diff)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for body, why := range map[string]string{
		`{"on":"2024-2-4"}`:                                  `"on": want a date`,
		`{"on":"2024-02-30"}`:                                `"on": want a date`,
		`{"on":"0000-01-01"}`:                                `"on": want a date`,
		`{"on":20240204}`:                                    `"on": want a text`,
		`{"on":null}`:                                        `"on": want a text`,
		`{"passed":1}`:                                       `"passed": want true or false`,
		`{"passed":"true"}`:                                  `"passed": want true or false`,
		`{"passed":trueish}`:                                 `near "ish}"`,
		`{"names":["a" ,"b"]}`:                               `"names": want a list`,
		`{"names":["a",]}`:                                   `"names": want a text`,
		`{"names":[,"a"]}`:                                   `"names": want a text`,
		`{"names":"a"}`:                                      `"names": want a list`,
		`{"names":["a"`:                                      `"names": want a list`,
		`{"names":[1]}`:                                      `"names": want a text`,
		`{"parts":null}`:                                     `"parts": want a list`,
		`{"parts":[{"name":"a"},]}`:                          `"parts": is not an object`,
		`{"parts":[["name"]]}`:                               `"parts": is not an object`,
		`{"parts":[{"name":"a"}`:                             `"parts": want a list`,
		`{"parts":[{"name":"a"`:                              `"parts": holds something`,
		`{"parts":[{"name":"a","name":"b"}]}`:                `near "name"`,
		`{"parts":[{"name":"a","due":"2024-02-04"}]}`:        `near "due"`,
		`{"parts":[{"colour":"red","name":"a"}]}`:            `near "colour"`,
		`{"parts":[{,"name":"a"}]}`:                          `near "name"`,
		`{"parts":[{"name":"a","sub":[{"open":0}]}]}`:        `"open": want true or false`,
		`{"parts":[{"name":"a","sub":[{"open":true,"z":1}]}`: `near "z"`,
	} {
		e, err := action.Read([]byte(body))
		if err == nil || e != nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s is read as %+v, %v; want %s", body, e, err, why)
		}
	}
}

func TestWriteRefusesDates(t *testing.T) {
	for _, d := range []workdays.Date{workdays.Civil(0, 12, 31), workdays.Civil(10000, 1, 1)} {
		e := empty()
		e.Until = d
		if _, public, err := book.Encode(e); err == nil {
			t.Errorf("%s is written as %s", d, public)
		}
	}
}

func TestBodyRefuses(t *testing.T) {
	for _, c := range []struct {
		field string
		set   func(*checked)
	}{
		{"", func(e *checked) {
			e.Parts = []part{{Name: "n", Sub: []sub{{Class: "c"}}, Due: workdays.NoDate}}
		}},
		{"until", func(e *checked) { e.Until = workdays.Civil(10000, 1, 1) }},
		{"codes", func(e *checked) { e.Codes = []string{"a b"} }},
		{"codes", func(e *checked) { e.Codes = []string{"a", "b", "c"} }},
		{"names", func(e *checked) { e.Names = []string{"110101199003078515"} }},
		{"parts", func(e *checked) { e.Parts = make([]part, 4) }},
		{"parts[1].name", func(e *checked) { e.Parts = []part{{}, {Name: "a\nb"}} }},
		{"parts[0].codes", func(e *checked) { e.Parts = []part{{Codes: []string{"a b"}}} }},
		{"parts[0].due", func(e *checked) { e.Parts = []part{{Due: workdays.Civil(0, 1, 1)}} }},
		{"parts[1].sub[1].class", func(e *checked) { e.Parts = []part{{}, {Sub: []sub{{}, {Class: "a b"}}}} }},
		{"parts[0].sub[0].class", func(e *checked) { e.Parts = []part{{Sub: []sub{{Class: "not-listed"}}}} }},
		{"parts[0].codes", func(e *checked) { e.Parts = []part{{Codes: []string{"not-listed"}}} }},
	} {
		e := empty()
		c.set(&e)
		closed, err := act.ReadClasses([]byte(`{"class":["c"],"codes":["x"]}`), book.Actions())
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = book.Body(e, "", closed)
		if got := fieldOf(err); got != c.field || (err == nil) != (c.field == "") {
			t.Errorf("%+v: %v names %q; want %q", e, err, got, c.field)
		}
	}
}

// fieldOf is the field that an error names.
func fieldOf(err error) string {
	var invalid *ledger.InvalidError
	var personal *disclosure.Error
	switch {
	case errors.As(err, &invalid):
		return invalid.Field
	case errors.As(err, &personal):
		return personal.Field
	}
	return ""
}

func TestTake(t *testing.T) {
	day := workdays.Civil(2024, 2, 4)
	e, err := action.Take(act.Input{
		"codes": []any{"a"}, "names": []any{"n"}, "on": day, "sure": true, "until": "2024-02-04",
		"parts": []any{map[string]any{"called": "first", "sub": []any{map[string]any{"class": "c", "open": true}}}},
	})
	want := empty()
	want.Codes, want.Names, want.On, want.Sure, want.Until = []string{"a"}, []string{"n"}, day, true, day
	want.Parts = []part{{Due: workdays.NoDate, Name: "first", Sub: []sub{{Class: "c", Open: true}}}}
	if diff := cmp.Diff(want, e); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	_, err = action.Take(act.Input{"parts": []any{map[string]any{}, map[string]any{"due": "soon"}}})
	if fieldOf(err) != "parts[1].due" {
		t.Errorf("a date of no form: %v", err)
	}
	if e, err = action.Take(nil); err != nil || !cmp.Equal(e, action.Empty) {
		t.Errorf("nothing is taken as %+v, %v", e, err)
	}
	for field, set := range map[string]func(*checked){
		"on":              func(e *checked) { e.On = workdays.NoDate },
		"parts[1].called": func(e *checked) { e.Parts = []part{{Name: "a"}, {}} },
	} {
		e := want
		set(&e)
		if _, err := book.Decide(nil, nil, e); fieldOf(err) != field {
			t.Errorf("a command without %s: %v", field, err)
		}
	}
}

// FuzzRead: what is read can be written, and is read again as the same.
func FuzzRead(f *testing.F) {
	_, full, err := book.Encode(acttest.Full(f, action))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(full)
	f.Add([]byte(bare))
	f.Add([]byte(`{"parts":[{"name":"a","sub":[]},{}]}`))
	f.Fuzz(func(t *testing.T, public []byte) {
		e, err := action.Read(public)
		if err != nil {
			if e != nil {
				t.Fatalf("%s is refused with %v, and read as %+v", public, err, e)
			}
			return
		}
		_, once, err := book.Encode(e)
		if err != nil {
			t.Fatalf("%s is read and cannot be written: %v", public, err)
		}
		again, err := action.Read(once)
		if err != nil {
			t.Fatalf("%s is written as %s and cannot be read: %v", public, once, err)
		}
		if _, twice, _ := book.Encode(again); string(once) != string(twice) {
			t.Fatalf("%s is written as %s", once, twice)
		}
	})
}
