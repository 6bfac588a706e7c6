package verify_test

import "testing"

// TestFrozen: a log that the first release wrote verifies, for ever.
func TestFrozen(t *testing.T) {
	const root = "4kpUR7ekG3gHvdxpDtUeVOha2glCgH1eHignOzSlj2s="
	r := ask(t, "testdata/v1/log", t.TempDir())
	if !r.Verified || r.Size != 301 || r.Root != root {
		t.Errorf("%+v", r)
	}
}
