package counter

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// maxList bounds the values of one list that is given.
const maxList = 1000

// Read makes the input of an action of a JSON object, by the kinds of its
// members: times as RFC 3339 with any offset, dates as 2026-03-02, sums as texts
// or numbers, choices in upper case, one value for a list of it. A member that is null is one that
// is not given. Whether the idempotencyKey may be missing is the question of
// [Counter.Do].
//
// The error is a [*ledger.InvalidError] whose field is the path of the member,
// such as "sealed[1].label". It never repeats a value.
func Read(a *act.Action, object []byte) (act.Input, error) {
	given, err := members("input", object)
	if err != nil {
		return nil, err
	}
	out := make(act.Input, len(given))
	if v, ok := given[Sealed]; ok && Seals(a) {
		delete(given, Sealed)
		if out[Sealed], err = list(Sealed, v, func(path string, v jsontext.Value) (any, error) {
			return objectOf(path, v, SealedValue)
		}); err != nil {
			return nil, err
		}
	}
	if v, ok := given[Corrects]; ok && OfCase(a) {
		delete(given, Corrects)
		if v.Kind() != 'n' {
			if out[Corrects], err = objectOf(Corrects, v, Correction); err != nil {
				return nil, err
			}
		}
	}
	if err := fill(out, "", given, EnvelopeOf(a), a.Members); err != nil {
		return nil, err
	}
	return out, nil
}

// members are the members of an object, as they are written.
func members(path string, object jsontext.Value) (map[string]jsontext.Value, error) {
	var given map[string]jsontext.Value
	if object.Kind() != '{' || json.Unmarshal(object, &given) != nil {
		return nil, misfit(path, "want an object, with each member once")
	}
	return given, nil
}

func objectOf(path string, v jsontext.Value, described []act.Member) (map[string]any, error) {
	given, err := members(path, v)
	if err != nil {
		return nil, err
	}
	out := make(map[string]any, len(given))
	return out, fill(out, path+".", given, described)
}

// fill reads what is given for the members described, all of it.
func fill(out map[string]any, path string, given map[string]jsontext.Value, described ...[]act.Member) error {
	read := 0
	for _, group := range described {
		for i := range group {
			m := &group[i]
			if m.Has(act.Derived) {
				continue
			}
			v, ok := given[m.Input]
			if ok {
				read++
			}
			if !ok || v.Kind() == 'n' {
				if (m.Has(act.Required) || m.Has(act.Asked)) && m.Input != "idempotencyKey" {
					return misfit(path+m.Input, "is missing")
				}
				continue
			}
			var err error
			if out[m.Input], err = value(path+m.Input, m, v); err != nil {
				return err
			}
		}
	}
	if read < len(given) {
		return unknown(path, given, described)
	}
	return nil
}

// unknown names the first member, by name, that is not described. A name that
// may not stand in public is not repeated.
func unknown(path string, given map[string]jsontext.Value, described [][]act.Member) error {
	first := ""
	for name := range given {
		known := false
		for _, group := range described {
			known = known || input(group, name) != nil
		}
		if !known && (first == "" || name < first) {
			first = name
		}
	}
	var names []string
	for _, group := range described {
		for i := range group {
			if !group[i].Has(act.Derived) {
				names = append(names, group[i].Input)
			}
		}
	}
	if path == "" && input(described[0], "number") != nil {
		names = append(names, Sealed, Corrects)
	}
	return act.Invalid(cmp.Or(strings.TrimSuffix(path, "."), "input"), first, "is not one of "+strings.Join(names, ", "))
}

// value reads one value as a member of this kind.
func value(path string, m *act.Member, v jsontext.Value) (any, error) {
	switch m.Kind {
	case act.KindTime:
		if s, ok := str(v); ok {
			if t, err := time.Parse(time.RFC3339Nano, s); err == nil && t.Year() > 0 && t.Year() < 10000 {
				return ledger.Time(t), nil
			}
		}
		return nil, misfit(path, "want a time such as 2026-03-02T09:00:00+08:00")
	case act.KindWhole:
		if n, ok := whole(v); ok {
			return n, nil
		}
		return nil, misfit(path, "want a whole number")
	case act.KindSum:
		if v.Kind() == '0' {
			return string(v), nil
		}
	case act.KindChoice:
		if s, ok := str(v); ok {
			for _, option := range m.Options.Values {
				if s == Choice(option.Value) {
					return option.Value, nil
				}
			}
		}
		return nil, misfit(path, "want one of "+choices(m.Options))
	case act.KindDate:
		if s, ok := str(v); ok {
			if d, err := workdays.ParseDate(s); err == nil {
				return d, nil
			}
		}
		return nil, misfit(path, "want a date such as 2026-03-02")
	case act.KindTruth:
		if k := v.Kind(); k == 't' || k == 'f' {
			return k == 't', nil
		}
		return nil, misfit(path, "want true or false")
	case act.KindTexts, act.KindNames, act.KindCodes:
		return list(path, v, plain)
	case act.KindList:
		return list(path, v, func(path string, v jsontext.Value) (any, error) { return objectOf(path, v, m.Of) })
	}
	return plain(path, v)
}

// Choice is the name that doors give to a value of a choice: GRANTED.
func Choice(value string) string { return strings.ToUpper(strings.ReplaceAll(value, "-", "_")) }

func choices(o *act.Options) string {
	names := make([]string, len(o.Values))
	for i, v := range o.Values {
		names[i] = Choice(v.Value)
	}
	return strings.Join(names, ", ")
}

func plain(path string, v jsontext.Value) (any, error) {
	if s, ok := str(v); ok {
		return s, nil
	}
	return nil, misfit(path, "want a text")
}

func list(path string, v jsontext.Value, read func(string, jsontext.Value) (any, error)) (any, error) {
	if v.Kind() == 'n' {
		return nil, nil
	}
	values := []jsontext.Value{v} // one value stands for a list of it
	if v.Kind() == '[' {
		values = nil
		if err := json.Unmarshal(v, &values); err != nil {
			return nil, misfit(path, "want a list")
		}
	}
	if len(values) > maxList {
		return nil, misfit(path, fmt.Sprintf("has more than %d values", maxList))
	}
	out := make([]any, len(values))
	for i, v := range values {
		var err error
		if out[i], err = read(path+"["+strconv.Itoa(i)+"]", v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func str(v jsontext.Value) (s string, ok bool) {
	if v.Kind() != '"' {
		return "", false
	}
	return s, json.Unmarshal(v, &s) == nil
}

// whole reads a whole number of 32 bits; JSON has one kind of number, so 3.0
// and 1e3 are whole.
func whole(v jsontext.Value) (int, bool) {
	if v.Kind() != '0' {
		return 0, false
	}
	if n, err := strconv.ParseInt(string(v), 10, 32); err == nil {
		return int(n), true
	}
	f, err := strconv.ParseFloat(string(v), 64)
	return int(f), err == nil && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32
}

func misfit(path, reason string) error { return &ledger.InvalidError{Field: path, Reason: reason} }
