package verify_test

import (
	"os"
	"path/filepath"
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

// TestFrozenFigures: a log of figures that the first release with one wrote
// verifies, for ever.
func TestFrozenFigures(t *testing.T) {
	const frozen = "testdata/v1/figures"
	if os.Getenv("UPDATE") != "" {
		dir, _, _ := published(t)
		os.RemoveAll(filepath.Join(dir, ".state"))
		os.RemoveAll(filepath.Join(dir, "figures/.state"))
		if err := os.CopyFS(frozen, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	}
	if r := ask(t, frozen, t.TempDir()); !r.Verified || r.Figures == nil || *r.Figures != 580 {
		t.Errorf("%+v", r)
	}
}
