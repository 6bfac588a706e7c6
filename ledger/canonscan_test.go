package ledger

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// canonicalByOracle decides the same question with a foreign implementation of
// RFC 8785.
func canonicalByOracle(b []byte) bool {
	d := jsontext.NewDecoder(bytes.NewReader(b))
	for {
		t, err := d.ReadToken()
		if err == io.EOF {
			break
		}
		if err != nil || d.StackDepth() > maxDepth {
			return false
		}
		if t.Kind() == '0' && !wholeNumber(t.String()) {
			return false
		}
	}
	v := jsontext.Value(bytes.Clone(b))
	return v.Canonicalize() == nil && bytes.Equal(v, b)
}

// wholeNumber says whether a JSON number is a whole one of at most 15 digits.
func wholeNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return len(s) <= 15 && strings.Trim(s, "0123456789") == ""
}

func TestCanonicalValue(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, s := range []string{
		`{}`, `[]`, `null`, `true`, `false`, `0`, `-1`, `999999999999999`, `""`,
		`{"a":1}`, `{"":0,"a":{"b":[1,[],{}]},"b":"x"}`, `"\"\\\b\f\n\r\t\u0000\u001f\u000b"`,
		`"申请"`, `"😀"`, "\"\u2028\u007f\"", "{\"😀\":1,\"\ue000\":2}", `{"\n":1,"\u000e":2,"a":3}`,
		`{"a":1,"a\n":2,"aa":3}`, deep(maxDepth),
	} {
		if !canonicalValue([]byte(s)) || !canonicalByOracle([]byte(s)) {
			t.Errorf("%s is canonical; scanner %t, oracle %t", s, canonicalValue([]byte(s)), canonicalByOracle([]byte(s)))
		}
	}
	for _, s := range []string{
		``, ` {}`, `{} `, `{}{}`, `{"a": 1}`, `{"a":1,}`, `{"a":1`, `{"a"}`, `{a:1}`, `[1,]`, `[1`, `[`, `{`, `"`, `tru`, `nulll`,
		`{"b":1,"a":2}`, `{"a":1,"a":2}`, "{\"\ue000\":1,\"😀\":2}", `{"a\n":1,"a":2}`, `{"aa":1,"a\n":2}`,
		`1.0`, `1e3`, `-0`, `01`, `-`, `+1`, `1234567890123456`, `NaN`,
		`"\/"`, `"\u0041"`, `"\u000a"`, `"\u000A"`, `"\u000B"`, `"\u001F"`, `"\u0020"`, `"\ud83d\ude00"`, "\"\t\"", "\"\xff\"", "\"\xed\xa0\x80\"", `"\`, `"\u00`,
		deep(maxDepth + 1), strings.Repeat("[", 1<<20),
	} {
		if canonicalValue([]byte(s)) || canonicalByOracle([]byte(s)) {
			t.Errorf("%.40q is not canonical; scanner %t, oracle %t", s, canonicalValue([]byte(s)), canonicalByOracle([]byte(s)))
		}
	}
}

func FuzzCanonicalValue(f *testing.F) {
	f.Add([]byte(`{"":{},"a":[null,true,false,-1,0],"b":"\"\\\b\u0000é😀"}`))
	f.Add([]byte("{\"😀\":1,\"\ue000\":2}"))
	f.Add([]byte(`{"a":1,"a\n":2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, want := canonicalValue(b), canonicalByOracle(b); got != want {
			t.Errorf("%q: scanner says %t, oracle %t", b, got, want)
		}
	})
}

func BenchmarkCanonicalValue(b *testing.B) {
	body := []byte(`{"actual":{"days":3},"channel":"internet","item":"330000-xk-0017","limit":{"days":20,"kind":"working"},"name":"审核","number":"permit-2024-000017","office":"市政务服务中心","outcome":"granted","remarks":["a","b","c"],"window":"A-17"}`)
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			canonicalValue(body)
		}
	})
	b.Run("oracle", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			canonicalByOracle(body)
		}
	})
}
