package graphql_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/graphql"
	"caseledger/ledger/act"
)

func TestInputOfEveryKind(t *testing.T) {
	grade := &act.Options{Name: "Grade", Values: []act.Option{{Value: "very-good", Zh: "优", En: "very good."}}}
	member := func(name string, kind act.Kind, marks act.Mark) act.Member {
		return act.Member{Name: name, Input: name, Kind: kind, Marks: marks}
	}
	choice := member("grade", act.KindChoice, 0)
	choice.Options = grade
	list := member("parts", act.KindList, act.Required)
	list.Of = []act.Member{member("due", act.KindDate, act.Required), member("name", act.KindName, 0), choice}
	got := graphql.InputTypes("CheckItem", []act.Member{
		member("at", act.KindTime, 0), member("codes", act.KindCodes, 0), member("fee", act.KindSum, 0), choice,
		member("names", act.KindNames, act.Asked), member("number", act.KindName, act.Derived), member("on", act.KindDate, 0), list,
		member("passed", act.KindTruth, act.Required), member("rank", act.KindWhole, 0), member("said", act.KindText, 0), member("texts", act.KindTexts, 0),
	})
	want := map[string]string{
		"at": "DateTime", "codes": "[String!]", "fee": "Decimal", "grade": "Grade", "names": "[String!]!", "on": "Date",
		"parts": "[CheckItemPartsInput!]!", "passed": "Boolean!", "rank": "Int", "said": "String", "texts": "[String!]",
		"CheckItemPartsInput.due": "Date!", "CheckItemPartsInput.name": "String", "CheckItemPartsInput.grade": "Grade",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
