package acttest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/act"
)

// Book is what the check needs of a book.
type Book interface {
	Actions() []*act.Action
	Encode(act.Event) (name string, public []byte, err error)
}

// Check holds every action of a book against the type of its body: each field
// of the type is a member of its own, a full body and an empty one are read as
// they were written, and a member more is refused. none has an empty event of
// every action, in any order.
func Check(t *testing.T, b Book, none ...act.Event) {
	t.Helper()
	byName := map[string]act.Event{}
	for _, e := range none {
		byName[e.Stored()] = e
	}
	for _, a := range b.Actions() {
		e := byName[a.Name]
		if e == nil {
			t.Errorf("%s: no empty event is given", a.Name)
			continue
		}
		t.Run(strings.ReplaceAll(a.Name, "/", "-"), func(t *testing.T) { check(t, b, a, e) })
	}
}

func check(t *testing.T, b Book, a *act.Action, none act.Event) {
	typ := reflect.TypeOf(none)
	if typ.NumField() != len(a.Members) {
		t.Errorf("%s has %d fields and %d members", typ, typ.NumField(), len(a.Members))
	}
	full := reflect.New(typ).Elem()
	for i := range typ.NumField() {
		fill(t, full.Field(i), i+1)
	}
	for _, e := range []act.Event{none, full.Interface().(act.Event)} {
		name, public, err := b.Encode(e)
		if err != nil || name != a.Name {
			t.Fatalf("%+v is written as %s, %v", e, name, err)
		}
		got, err := a.Read(public)
		if err != nil {
			t.Fatalf("%s: %v", public, err)
		}
		if diff := cmp.Diff(written(e), written(got)); diff != "" {
			t.Errorf("%s is read as something else: %s", public, diff)
		}
		for _, more := range []string{"", "~"} { // before all members, and after
			body := strings.Replace(string(public), "{", `{"`+more+`":1,`, 1)
			if more != "" {
				body = strings.TrimSuffix(string(public), "}") + `,"~":1}`
			}
			if e, err := a.Read([]byte(body)); err == nil {
				t.Errorf("%s is read as %+v", body, e)
			}
		}
	}
}

// fill gives a field a value that no other field has.
func fill(t *testing.T, v reflect.Value, n int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2024, 3, n, 9, 0, 0, 123456000, time.UTC)))
	case []string:
		v.Set(reflect.ValueOf([]string{fmt.Sprint("a", n), fmt.Sprint("b", n)}))
	default:
		switch {
		case v.Kind() == reflect.String:
			v.SetString(fmt.Sprintf("值 \"%d\"\n", n))
		case v.CanInt():
			v.SetInt(int64(n))
		default:
			t.Fatalf("a field of the type %s: teach acttest to fill it", v.Type())
		}
	}
}

// written is an event as its bytes tell it: an empty list is none.
func written(e act.Event) map[string]any {
	out, v := map[string]any{}, reflect.ValueOf(e)
	for i := range v.NumField() {
		f := v.Field(i)
		if f.Kind() == reflect.Slice && f.Len() == 0 {
			continue
		}
		out[v.Type().Field(i).Name] = f.Interface()
	}
	return out
}
