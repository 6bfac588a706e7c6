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
// they were written, and a member more is refused.
func Check(t *testing.T, b Book) {
	t.Helper()
	for _, a := range b.Actions() {
		t.Run(strings.ReplaceAll(a.Name, "/", "-"), func(t *testing.T) { check(t, b, a) })
	}
}

// Full is an event of an action in which each member has a value that no other
// member has.
func Full(t testing.TB, a *act.Action) act.Event {
	t.Helper()
	v := reflect.New(reflect.TypeOf(a.Empty)).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Type() == reflect.TypeFor[act.Event]() {
			f.Set(reflect.ValueOf(Full(t, a.Book()[0])))
			continue
		}
		fill(t, v.Field(i), i+1)
	}
	return v.Interface().(act.Event)
}

func check(t *testing.T, b Book, a *act.Action) {
	count(t, reflect.TypeOf(a.Empty), a.Members)
	for _, e := range []act.Event{a.Empty, Full(t, a)} {
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
		first := strings.Replace(string(public), "{", `{"":1,`, 1)
		last := strings.TrimSuffix(string(public), "}") + `,"~":1}`
		for _, body := range []string{first, last} {
			if e, err := a.Read([]byte(body)); err == nil {
				t.Errorf("%s is read as %+v", body, e)
			}
		}
	}
}

// count holds the fields of a type against its members, and those of the
// objects in its lists against theirs.
func count(t *testing.T, typ reflect.Type, members []act.Member) {
	if n := typ.NumField(); n != len(members) {
		t.Errorf("%s has %d fields and %d members", typ, n, len(members))
		return
	}
	var lists []reflect.Type
	for i := range typ.NumField() {
		if f := typ.Field(i).Type; f.Kind() == reflect.Slice && f.Elem().Kind() == reflect.Struct {
			lists = append(lists, f.Elem())
		}
	}
	for i := range members {
		switch {
		case members[i].Kind != act.KindList:
		case len(lists) == 0:
			t.Fatalf("%s has fewer lists of objects than its members", typ)
		default:
			count(t, lists[0], members[i].Of)
			lists = lists[1:]
		}
	}
}

// fill gives a field a value that no other field has.
func fill(t testing.TB, v reflect.Value, n int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2024, 3, n, 9, 0, 0, 123456000, time.UTC)))
	case []string:
		v.Set(reflect.ValueOf([]string{fmt.Sprint("a", n), fmt.Sprint("b", n)}))
	default:
		switch {
		case v.Kind() == reflect.String:
			v.SetString(fmt.Sprintf("值 \"%d\"\n", n))
		case v.CanInt(): // a date, too
			v.SetInt(int64(n))
		case v.Kind() == reflect.Bool:
			v.SetBool(true)
		case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			for i := range 2 {
				for j := range v.Type().Elem().NumField() {
					fill(t, v.Index(i).Field(j), n+7*i+j)
				}
			}
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
