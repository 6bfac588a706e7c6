package verify_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"caseledger/feeds/verify"
)

// serve serves a folder below /log/, and counts what it was asked for.
func serve(t *testing.T, dir string) (address string, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	files := http.StripPrefix("/log/", http.FileServer(http.Dir(dir)))
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1); !strings.HasPrefix(r.URL.Path, "/log/") {
			http.NotFound(w, r)
			return
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	return web.URL, asked
}

func mirror(t *testing.T, address, dir string) (verify.Report, error) {
	t.Helper()
	return verify.Mirror(t.Context(), verify.Question{Source: address, Memory: t.TempDir()}, dir)
}

// A mirror grows with its log, reads nothing twice, and verifies.
func TestMirror(t *testing.T) {
	private, public := keys(t, 1)
	live, copied := filepath.Join(t.TempDir(), "log"), filepath.Join(t.TempDir(), "copy")
	all := records(3000)
	address, asked := serve(t, live)
	memory := t.TempDir()
	for _, n := range []int{100, 256, 600, 601, 2816, 3000} {
		write(t, live, all[:n], private, public)
		before := asked.Load()
		r, err := mirror(t, address, copied)
		if err != nil || !r.Verified || r.Size != uint64(n) {
			t.Fatalf("%d leaves: %+v, %v", n, r, err)
		}
		if n == 601 && asked.Load()-before > 10 {
			t.Errorf("%d requests for one leaf", asked.Load()-before)
		}
		for _, source := range []string{copied, address, live} {
			if r := ask(t, source, memory); !r.Verified || r.Size != uint64(n) {
				t.Fatalf("%s with %d leaves: %s", source, n, lines(r))
			}
		}
		if got := string(take(t, copied, "policy")); got != "log "+public+"\nquorum none\n" {
			t.Errorf("policy %q", got)
		}
	}
}

// A mirror takes nothing that does not verify, and goes on where it was stopped.
func TestMirrorChecks(t *testing.T) {
	live, copied := whole(t, 1900), filepath.Join(t.TempDir(), "copy")
	address, _ := serve(t, live)
	flip(path("entries", 5, 256), 1000)(t, live)
	r, err := mirror(t, address, copied)
	if err != nil || r.Verified || !strings.HasPrefix(lines(r), "leaf: leaf 1282") {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := os.Stat(filepath.Join(copied, "checkpoint")); err == nil {
		t.Error("there is a checkpoint")
	}
	// It ends early, and says where.
	var early *verify.EarlyError
	_, err = verify.Verify(t.Context(), verify.Question{Source: copied, Memory: t.TempDir()})
	if !errors.As(err, &early) || early.Size != 1280 {
		t.Errorf("%v", err)
	}
	flip(path("entries", 5, 256), 1000)(t, live)
	if r, err := mirror(t, address, copied); err != nil || !r.Verified {
		t.Fatalf("%+v, %v", r, err)
	}
	// A log that was rewritten since is not mirrored over the copy.
	again(swap(20, 23))(t, live)
	r, err = mirror(t, address, copied)
	if err != nil || r.Verified || len(r.Differences) == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if r := ask(t, copied, t.TempDir()); !r.Verified {
		t.Errorf("the copy was spoilt: %s", lines(r))
	}
	private, public := keys(t, 2)
	write(t, live, records(1900), private, public)
	if r, err = mirror(t, address, copied); err != nil || !strings.HasPrefix(lines(r), "key: ") {
		t.Errorf("another key: %+v, %v", r, err)
	}
}

// A run that was stopped is gone on with, as long as its source is a site.
func TestResume(t *testing.T) {
	live := whole(t, 16_000)
	files := http.StripPrefix("/log/", http.FileServer(http.Dir(live)))
	ctx, stop := context.WithCancel(t.Context())
	var first atomic.Bool
	first.Store(true)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/log/tile/entries/050" && first.CompareAndSwap(true, false):
			stop()
		case !first.Load() && r.URL.Path == "/log/tile/entries/010":
			t.Error("leaves are read twice")
		}
		files.ServeHTTP(w, r)
	}))
	defer web.Close()
	memory := t.TempDir()
	if _, err := verify.Verify(ctx, verify.Question{Source: web.URL, Memory: memory}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	var said []string
	r, err := verify.Verify(t.Context(), verify.Question{Source: web.URL, Memory: memory, Say: func(s string) { said = append(said, s) }})
	if err != nil || !r.Verified || r.Size != 16_000 {
		t.Errorf("%+v, %v", r, err)
	}
	if !strings.Contains(strings.Join(said, "\n"), "Going on from leaf ") {
		t.Errorf("it said %q", said)
	}
}

// A policy decides, and what it cannot be held to is refused.
func TestPolicy(t *testing.T) {
	dir := whole(t, 300)
	_, right := keys(t, 1)
	_, wrong := keys(t, 2)
	for _, c := range []struct{ policy, says, fails string }{
		{"log " + right + "\nquorum none\n", "", ""},
		{"# ours\nlog " + wrong + " # old\nlog " + right + " https://example.org\n\nquorum none", "", ""},
		{"log " + wrong + "\nquorum none\n", "signature: ", ""},
		{"log " + right + "\nwitness w " + wrong + "\nquorum w\n", "cosignature: checkpoint: expected cosignatures of the quorum w: 1 of w, found none of w; ", ""},
		{"log " + right + "\nwitness w " + wrong + "\nquorum none\n", "", ""},
		{"log " + right + "\n", "", "it says no quorum"},
		{"quorum none\n", "", "it names no log"},
		{"log nonsense\nquorum none\n", "", "is no public key of a log"},
		{"secret " + right + "\nquorum none\n", "", "line 1 is not of a policy"},
	} {
		r, err := verify.Verify(t.Context(), verify.Question{Source: dir, Memory: t.TempDir(), Policy: c.policy})
		switch {
		case c.fails != "":
			if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%q: %v", c.policy, err)
			}
		case err != nil || r.Verified != (c.says == "") || !strings.HasPrefix(lines(r), c.says):
			t.Errorf("%q: %v, %s", c.policy, err, lines(r))
		}
	}
}
