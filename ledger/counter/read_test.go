package counter_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/counter"
	"caseledger/ledger/workdays"
)

func TestRead(t *testing.T) {
	at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		action, input string
		want          act.Input
	}{
		{"acceptCase", `{"number":"A-1"}`, act.Input{"number": "A-1"}},
		{"acceptCase", `{"number":"A-1","handling":"PROMISED","promisedDays":10,"legalDays":2e1,"deadline":"2026-03-02T09:00:00+08:00"}`,
			act.Input{"number": "A-1", "handling": "promised", "promisedDays": 10, "legalDays": 20, "deadline": at}},
		{"acceptCase", `{"number":"A-1","expectedRevision":-1,"occurredAt":"2026-03-02T01:00:00.000000Z","idempotencyKey":"k","org":null}`,
			act.Input{"number": "A-1", "expectedRevision": -1, "occurredAt": at, "idempotencyKey": "k"}},
		{"chargeFee", `{"number":"A-1","amount":12.50,"currency":"CNY"}`, act.Input{"number": "A-1", "amount": "12.50", "currency": "CNY"}},
		{"chargeFee", `{"number":"A-1","amount":"12.50","currency":"CNY"}`, act.Input{"number": "A-1", "amount": "12.50", "currency": "CNY"}},
		{"requestCorrection", `{"number":"A-1","notice":"B-1","items":"plan"}`, act.Input{"number": "A-1", "notice": "B-1", "items": []any{"plan"}}},
		{"requestCorrection", `{"number":"A-1","notice":"B-1","items":["plan","proof"]}`, act.Input{"number": "A-1", "notice": "B-1", "items": []any{"plan", "proof"}}},
		{"performStep", `{"number":"A-1","step":"x","sealed":[{"label":"a","subject":"s","text":"t"}]}`,
			act.Input{"number": "A-1", "step": "x", "sealed": []any{map[string]any{"label": "a", "subject": "s", "text": "t"}}}},
		{"closeCase", `{"number":"A-1","corrects":{"revision":3,"reason":"typing","basis":"b"}}`,
			act.Input{"number": "A-1", "corrects": map[string]any{"revision": 3, "reason": "typing", "basis": "b"}}},
	} {
		got, err := counter.Read(counter.Action(c.action), []byte(c.input))
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s %s: %v, -want +got\n%s", c.action, c.input, err, diff)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ action, input, field, word string }{
		{"acceptCase", `[]`, "input", "object"},
		{"acceptCase", `{"number":"A-1","number":"A-2"}`, "input", "once"},
		{"acceptCase", `{"org":"A"}`, "number", "missing"},
		{"acceptCase", `{"number":7}`, "number", "text"},
		{"acceptCase", `{"number":"A-1","orgs":"A"}`, "input", "orgs"},
		{"acceptCase", `{"number":"A-1","source":"elsewhere"}`, "input", "source"},
		{"acceptCase", `{"number":"A-1","handling":"promised"}`, "handling", "PROMISED"},
		{"acceptCase", `{"number":"A-1","promisedDays":"10"}`, "promisedDays", "whole"},
		{"acceptCase", `{"number":"A-1","promisedDays":1.5}`, "promisedDays", "whole"},
		{"acceptCase", `{"number":"A-1","promisedDays":1e12}`, "promisedDays", "whole"},
		{"acceptCase", `{"number":"A-1","occurredAt":"2026-03-02"}`, "occurredAt", "time"},
		{"acceptCase", `{"number":"A-1","occurredAt":20260302}`, "occurredAt", "time"},
		{"chargeFee", `{"number":"A-1","amount":true,"currency":"CNY"}`, "amount", "text"},
		{"requestCorrection", `{"number":"A-1","notice":"B-1","items":["a",null]}`, "items[1]", "text"},
		{"requestCorrection", `{"number":"A-1","notice":"B-1","items":[` + strings.Repeat(`"a",`, 1000) + `"a"]}`, "items", "1000"},
		{"closeCase", `{"number":"A-1","corrects":{"revision":3,"basis":"b"}}`, "corrects.reason", "missing"},
		{"closeCase", `{"number":"A-1","corrects":[3]}`, "corrects", "object"},
		{"performStep", `{"number":"A-1","step":"x","sealed":[{"label":"a","subject":"s","text":"t"},{"label":"a","subject":"s"}]}`, "sealed[1].text", "missing"},
		{"performStep", `{"number":"A-1","step":"x","sealed":[{"label":"a","subject":"s","text":"t","key":"secret7"}]}`, "sealed[0]", "key"},
		{"performStep", `{"number":"A-1","step":"x","sealed":"secret7"}`, "sealed[0]", "object"},
	} {
		in, err := counter.Read(counter.Action(c.action), []byte(c.input))
		var bad *ledger.InvalidError
		if !errors.As(err, &bad) || bad.Field != c.field || !strings.Contains(err.Error(), c.word) || in != nil {
			t.Errorf("%s %.80s: %v, %v; want field %s and %q", c.action, c.input, in, err, c.field, c.word)
		}
		if err != nil && strings.Contains(err.Error(), "secret7") {
			t.Errorf("a value is repeated: %v", err)
		}
	}
}

// TestReadEveryKind reads members that no action of the case has yet.
func TestReadEveryKind(t *testing.T) {
	a := &act.Action{Members: []act.Member{
		{Input: "codes", Kind: act.KindCodes}, {Input: "on", Kind: act.KindDate}, {Input: "ok", Kind: act.KindTruth},
		{Input: "parts", Kind: act.KindList, Of: []act.Member{{Input: "name", Kind: act.KindName, Marks: act.Required}, {Input: "open", Kind: act.KindTruth}}},
	}}
	got, err := counter.Read(a, []byte(`{"number":"A-1","codes":["x"],"on":"2024-02-04","ok":true,"parts":[{"name":"n","open":false},{"name":"m"}]}`))
	want := act.Input{"number": "A-1", "codes": []any{"x"}, "on": workdays.Civil(2024, 2, 4), "ok": true,
		"parts": []any{map[string]any{"name": "n", "open": false}, map[string]any{"name": "m"}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got\n%s", err, diff)
	}
	for _, c := range []struct{ member, field string }{
		{`"codes":[1]`, "codes[0]"}, {`"on":"soon"`, "on"}, {`"on":20240204`, "on"}, {`"ok":"true"`, "ok"},
		{`"parts":[{"name":"n"},{}]`, "parts[1].name"}, {`"parts":[{"name":"n","x":1}]`, "parts[0]"}, {`"parts":"n"`, "parts[0]"},
	} {
		_, err := counter.Read(a, []byte(`{"number":"A-1",`+c.member+`}`))
		var bad *ledger.InvalidError
		if !errors.As(err, &bad) || bad.Field != c.field {
			t.Errorf("%s: %v; want field %s", c.member, err, c.field)
		}
	}
}

// FuzzRead: whatever is given, an input is made of it or a member is named.
func FuzzRead(f *testing.F) {
	f.Add("acceptCase", []byte(`{"number":"A-1","handling":"PROMISED","deadline":"2026-03-02T09:00:00+08:00"}`))
	f.Add("performStep", []byte(`{"number":"A-1","step":"x","sealed":[{"label":"a","subject":"s","text":"t"}]}`))
	f.Add("requestCorrection", []byte(`{"number":"A-1","items":[["a"]]}`))
	f.Fuzz(func(t *testing.T, action string, object []byte) {
		a := counter.Action(action)
		if a == nil {
			return
		}
		in, err := counter.Read(a, object)
		var bad *ledger.InvalidError
		if err != nil && (!errors.As(err, &bad) || in != nil) || err == nil && in["number"] == nil {
			t.Errorf("%s: %v, %v", object, in, err)
		}
	})
}
