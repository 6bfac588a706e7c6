package main

import (
	"os/exec"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	list := []string{"accepted", "closed", "closed_late", "on_time_rate", "open"}
	for written, want := range map[string]string{
		"acepted": "accepted", "accpeted": "accepted", "Closed": "closed", "on-time-rate": "on_time_rate", "close_late": "closed_late",
		"closed": "", "": "", "x": "", "something": "", "opne": "open",
	} {
		if got := nearest(written, list); got != want && !(written == "Closed" && got == "closed") {
			t.Errorf("%q is taken for %q, not %q", written, got, want)
		}
	}
}

// TestCompletion: the scripts know every verb and flag, and bash completes by
// theirs.
func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		script, _ := saying(t, exitOK, "completion", shell)
		for _, v := range verbs() {
			if !strings.Contains(script, v.name) {
				t.Errorf("%s: %s is missing", shell, v.name)
			}
		}
		for _, w := range []string{"on_time_rate", "within_law", "known-at", "parquet", "permit-receipt", "restate"} {
			if !strings.Contains(script, w) {
				t.Errorf("%s: %s is missing", shell, w)
			}
		}
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here")
	}
	script, _ := saying(t, exitOK, "completion", "bash")
	for line, want := range map[string]string{
		"caseledger fig":                         "figures",
		"caseledger figures --figure on_time_ra": "on_time_rate",
		"caseledger statement res":               "restate",
		"caseledger statement restate --per":     "--period",
		"caseledger export parq":                 "parquet",
		"caseledger figures --by chan":           "channel",
		"caseledger --data x figures --trunc":    "--truncate",
	} {
		words := strings.Fields(line)
		ask := script + "\nCOMP_WORDS=(" + line + "); COMP_CWORD=" + string(rune('0'+len(words)-1)) + "; _caseledger; echo ${COMPREPLY[0]}"
		got, err := exec.CommandContext(t.Context(), bash, "-c", ask).CombinedOutput()
		if first, _, _ := strings.Cut(strings.TrimSpace(string(got)), "\n"); err != nil || first != want {
			t.Errorf("%s: bash completes %q (%v), want %s", line, got, err, want)
		}
	}
}
