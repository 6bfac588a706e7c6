package claims_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/projections/claims"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// judged is what is said of a file, a line for each claim.
func judged(t testing.TB, file *claims.File) string {
	t.Helper()
	list, err := claims.Judge(t.Context(), file.Claims, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, j := range list {
		fmt.Fprintf(&b, "%s %s: %s [%s]\n    %s\n    %s\n", j.ID, j.Is, j.Says, j.Verdict, j.Why, j.WhyZh)
		if j.WouldHoldOf != "" {
			fmt.Fprintf(&b, "    %s %s\n", j.WouldHoldOf, some(j.WouldHold))
		}
	}
	return b.String()
}

// some is a list by its ends.
func some(list []any) string {
	if len(list) > 6 {
		return fmt.Sprintf("%v … %v, %d in all", list[:3], list[len(list)-1], len(list))
	}
	return fmt.Sprint(list)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// The claims of the seeds and of six bulletins, with what is said of them.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("examples/*.json")
	if err != nil || len(files) != 7 {
		t.Fatalf("%d examples: %v", len(files), err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file, err := claims.Read(text)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".golden", judged(t, file))
			if clean := !strings.Contains(strings.ReplaceAll(judged(t, file), "[holds]", ""), "["); name == "yichun-2023-05" && !clean {
				t.Error("the clean one does not pass whole")
			}
		})
	}
}
