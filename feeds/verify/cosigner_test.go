package verify_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	f_note "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"caseledger/feeds/verify"
)

// cosignerKeys makes a witness's keys: to sign with, and as policies name it.
func cosignerKeys(t testing.TB, name string, n byte) (signer note.Signer, public string) {
	t.Helper()
	private, plain, err := note.GenerateKey(zeros(n), name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f_note.NewSignerForCosignatureV1(private)
	if err != nil {
		t.Fatal(err)
	}
	if public, err = f_note.VKeyToCosignatureV1(plain); err != nil {
		t.Fatal(err)
	}
	return s, public
}

// cosign adds the signatures of witnesses to the checkpoint in a folder.
func cosign(t testing.TB, dir string, witnesses ...note.Signer) {
	t.Helper()
	b := take(t, dir, "checkpoint")
	text, _, _ := bytes.Cut(b, []byte("\n\n"))
	n, err := note.Sign(&note.Note{Text: string(text) + "\n"}, witnesses...)
	if err != nil {
		t.Fatal(err)
	}
	_, lines, _ := bytes.Cut(n, []byte("\n\n"))
	put(t, dir, "checkpoint", append(b, lines...))
}

// TestQuorum: a checkpoint needs the cosignatures that a policy wants.
func TestQuorum(t *testing.T) {
	_, log := keys(t, 1)
	signers, base := map[rune]note.Signer{}, []string{"log " + log}
	for i, c := range "abcd" {
		s, public := cosignerKeys(t, fmt.Sprintf("witness.example/%c", c), byte(i+11))
		signers[c] = s
		base = append(base, fmt.Sprintf("witness %c %s https://%c.example", c, public, c))
	}
	head := strings.Join(base, "\n") + "\n"
	for _, c := range []struct {
		quorum string
		signed string // who has
		says   string
	}{
		{"quorum a", "a", ""},
		{"quorum a", "b", "cosignature: checkpoint: expected cosignatures of the quorum a: 1 of a, found none of a, b at "},
		{"group g 2 a b c\nquorum g", "ac", ""},
		{"group g 2 a b c\nquorum g", "abc", ""},
		{"group g 2 a b c\nquorum g", "c", "cosignature: checkpoint: expected cosignatures of the quorum g: 2 of a, b, c, found none of a, none of b, c at "},
		{"group g 2 a b c\nquorum g", "dc", "cosignature: "},
		{"group g any a b\ngroup h all c d\ngroup q all g h\nquorum q", "bcd", ""},
		{"group g any a b\ngroup h all c d\ngroup q all g h\nquorum q", "abc", "cosignature: checkpoint: expected cosignatures of the quorum q: 2 of (1 of a, b), (2 of c, d), found "},
		{"group g any a b\nquorum none", "", ""},
		{"group g any a b\nquorum none", "d", ""},
	} {
		dir := whole(t, 300)
		for _, w := range c.signed {
			cosign(t, dir, signers[w])
		}
		r, err := verify.Verify(t.Context(), verify.Question{Source: dir, Memory: t.TempDir(), Policy: head + c.quorum + "\n"})
		if err != nil || r.Verified != (c.says == "") || !strings.HasPrefix(lines(r), c.says) || len(r.Cosignatures) != len(c.signed) {
			t.Errorf("%q by %q: %+v, %v", c.quorum, c.signed, r, err)
		}
	}
	for _, c := range []struct{ rest, fails string }{
		{"quorum z", "it wants the quorum z, and does not say who that is"},
		{"group g 3 a b\nquorum g", `"3" is not any, all, or a number of its 2 members`},
		{"group g 0 a b\nquorum g", `"0" is not any`},
		{"group g 1 a z\nquorum g", "z is no witness or group named before"},
		{"group a 1 b c\nquorum a", "line 6 is not of a policy"},
		{"quorum a\nquorum b", "line 7 is not of a policy"},
		{"witness e witness.example+00000000+BA==\nquorum e", "only Ed25519 cosignatures"},
		{"witness e " + strings.Replace(strings.Fields(base[1])[2], "/a+", "/e+", 1) + "\nquorum e", "kind and hash do not go with it"},
		{"witness e nonsense\nquorum e", "is no public key of a witness"},
	} {
		_, err := verify.Verify(t.Context(), verify.Question{Source: whole(t, 1), Memory: t.TempDir(), Policy: head + c.rest})
		if err == nil || !strings.Contains(err.Error(), c.fails) {
			t.Errorf("%q: %v", c.rest, err)
		}
	}
}

// TestRewrittenAfterWitnesses: a log that was signed anew with its own key is
// refused by whoever wants its witnesses, at first sight too; cosignatures of the
// log as it was do not help it. Who has seen it before is told what was rewritten.
func TestRewrittenAfterWitnesses(t *testing.T) {
	private, public := keys(t, 1)
	signer, witness := cosignerKeys(t, "witness.example/a", 11)
	policy := "log " + public + "\nwitness a " + witness + "\nquorum a\n"
	for _, c := range []struct {
		name   string
		keep   bool // the cosignature stays
		memory bool // it was seen before
		says   []string
	}{
		{"without a cosignature", false, false, []string{"cosignature: checkpoint: expected cosignatures of the quorum a: 1 of a, found none of a; the log itself has signed it"}},
		{"with the old cosignature", true, false, []string{"found one that is not of this checkpoint of a; "}},
		{"to whom has seen it", false, true, []string{"cosignature: ", "consistency: the first 600 leaves", "history: leaves 0 to 255"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, memory := whole(t, 600), t.TempDir()
			before := take(t, dir, "checkpoint")
			cosign(t, dir, signer)
			cosignature := bytes.TrimPrefix(take(t, dir, "checkpoint"), before)
			ask := func() verify.Report {
				r, err := verify.Verify(t.Context(), verify.Question{Source: dir, Memory: memory, Policy: policy})
				if err != nil {
					t.Fatal(err)
				}
				return r
			}
			if r := ask(); !r.Verified {
				t.Fatalf("before: %s", lines(r))
			}
			if !c.memory {
				memory = t.TempDir()
			}
			write(t, dir, swap(20, 70)(records(600)), private, public)
			if c.keep {
				put(t, dir, "checkpoint", append(take(t, dir, "checkpoint"), cosignature...))
			}
			r := ask()
			for _, says := range c.says {
				if r.Verified || !strings.Contains(lines(r), says) {
					t.Errorf("it does not say %q: %s", says, lines(r))
				}
			}
		})
	}
}
