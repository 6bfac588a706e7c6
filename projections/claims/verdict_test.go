package claims_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/projections/claims"
)

// fataler is a test, or a check of one.
type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Context() context.Context
}

// judgeOne judges a claim as it stands in a file.
func judgeOne(t fataler, claim string) claims.Judgement {
	t.Helper()
	file, err := claims.ReadClaims([]byte(`{"claims":[` + claim + `]}`))
	if err != nil {
		t.Fatalf("%s: %v", claim, err)
	}
	list, err := claims.Judge(t.Context(), file.Claims, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func TestVerdicts(t *testing.T) {
	for _, row := range []struct {
		claim string
		want  claims.Verdict
		holds string // what would make it hold
	}{
		// rates
		{`{"says":"98.82%","is":"ratio","numerator":3850,"denominator":3896}`, claims.Holds, ""},
		{`{"says":"99%","is":"ratio","numerator":3850,"denominator":3896}`, claims.Holds, ""},
		{`{"says":"98%","is":"ratio","numerator":3850,"denominator":3896}`, claims.ByTruncation, "says [99%]"},
		{`{"says":"98.81%","is":"ratio","numerator":3850,"denominator":3896}`, claims.ByTruncation, "says [98.82%]"},
		{`{"says":"98.83%","is":"ratio","numerator":3850,"denominator":3896}`, claims.Impossible, "says [98.82%]"},
		{`{"says":"50.5%","is":"ratio","numerator":101,"denominator":200}`, claims.Holds, ""},
		{`{"says":"51%","is":"ratio","numerator":101,"denominator":200}`, claims.Holds, ""}, // half up
		{`{"says":"50%","is":"ratio","numerator":101,"denominator":200}`, claims.ByTruncation, "says [51%]"},
		{`{"says":"988.2‰","is":"ratio","numerator":3850,"denominator":3896}`, claims.Holds, ""},
		{`{"says":"0.988","is":"ratio","numerator":3850,"denominator":3896}`, claims.Holds, ""},
		{`{"says":0.988,"is":"ratio","numerator":3850,"denominator":3896}`, claims.Holds, ""},
		{`{"says":"98.82","is":"ratio","numerator":3850,"denominator":3896}`, claims.Impossible, "says [0.99]"},
		{`{"says":"105.0%","is":"ratio","numerator":566,"denominator":539}`, claims.Holds, ""},
		{`{"says":"100%","is":"ratio","numerator":0,"denominator":0}`, claims.NotRecomputable, ""},
		{`{"says":"0%","is":"ratio","numerator":0,"denominator":7}`, claims.Holds, ""},
		{`{"says":"100%","is":"ratio","denominator":0}`, claims.NotRecomputable, ""},
		{`{"says":"99%","is":"ratio","numerator":"99.8043","denominator":"100"}`, claims.ByTruncation, "says [100%]"},
		{`{"says":"98%","is":"ratio","numerator":"38.5","denominator":"39"}`, claims.ByTruncation, "says [99%]"},
		{`{"says":"97%","is":"ratio","numerator":"38.5","denominator":"39"}`, claims.ByRounding, "says [99%]"},
		{`{"says":"96%","is":"ratio","numerator":"38.5","denominator":"39"}`, claims.Impossible, "says [99%]"},
		{`{"says":"97%","is":"ratio","numerator":38.5,"denominator":39}`, claims.Impossible, "says [99%]"},
		{`{"says":"5%","is":"ratio","numerator":2}`, claims.NotRecomputable, "denominator [37 38 39 40 41 42 43 44]"},
		{`{"says":"5%","is":"ratio","denominator":40}`, claims.NotRecomputable, "numerator [2]"},
		{`{"says":"33.3%","is":"ratio","denominator":4}`, claims.NotRecomputable, "numerator []"},
		{`{"says":"98%","is":"ratio","of":[3850,3896]}`, claims.ByTruncation, "says [99%]"},
		{`{"says":"-5%","is":"ratio","numerator":-1,"denominator":20}`, claims.Holds, ""},
		{`{"says":"-2%","is":"ratio","numerator":-3,"denominator":200}`, claims.Holds, ""}, // away from zero
		{`{"says":"-1%","is":"ratio","numerator":-3,"denominator":200}`, claims.ByTruncation, "says [-2%]"},
		{`{"says":"0%","is":"ratio","numerator":-1,"denominator":1000}`, claims.Holds, ""},
		{`{"says":"约98.8%","is":"ratio","numerator":3850,"denominator":3896}`, claims.Holds, ""},
		{`{"says":"超过98%","is":"ratio","numerator":3850,"denominator":3896}`, claims.Holds, ""},
		{`{"says":"超过99%","is":"ratio","numerator":3850,"denominator":3896}`, claims.Impossible, ""},
		{`{"says":"98%以上","is":"ratio","numerator":49,"denominator":50}`, claims.Holds, ""},
		{`{"says":"98-99%","is":"ratio","numerator":3850,"denominator":3896}`, claims.Holds, ""},
		{`{"says":"80%","is":"ratio","numerator":{"more_than":120},"denominator":150}`, claims.ByRounding, ""},
		{`{"says":"79%","is":"ratio","numerator":{"more_than":120},"denominator":150}`, claims.Impossible, ""},
		{`{"says":"超过80%","is":"ratio","numerator":{"more_than":120},"denominator":150}`, claims.Holds, ""},
		{`{"says":"90%","is":"ratio","numerator":200,"denominator":{"more_than":0,"less_than":150}}`, claims.Impossible, ""},
		// shares
		{`{"says":"63.72%","is":"share","part":124599,"base":195532}`, claims.Holds, ""},
		{`{"says":"63.72%","is":"share","part":124599,"base":284406}`, claims.Impossible, "says [43.81%]"},
		{`{"says":"63.72%","is":"share","part":124599}`, claims.NotRecomputable, "denominator"},
		{`{"says":"30%","is":"share"}`, claims.NotRecomputable, ""},
		{`{"says":"100%","is":"share","base":3}`, claims.NotRecomputable, "part [3]"},
		{`{"says":"63.72%","is":"share","numerator":124599,"denominator":195532}`, claims.Holds, ""},
		{`{"says":"63.72%","is":"share","part":124599,"of":195532}`, claims.Holds, ""},
		// means
		{`{"says":"5.26","is":"mean","sum":1452,"count":276}`, claims.Holds, ""},
		{`{"says":"5.27","is":"mean","sum":1452,"count":276}`, claims.Impossible, "says [5.26]"},
		{`{"says":"5.2人","is":"mean","sum":1452,"count":276}`, claims.ByTruncation, "says [5.3人]"},
		{`{"says":"2.5","is":"mean","of":[1,2,3,4]}`, claims.Holds, ""},
		{`{"says":"2.6","is":"mean","of":["1.1","2.2","4.3"]}`, claims.ByRounding, "says [2.5]"},
		{`{"says":"2.5","is":"mean","of":[1,null]}`, claims.NotRecomputable, ""},
		{`{"says":"7.8","is":"mean"}`, claims.NotRecomputable, ""},
		// differences
		{`{"says":"9.98","is":"difference","of":["12.52","2.59"]}`, claims.Impossible, "says [9.93]"},
		{`{"says":"8.79","is":"difference","of":["10.37","1.57"]}`, claims.ByRounding, "says [8.80]"},
		{`{"says":"8.79","is":"difference","of":[10.37,1.57]}`, claims.Impossible, "says [8.80]"},
		{`{"says":"8.80","is":"difference","of":["10.37","1.57"]}`, claims.Holds, ""},
		{`{"says":"8.8","is":"difference","of":["10.37","1.57"]}`, claims.Holds, ""},
		{`{"says":"8.81","is":"difference","of":["10.37","1.57"]}`, claims.ByRounding, "says [8.80]"},
		{`{"says":"8.78","is":"difference","of":["10.37","1.57"]}`, claims.Impossible, "says [8.80]"},
		{`{"says":"8.82","is":"difference","of":["10.37","1.57"]}`, claims.Impossible, "says [8.80]"},
		{`{"says":"53","is":"difference","of":[27084,27031]}`, claims.Holds, ""},
		{`{"says":"-53","is":"difference","of":[27031,27084]}`, claims.Holds, ""},
		{`{"says":"4","is":"difference","of":[10,3,3]}`, claims.Holds, ""},
		{`{"says":"9.98","is":"difference","of":["12.52"]}`, claims.NotRecomputable, ""},
		{`{"says":"9.98","is":"difference","of":["12.52",null]}`, claims.NotRecomputable, ""},
		{`{"says":"1.3个百分点","is":"difference","of":["98.5%","97.2%"]}`, claims.Holds, ""},
		{`{"says":"1.3个百分点","is":"difference","of":["98.5","97.2"]}`, claims.Holds, ""},
		{`{"says":"1.3%","is":"difference","of":["98.5%","97.2%"]}`, claims.Holds, ""},
		{`{"says":"1.4个百分点","is":"difference","of":["98.5%","97.2%"]}`, claims.ByRounding, "says [1.3个百分点]"},
		{`{"says":"1.5个百分点","is":"difference","of":["98.5%","97.2%"]}`, claims.Impossible, "says [1.3个百分点]"},
		// sums
		{`{"says":"334","is":"sum","of":[302,8,10,2]}`, claims.Impossible, "says [322]"},
		{`{"says":334,"is":"sum","of":[302,20,10,2]}`, claims.Holds, ""},
		{`{"says":"32556","is":"sum","of":[29300,3256]}`, claims.Holds, ""},
		{`{"says":"3.3万","is":"sum","of":[29300,3256]}`, claims.Holds, ""},
		{`{"says":"3.2万件","is":"sum","of":[29300,3256]}`, claims.ByTruncation, "says [3.3万件]"},
		{`{"says":"3.4万","is":"sum","of":[29300,3256]}`, claims.Impossible, "says [3.3万]"},
		{`{"says":"1.2亿","is":"sum","of":["8000万","4000万"]}`, claims.Holds, ""},
		{`{"says":"334","is":"sum","of":[302,null,10,2]}`, claims.NotRecomputable, "of [20]"},
		{`{"says":"334","is":"sum","of":[302,null,null]}`, claims.NotRecomputable, ""},
		{`{"says":"334","is":"sum"}`, claims.NotRecomputable, ""},
		{`{"says":"334","is":"sum","of":[]}`, claims.NotRecomputable, ""},
		{`{"says":"100%","is":"sum","of":["33.3%","33.3%","33.3%"]}`, claims.Holds, ""},
		{`{"says":"100.0%","is":"sum","of":["33.3%","33.3%","33.3%"]}`, claims.ByRounding, "says [99.9%]"},
		{`{"says":"100.3%","is":"sum","of":["33.3%","33.3%","33.3%"]}`, claims.Impossible, "says [99.9%]"},
		{`{"says":"284406","is":"sum","of":[124599,56672],"more":true}`, claims.NotRecomputable, "says [181271]"},
		{`{"says":"196","is":"sum","of":[111,100],"more":true}`, claims.Impossible, "says [211]"},
		{`{"says":{"more_than":120},"is":"sum","of":[100,21]}`, claims.Holds, ""},
		{`{"says":{"more_than":120},"is":"sum","of":[100,20]}`, claims.Impossible, ""},
		{`{"says":"500","is":"sum","of":[300,{"more_than":120}]}`, claims.ByRounding, ""},
		{`{"says":"400","is":"sum","of":[300,{"more_than":120}]}`, claims.Impossible, ""},
		{`{"says":"0.3","is":"sum","of":[0.1,0.2]}`, claims.Holds, ""}, // no binary fractions
		{`{"says":"1e2","is":"sum","of":[1E+2]}`, "", ""},
		{`{"says":100,"is":"sum","of":[1E+2]}`, claims.Holds, ""},
		// on time
		{`{"says":"99.99%","is":"on_time","closed":27031}`, claims.NotRecomputable, "late [2 3 4]"},
		{`{"says":"100.00%","is":"on_time","closed":27031}`, claims.NotRecomputable, "late [0 1]"},
		{`{"says":"99.99%","is":"on_time","closed":50}`, claims.Impossible, "late []"},
		{`{"says":"66.6%","is":"on_time","closed":3}`, claims.ByTruncation, "late []"},
		{`{"says":"66.7%","is":"on_time","closed":3}`, claims.NotRecomputable, "late [1]"},
		{`{"says":"99.99%","is":"on_time","closed":27031,"late":3}`, claims.Holds, ""},
		{`{"says":"99.99%","is":"on_time","closed":27031,"late":1}`, claims.ByTruncation, "says [100.00%]"},
		{`{"says":"99.99%","is":"on_time","closed":27031,"late":5}`, claims.Impossible, "says [99.98%]"},
		{`{"says":"99.99%","is":"on_time","closed":27031,"onTime":27028}`, claims.Holds, ""},
		{`{"says":"99.99%","is":"on_time","closed":27031,"on_time":27028}`, claims.Holds, ""},
		{`{"says":"120%","is":"on_time","closed":10,"onTime":12}`, claims.Impossible, ""},
		{`{"says":"0%","is":"on_time","closed":10,"late":12}`, claims.Impossible, ""},
		{`{"says":"120%","is":"on_time","closed":10}`, claims.Impossible, "late []"},
		{`{"says":"100%","is":"on_time","closed":0}`, claims.NotRecomputable, ""},
		{`{"says":"100%","is":"on_time"}`, claims.NotRecomputable, ""},
		{`{"says":"100%","is":"on_time","closed":"2.7万"}`, claims.NotRecomputable, ""},
		{`{"says":"50%","is":"on_time","closed":1000000000}`, claims.NotRecomputable, "late [{495000001 505000000}]"},
		{`{"says":"99%以上","is":"on_time","closed":300}`, claims.NotRecomputable, "late [0 1 2 3]"},
		// changes
		{`{"says":"6.11%","is":"change","of":[4567,4304],"periods":["2025-04","2025-03"],"labelled":"yoy"}`, claims.Impossible, "labelled [mom]"},
		{`{"says":"6.11%","is":"change","of":[4567,4304],"periods":["2025-04","2025-03"],"labelled":"mom"}`, claims.Holds, ""},
		{`{"says":"6.11%","is":"change","of":[4567,4304],"periods":["2025-04","2025-03"],"labelled":"环比"}`, claims.Holds, ""},
		{`{"says":"6.11%","is":"change","of":[4304,4567],"periods":["2025-03","2025-04"],"labelled":"环比"}`, claims.Holds, ""},
		{`{"says":"6.11%","is":"change","of":[4567,4304],"periods":["2025-04","2024-04"],"labelled":"同比"}`, claims.Holds, ""},
		{`{"says":"6.11%","is":"change","of":[4567,4304],"periods":["2025-04","2024-04"],"labelled":"环比"}`, claims.Impossible, "labelled [yoy]"},
		{`{"says":"6.11%","is":"change","of":[4567,4304],"periods":["2025-04","2024-12"],"labelled":"环比"}`, claims.Impossible, ""},
		{`{"says":"6.11%","is":"change","of":[4567,4304],"periods":["2025-04","2025-03"]}`, claims.Holds, ""},
		{`{"says":"6.11%","is":"change","of":[4567,4304]}`, claims.NotRecomputable, ""},
		{`{"says":"6.11%","is":"change","of":[4567,4304],"labelled":"yoy"}`, claims.NotRecomputable, ""},
		{`{"says":"7.11%","is":"change","of":[4567,4304]}`, claims.Impossible, "says [6.11%]"},
		{`{"says":"7.11%","is":"change","of":[4567,4304],"periods":["2025-04","2025-03"],"labelled":"mom"}`, claims.Impossible, "says [6.11%]"},
		{`{"says":"6.11%","is":"change","of":[4567,null],"periods":["2025-04","2025-03"],"labelled":"mom"}`, claims.NotRecomputable, ""},
		{`{"says":"6.11%","is":"change","of":[4567,null],"periods":["2025-04","2025-03"],"labelled":"yoy"}`, claims.Impossible, "labelled [mom]"},
		{`{"says":"6.1%","is":"change","of":[4567,4304],"periods":["2025-Q2","2025-Q1"],"labelled":"环比"}`, claims.Holds, ""},
		{`{"says":"6.1%","is":"change","of":[4567,4304],"periods":["2025","2024"],"labelled":"同比"}`, claims.Holds, ""},
		{`{"says":"6.1%","is":"change","of":[4567,4304],"periods":["2025-01/2025-04","2024-01/2024-04"],"labelled":"同比"}`, claims.Holds, ""},
		{`{"says":"6.1%","is":"change","of":[4567,4304],"periods":["2025年4月","2025年3月"],"labelled":"环比"}`, claims.Holds, ""},
		{`{"says":"-5.76%","is":"change","of":[4304,4567],"periods":["2025-04","2025-03"]}`, claims.Holds, ""},
		{`{"says":"下降5.76%","is":"change","of":[4304,4567],"periods":["2025-04","2025-03"]}`, claims.Holds, ""},
		{`{"says":"上升5.76%","is":"change","of":[4304,4567],"periods":["2025-04","2025-03"]}`, claims.Impossible, "says [-5.76%]"},
		{`{"says":"263","is":"change","of":[4567,4304],"periods":["2025-04","2025-03"]}`, claims.Holds, ""},
		{`{"says":"1.53个百分点","is":"change","of":["98.53%","97.00%"],"periods":["2025-04","2025-03"]}`, claims.Holds, ""},
		{`{"says":"5%","is":"change","of":[5,0],"periods":["2025-04","2025-03"]}`, claims.NotRecomputable, ""},
		{`{"says":"提升30%","is":"change"}`, claims.NotRecomputable, ""},
		// others
		{`{"says":27031,"is":"closed","accepted":27084}`, claims.Holds, ""},
		{`{"says":27085,"is":"closed","accepted":27084}`, claims.NotRecomputable, ""},
		{`{"says":"减少","is":"direction","of":[6,17]}`, claims.Holds, ""},
		{`{"says":"up","is":"direction","of":[6,17]}`, claims.Impossible, ""},
		{`{"says":"up","is":"direction","of":["1.2万","12000"]}`, claims.ByRounding, ""},
		{`{"says":"2017-02","is":"period","of":["2017-03"]}`, claims.Impossible, "says [2017-03]"},
		{`{"says":"2017-02","is":"period","of":["2017年2月"]}`, claims.Holds, ""},
		{`{"says":"3种","is":"named","of":["a","b","c"]}`, claims.Holds, ""},
		{`{"says":"3种","is":"named","of":["a","b"]}`, claims.Impossible, "says [2种]"},
		{`{"says":"近150余人","is":"count"}`, claims.Impossible, ""},
		{`{"says":{"more_than":150,"less_than":150},"is":"count"}`, claims.Impossible, ""},
		{`{"says":"150余人","is":"count"}`, claims.NotRecomputable, ""},
		{`{"says":"99.99%","figure":"on_time_rate","from":"2026-01-01"}`, claims.NotRecomputable, ""},
	} {
		if row.want == "" {
			continue
		}
		j := judgeOne(t, row.claim)
		holds := ""
		if j.WouldHoldOf != "" {
			holds = fmt.Sprint(j.WouldHoldOf, " ", j.WouldHold)
		}
		if j.Verdict != row.want || holds != row.holds && row.holds != "denominator" {
			t.Errorf("%s: %s, %s; want %s, %s\n\t%s", row.claim, j.Verdict, holds, row.want, row.holds, j.Why)
		}
		if j.Why == "" || j.WhyZh == "" || strings.Contains(j.Why+j.WhyZh, "%!") {
			t.Errorf("%s: %q %q", row.claim, j.Why, j.WhyZh)
		}
	}
}

// What cannot be read says where and why.
func TestErrors(t *testing.T) {
	many := `{"claims":[` + strings.Repeat(`{"says":"1","is":"sum"},`, claims.MaxClaims) + `{"says":"1","is":"sum"}]}`
	for _, row := range []struct{ file, want string }{
		{`{}`, `want {"claims":[…]}`},
		{`{"claims":{}}`, "line 1: want {\"claims\":[{…}, …]}"},
		{"{\"claims\":[\n{\"id\":\"a\",\"says\":\"1\",\"is\":\"sum\"},\n{\"id\":\"a\",\"says\":\"1\",\"is\":\"sum\"}]}", "line 3: claim a: has the id of the claim on line 2"},
		{"{\"claims\":[\n\n{\"id\":\"a\",\"says\":\"x\",\"is\":\"sum\"}]}", `line 3: claim a: says "x": want a number such as 98%, 12.52, 4.8万 or 120余`},
		{`{"claims":[{"id":"a","says":"1","is":"sum","off":[1]}]}`, `line 1: claim a: has an unknown member /off`},
		{`{"claims":[{"id":"a","says":"1","is":"sums"}]}`, `line 1: claim a: is "sums": want one of [ratio share`},
		{`{"claims":[{"id":"a","says":"1"}]}`, `line 1: claim a: is "": want one of`},
		{`{"claims":[{"id":"a","is":"sum"}]}`, `line 1: claim a: says: is missing`},
		{`{"claims":[{"id":"a","says":"1","is":"sum","numerator":3}]}`, `line 1: claim a: a claim of kind sum has no numerator`},
		{`{"claims":[{"id":"a","says":"1","is":"sum","of":[1,"many"]}]}`, `line 1: claim a: of[1] "many": want a number such as`},
		{`{"claims":[{"id":"a","says":"1","is":"sum","of":[1,true]}]}`, `line 1: claim a: of[1] true: want a number, a string`},
		{`{"claims":[{"id":"a","says":"1","is":"sum","of":[1,{"over":3}]}]}`, `line 1: claim a: of[1] {"over":3}: want bounds named`},
		{`{"claims":[{"id":"a","says":"1","is":"sum","of":[{}]}]}`, `no bound is named`},
		{`{"claims":[{"id":"a","says":"1%万","is":"sum"}]}`, `line 1: claim a: says`},
		{`{"claims":[{"id":"a","says":1e999999999,"is":"sum"}]}`, `an exponent goes from -100 to 100`},
		{`{"claims":[{"id":"a","says":"` + strings.Repeat("1", 1100) + `","is":"sum"}]}`, `a number has at most 1000 digits`},
		{`{"claims":[{"id":"a","says":"5%","is":"change","periods":["2025-04"]}]}`, `periods: want two`},
		{`{"claims":[{"id":"a","says":"5%","is":"change","periods":["2025-13","2025-04"]}]}`, `there is no month 13`},
		{`{"claims":[{"id":"a","says":"5%","is":"change","labelled":"wow"}]}`, `labelled "wow": want yoy or 同比, mom or 环比`},
		{`{"claims":[{"id":"a","says":"5%","figure":"accepted","of":[1]}]}`, `names a figure, whose parts are the ledger's, and of`},
		{`{"claims":[{"id":"a","says":"5%","is":"ratio","org":"x"}]}`, `names a population or a period, and no figure`},
		{`{"claims":[{"id":"a","says":"5%","figure":"accepted","from":"2025"}]}`, `from: date "2025"`},
		{`{"claims":[{"id":"","says":"5","is":"sum"}]}`, `line 1: id: want a text`},
		{`{"claims":[{"id":{},"says":"5","is":"sum"}]}`, `line 1: id: want a text`},
		{`{"claims":[{"id":"a","says":"5","is":"sum","says":"6"}]}`, `line 1: is no JSON: duplicate object member name`},
		{"{\"claims\":[\n{\"id\":\"a\",]}", "line 2: is no JSON"},
		{`{"claims":[17]}`, `line 1: want an object`},
		{`{"claims":[],"more":1}`, `has an unknown member`},
		{many, "has more than 10000 claims"},
		{`{"claims":[{"says":"1","is":"sum","of":[` + strings.Repeat("1,", 100_000) + `1]}]}`, "its lists have more than 100000 elements"},
		{strings.Repeat("1,", 50_001), "has 50001 numbers; at most 50000 are read"},
		{"{" + strings.Repeat(" ", claims.MaxFile), "at most 4194304 are read"},
		{strings.Repeat("受", claims.MaxText/2), "at most 1048576 are read"},
		{"受理\xff", "is not UTF-8"},
	} {
		file, err := claims.Read([]byte(row.file))
		if err == nil || !strings.Contains(err.Error(), row.want) || file != nil {
			t.Errorf("%.120s: %.300v; want %s", row.file, err, row.want)
		}
	}
	_, err := claims.Read([]byte("{\"claims\":[\n{\"id\":\"a\",\"is\":\"x\"},\n{\"id\":\"b\",\"is\":\"y\"}]}"))
	if diff := cmp.Diff(2, strings.Count(err.Error(), "want one of")); diff != "" {
		t.Errorf("not every faulty claim is named: %v", err)
	}
}

// Claims without an id are named by their place; whole numbers are ids too.
func TestIDs(t *testing.T) {
	file, err := claims.Read([]byte(`{"claims":[{"says":"1","is":"sum","of":[1]},{"id":7,"says":"1","is":"sum","of":[1]},{"id":"七","says":"1","is":"sum","of":[1]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range file.Claims {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]string{"#1", "7", "七"}, ids); diff != "" {
		t.Error(diff)
	}
}
