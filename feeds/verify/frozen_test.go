package verify_test

import (
	"os"
	"testing"

	"caseledger/feeds/verify"
)

// TestFrozen: a log that the first release wrote verifies, for ever.
func TestFrozen(t *testing.T) {
	const root = "4kpUR7ekG3gHvdxpDtUeVOha2glCgH1eHignOzSlj2s="
	r := ask(t, "testdata/v1/log", t.TempDir())
	if !r.Verified || r.Size != 301 || r.Root != root {
		t.Errorf("%+v", r)
	}
}

// TestFrozenCosignatures: what witnesses signed when they were first asked counts,
// for ever.
func TestFrozenCosignatures(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/v1/log")); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "checkpoint", take(t, "testdata/v1/witnessed", "checkpoint"))
	policy := string(take(t, "testdata/v1/witnessed", "policy"))
	r, err := verify.Verify(t.Context(), verify.Question{Source: dir, Memory: t.TempDir(), Policy: policy})
	if err != nil || !r.Verified || len(r.Cosignatures) != 2 || r.Cosignatures[1].Witness != "b" {
		t.Errorf("%+v, %v", r, err)
	}
}
