package claims_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"caseledger/projections/claims"
)

// A file of claims is refused as a whole, or each of them is judged, and stands
// in a file again as it was.
func FuzzReadClaims(f *testing.F) {
	for _, seed := range []string{
		`{"claims":[{"id":"a","says":"98%","is":"ratio","numerator":3850,"denominator":3896}]}`,
		`{"claims":[{"says":"9.98","is":"difference","of":["12.52","2.59"]},{"says":"99.99%","is":"on_time","closed":27031}]}`,
		`{"claims":[{"says":"6.11%","is":"change","of":[4567,4304],"periods":["2025-04","2025-03"],"labelled":"yoy"}]}`,
		`{"claims":[{"says":{"more_than":1},"is":"sum","of":[{"at_most":"3万"},null,1e9]},{"says":"1","figure":"accepted","org":"x","from":"2025-01-01"}]}`,
		`{"claims":[{"says":"减少","is":"direction","of":[6,17]},{"says":"2017-02","is":"period","of":["2017年3月"]},{"says":"3种","is":"named","of":["a"]}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := claims.ReadClaims(b)
		if err != nil {
			if file != nil {
				t.Fatal("an error and a file")
			}
			return
		}
		sound(t, file)
	})
}

// Any text is read, and what is found of it stands in it.
func FuzzReadText(f *testing.F) {
	for _, seed := range []string{
		"共受理事项3896件,办结3850件,办结率达98%;", "共办理32556件，其中即办件29300件，承诺件3256件，占10%。", "由17个减少至6个，效率提升30%。\n\n",
		"平均承诺12.52天，实际2.59天，提前9.98天。近150余人，１２％，1,234,567件。", "较上月增加263件，同比上升6.11%，1.5个百分点。2025-04-01 10:00", "甲、乙、丙等三种方式。10个社区分为10个网格,每个网格社区",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := claims.ReadText([]byte(text))
		if err != nil {
			if file != nil {
				t.Fatal("an error and a file")
			}
			return
		}
		lines := strings.Split(text, "\n")
		for _, c := range file.Claims {
			checkPlace(t, lines, *c.Place)
		}
		for _, l := range file.Left {
			checkPlace(t, lines, l.Place)
		}
		sound(t, file)
	})
}

func checkPlace(t *testing.T, lines []string, p claims.Place) {
	t.Helper()
	quote, whole := strings.CutSuffix(p.Quote, "…")
	first, _, _ := strings.Cut(quote, "\n")
	if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Quote == "" || !strings.Contains(lines[p.Line-1], strings.TrimSpace(first)) && !whole {
		t.Fatalf("%+v does not stand there", p)
	}
}

// sound judges a file and reads it back.
func sound(t *testing.T, file *claims.File) {
	t.Helper()
	list, err := claims.Judge(t.Context(), file.Claims, nil)
	if err != nil || len(list) != len(file.Claims) {
		t.Fatalf("%d of %d: %v", len(list), len(file.Claims), err)
	}
	for i, j := range list {
		if j.Why == "" || j.WhyZh == "" || strings.Contains(j.Why+j.WhyZh, "%!") && !strings.Contains(j.Says, "%!") {
			t.Fatalf("%+v", j)
		}
		if j.Verdict == claims.Holds && len(j.WouldHold) > 0 {
			t.Fatalf("it holds, and something else would: %+v", j)
		}
		b, err := json.Marshal(&file.Claims[i], json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		again, err := claims.ReadClaims([]byte(`{"claims":[` + string(b) + `]}`))
		if err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if now := judgeAll(t, again)[0]; now.Verdict != j.Verdict || now.Why != j.Why {
			t.Fatalf("%s: %s %q, and again %s %q", b, j.Verdict, j.Why, now.Verdict, now.Why)
		}
	}
}

func judgeAll(t *testing.T, file *claims.File) []claims.Judgement {
	t.Helper()
	list, err := claims.Judge(t.Context(), file.Claims, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
