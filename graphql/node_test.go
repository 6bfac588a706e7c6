package graphql_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAudit runs the audits that the npm package graphql-http holds servers to:
// on a running server where CASELEDGER_URL names one, else on one of its own.
func TestAudit(t *testing.T) {
	var audits []struct{ ID, Name, Status, Reason string }
	url := os.Getenv("CASELEDGER_URL")
	if url == "" {
		url = serve(t, newWorld(t, 1))
	}
	node(t, &audits, "audit.mjs", url+"/graphql")
	ok := 0
	for _, a := range audits {
		if a.Status == "ok" {
			ok++
		} else {
			t.Errorf("%s %s: %s %s", a.ID, a.Name, a.Status, a.Reason)
		}
	}
	if ok != 61 {
		t.Errorf("%d of %d audits are ok, want all 61", ok, len(audits))
	}
}

// TestIntrospection asks as today's tools do, and compares with the published
// schema as graphql-js prints both.
func TestIntrospection(t *testing.T) {
	var got struct {
		Invalid           []string
		Same              bool
		Served, Published string
	}
	w := newWorld(t, 1)
	w.deps.Now = time.Now // the answer is written in pieces, each with a deadline
	w.Handler = w.newHandler(t)
	node(t, &got, "introspect.mjs", serve(t, w))
	if len(got.Invalid) > 0 {
		t.Errorf("graphql-js says the schema is not valid: %v", got.Invalid)
	}
	if !got.Same {
		t.Errorf("introspection differs from the published schema\n%s", cmp.Diff(got.Published, got.Served))
	}
}

func serve(t *testing.T, w *world) string {
	t.Helper()
	s := httptest.NewServer(w)
	t.Cleanup(s.Close)
	return s.URL
}

// node runs a script of testdata/node and reads the JSON that it prints. It
// skips the test where there is no Node, or where its packages can neither be
// found nor downloaded: they stand in $CASELEDGER_NODE, or are installed into
// the user's cache the first time. Where CASELEDGER_NODE or CI is set, nothing is
// skipped.
func node(t *testing.T, out any, script string, args ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("foreign clients meet the server in the whole tests")
	}
	bin, err := exec.LookPath("node")
	if err != nil {
		without(t, "needs Node: install nodejs and npm to run this test")
	}
	modules := nodeModules(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, append([]string{filepath.Join("testdata", "node", script), modules}, args...)...)
	cmd.Stderr = os.Stderr
	printed, err := cmd.Output()
	if err != nil {
		t.Fatalf("node %s: %v", script, err)
	}
	if err := json.Unmarshal(printed, out); err != nil {
		t.Fatalf("%v in %.500s", err, printed)
	}
}

// without skips a test that lacks what it needs, and fails it in CI.
func without(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") != "" || os.Getenv("CASELEDGER_NODE") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// nodeModules is a folder with the packages of testdata/node/package.json.
func nodeModules(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("CASELEDGER_NODE")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		dir = filepath.Join(cache, "caseledger", "node")
	}
	want, err := os.ReadFile("testdata/node/package.json")
	if err != nil {
		t.Fatal(err)
	}
	have, _ := os.ReadFile(filepath.Join(dir, "installed.json"))
	if string(have) == string(want) {
		return dir
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), want, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
	cmd.Dir = dir
	if msg, err := cmd.CombinedOutput(); err != nil {
		without(t, "needs the packages of testdata/node: npm install in %s: %v\n%s", dir, err, msg)
	}
	if err := os.WriteFile(filepath.Join(dir, "installed.json"), want, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}
