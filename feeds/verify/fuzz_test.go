package verify_test

import (
	"bytes"
	"strings"
	"testing"

	"caseledger/feeds/verify"
)

// What parses re-encodes to the same bytes, and what does not gives nothing.

func FuzzRecord(f *testing.F) {
	f.Add(record(7))
	f.Add(record(8))
	f.Add(bytes.Replace(record(7), []byte(`{"name":"初审","step":"review"}`), []byte(`{"":[],"a":{"b":[1,-2,null]},"é":"\"\\\b\u000b","😀":true,"`+"\ue000"+`":0}`), 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := verify.ParseRecord(b)
		if err != nil {
			if r.Stream != "" || r.Public != nil {
				t.Errorf("%q: %v, and %+v", b, err, r)
			}
			return
		}
		if again := r.Append(nil); !bytes.Equal(again, b) {
			t.Errorf("%q becomes %q", b, again)
		}
	})
}

func FuzzBundle(f *testing.F) {
	f.Add(verify.AppendBundle(nil, records(3)))
	f.Add([]byte{0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		leaves, err := verify.ParseBundle(b)
		if err != nil {
			if leaves != nil {
				t.Errorf("%q: %v, and %d leaves", b, err, len(leaves))
			}
			return
		}
		if again := verify.AppendBundle(nil, leaves); !bytes.Equal(again, b) {
			t.Errorf("%q becomes %q", b, again)
		}
	})
}

func FuzzCheckpoint(f *testing.F) {
	f.Add("example.gov.cn/log\n3\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n")
	f.Add("example.gov.cn/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := verify.ParseCheckpoint(text)
		if err != nil {
			if c != (verify.Checkpoint{}) {
				t.Errorf("%q: %v, and %+v", text, err, c)
			}
			return
		}
		if c.String() != text {
			t.Errorf("%q becomes %q", text, c)
		}
	})
}

func FuzzLongLeaf(f *testing.F) {
	f.Add([]byte(`{"hash":"93a8c289a02d8666bb4fbf4acf115989d72d8c0e5a7a0e79636e31231ae4d9da","size":90305,"v":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if l, ok := verify.ParseLongLeaf(b); ok && l.String() != string(b) {
			t.Errorf("%q becomes %q", b, l)
		}
	})
}

// A policy that parses names a log, and its quorum can be told; one that does not
// gives nothing.
func FuzzPolicy(f *testing.F) {
	const key = "example.gov.cn/log+e2f1ac29+AdSFLDFUIc5eUUfvQuKlqw7gY5P1C2Q0A4GmVb8mIgAr"
	f.Add("log " + key + "\nquorum none\n")
	f.Add("# x\nwitness a w.example+00000000+BA== http://x\ngroup g any a\ngroup h all a g\nquorum h")
	f.Fuzz(func(t *testing.T, text string) {
		logs, witnesses, quorum, err := verify.ParsePolicy(text)
		if err != nil && (logs > 0 || witnesses > 0 || quorum != "") || err == nil && logs == 0 {
			t.Errorf("%q: %d logs, %d witnesses, quorum %q, %v", text, logs, witnesses, quorum, err)
		}
		if err == nil && quorum == "" && strings.Contains(text, "quorum") && !strings.Contains(text, "none") {
			t.Errorf("%q wants nobody", text)
		}
	})
}
