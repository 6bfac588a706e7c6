package tlog_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/tlog"
	"caseledger/feeds/verify"
)

// witnessed is a place where a log was begun, with a policy that is made of three
// witnesses.
func witnessed(t *testing.T, quorum string) (at tlog.Place, w [3]*aWitness) {
	t.Helper()
	at = begun(t)
	for i := range w {
		w[i] = newWitness(t, fmt.Sprintf("witness.example/%c", 'a'+i), keyOf(t, at))
	}
	setPolicy(t, at, w, quorum)
	return at, w
}

func setPolicy(t *testing.T, at tlog.Place, w [3]*aWitness, quorum string) {
	t.Helper()
	policy := w[0].line("a") + w[1].line("b") + w[2].line("c") + quorum + "\n"
	if err := os.WriteFile(filepath.Join(string(at), "log.witnesses"), []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
}

func keyOf(t *testing.T, at tlog.Place) string {
	t.Helper()
	h, err := at.Head()
	if err != nil {
		t.Fatal(err)
	}
	return h.Key
}

// signers says who has signed the newest checkpoint: "ab".
func signers(t *testing.T, at tlog.Place) (out string) {
	t.Helper()
	h, err := at.Head()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range h.Witnesses {
		if !c.At.IsZero() {
			out += c.Witness
		}
	}
	return out
}

// asReader verifies a log as whoever wants the witnesses of a policy, and gives
// the first difference.
func asReader(t *testing.T, at tlog.Place, policy string) string {
	t.Helper()
	r, err := verify.Verify(t.Context(), verify.Question{Source: at.Dir(), Memory: t.TempDir(), Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Differences) > 0 {
		return r.Differences[0].String()
	}
	return ""
}

func publishedPolicy(t *testing.T, at tlog.Place) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(at.Dir(), "policy"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// stuck publishes until a checkpoint of all records was signed twice, and gives the
// publisher, which goes on until it is stopped.
func stuck(t *testing.T, at tlog.Place, l *feedtest.Ledger) (p *tlog.Publisher, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	signed, ended := make(chan uint64, 1000), make(chan error, 1)
	p = &tlog.Publisher{Place: at, Records: l, Logger: slog.New(slog.DiscardHandler)}
	p.Quick(func(size uint64) { signed <- size })
	go func() { ended <- p.Run(ctx) }()
	for times := 0; times < 2; {
		select {
		case size := <-signed:
			if size == uint64(len(l.All())) {
				times++
			}
		case err := <-ended:
			t.Fatalf("ended early: %v", err)
		}
	}
	return p, func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

const twoOfThree = "group g 2 a b c\nquorum g"

// TestWitnesses: a checkpoint is published once enough have cosigned it, whatever
// the others do.
func TestWitnesses(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(t *testing.T, at tlog.Place, w *aWitness) // to the third
		not  string                                         // who cannot have signed
	}{
		{"all are there", func(*testing.T, tlog.Place, *aWitness) {}, ""},
		{"one is down", func(_ *testing.T, _ tlog.Place, w *aWitness) { w.stop() }, "c"},
		{"one is slow", func(t *testing.T, _ tlog.Place, w *aWitness) {
			w.stop()
			ln, err := net.Listen("tcp", w.address) // takes connections, and never answers
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { ln.Close() })
		}, "c"},
		{"one saw a fork", func(t *testing.T, at tlog.Place, w *aWitness) {
			other := tlog.Place(t.TempDir())
			key, err := os.ReadFile(filepath.Join(string(at), "log.key"))
			if err != nil {
				t.Fatal(err)
			}
			for name, content := range map[string]string{"log.key": string(key), "log.witnesses": w.line("c") + "quorum c\n"} {
				if err := os.WriteFile(filepath.Join(string(other), name), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			published(t, other, gone(100, 250))
			if got := signers(t, other); got != "c" {
				t.Errorf("the fork is signed by %q", got)
			}
		}, "c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at, w := witnessed(t, twoOfThree)
			c.harm(t, at, w[2])
			l := feedtest.New(300)
			published(t, at, l)
			l.Grow(500)
			published(t, at, l)
			checkLog(t, at, l)
			if got := signers(t, at); len(got) < 2 || c.not != "" && strings.Contains(got, c.not) {
				t.Errorf("signed by %q", got)
			}
			if says := asReader(t, at, publishedPolicy(t, at)); says != "" {
				t.Error(says)
			}
			if strings.Contains(publishedPolicy(t, at), "127.0.0.1") {
				t.Error("the policy that is published says where witnesses are asked")
			}
		})
	}
}

// TestTooFewWitnesses: nothing is published while too few sign, that is said, and
// it goes on by itself once there are enough.
func TestTooFewWitnesses(t *testing.T) {
	at, w := witnessed(t, twoOfThree)
	l := feedtest.New(300)
	published(t, at, l)
	w[1].stop()
	w[2].stop()
	l.Grow(10)
	p, stop := stuck(t, at, l)
	defer stop()
	if h, err := at.Head(); err != nil || h.Size != 300 || h.Signed != 310 || p.Unwitnessed().IsZero() {
		t.Errorf("%+v, %v, since %v", h, err, p.Unwitnessed())
	}
	w[1].start()
	for h := (tlog.Head{}); h.Size != 310; <-time.After(time.Millisecond) {
		var err error
		if h, err = at.Head(); err != nil {
			t.Fatal(err)
		}
	}
	if !p.Unwitnessed().IsZero() {
		t.Error("it is published, and said to wait")
	}
	checkLog(t, at, l)
}

// TestRewrittenAfterWitnesses: who has the key and rewrites the log after witnesses
// saw it gets no cosignature, and whoever wants one is told.
func TestRewrittenAfterWitnesses(t *testing.T) {
	at, w := witnessed(t, "group g all a b c\nquorum g")
	published(t, at, feedtest.New(300))
	policy := publishedPolicy(t, at)
	if says := asReader(t, at, policy); says != "" {
		t.Fatal(says)
	}
	rewrite := func() {
		for _, name := range []string{"log", "log.mark"} {
			if err := os.RemoveAll(filepath.Join(string(at), name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	rewrite()
	ctx, cancel := context.WithCancel(t.Context())
	p := &tlog.Publisher{Place: at, Records: gone(200, 300), Logger: slog.New(slog.DiscardHandler), Follower: giveUp(cancel)}
	if err := p.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("with its witnesses it is published: %v", err)
	}
	if h, err := at.Head(); err != nil || h.Size != 0 {
		t.Errorf("%+v, %v", h, err)
	}
	rewrite()
	if err := os.Remove(filepath.Join(string(at), "log.witnesses")); err != nil {
		t.Fatal(err)
	}
	published(t, at, gone(200, 300))
	if says := asReader(t, at, policy); !strings.HasPrefix(says, "cosignature: checkpoint: expected cosignatures of the quorum g: 3 of a, b, c, found none of a, none of b, none of c; the log itself has signed it") {
		t.Errorf("to whom wants witnesses it says %q", says)
	}
	setPolicy(t, at, w, twoOfThree)
	_, stop := stuck(t, at, gone(200, 301))
	defer stop()
	if h, err := at.Head(); err != nil || h.Size != 300 {
		t.Errorf("with its witnesses it goes on: %+v, %v", h, err)
	}
}

// TestStrangeWitnesses: a policy that says nothing useful stops the log, and is
// named.
func TestStrangeWitnesses(t *testing.T) {
	at := begun(t)
	w := newWitness(t, "witness.example/a", keyOf(t, at))
	for _, c := range []struct{ policy, says string }{
		{w.line("a"), "must define a quorum"},
		{w.line("a") + "quorum b\n", `"b" not found`},
		{w.line("a") + w.line("b") + "quorum a\n", "the key of b stands there twice"},
		{"witness a nonsense http://127.0.0.1:1\nquorum a\n", "invalid witness config"},
		{"witness a " + w.vkey + "\nquorum a\n", "invalid witness definition"},
	} {
		if err := os.WriteFile(filepath.Join(string(at), "log.witnesses"), []byte(c.policy), 0o600); err != nil {
			t.Fatal(err)
		}
		if says := refused(t, at, feedtest.New(3)); !strings.Contains(says, c.says) || !strings.Contains(says, "log.witnesses") {
			t.Errorf("%q: it says %s", c.policy, says)
		}
	}
}
