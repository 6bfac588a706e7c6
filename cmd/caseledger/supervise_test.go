package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
)

// TestServerSupervises: a server records cards of what is recorded while it
// serves, unless it is told not to.
func TestServerSupervises(t *testing.T) {
	late := `mutation { acceptCase(input: {number: "T-1", idempotencyKey: "k", org: "A", promisedDays: 5, occurredAt: "2024-03-04T01:00:00Z"}) { userErrors { message } } }`
	question := "/graphql?query=%7Bcards%7BtotalCount%7D%7D"
	s := serveHere(t)
	staff, _ := s.token(t, "record")
	s.ask(t, staff, late)
	s.await(t, s.URL+question, `"totalCount":1`)
	s.await(t, s.URL+"/healthz", `"name":"supervise","state":"following"`)

	alone := serveHere(t, "--no-supervise")
	staff, _ = alone.token(t, "record")
	alone.ask(t, staff, late)
	alone.await(t, alone.URL+"/graphql?query=%7Bcase(number%3A%22T-1%22)%7Bnumber%7D%7D", `"number":"T-1"`)
	if _, a := alone.get(t, alone.URL+"/healthz"); strings.Contains(a, `"supervise"`) {
		t.Errorf("it supervises: %s", a)
	}
}

// TestSupervisorIsKilled: a process that is killed again and again while it
// supervises leaves, in the end, the cards of one that was not.
func TestSupervisorIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("processes that are killed")
	}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	run := func(data string, args ...string) *exec.Cmd {
		c := exec.Command(binary, append(args, "--data", data)...)
		c.Args[0] = "caseledger"
		return c
	}
	calm, killed := filepath.Join(t.TempDir(), "calm"), filepath.Join(t.TempDir(), "killed")
	runVerb(t, calm, "simulate", "--profile", "county", "--seed", "3", "--cases", "3000", "--json")
	if err := os.CopyFS(killed, os.DirFS(calm)); err != nil {
		t.Fatal(err)
	}
	runVerb(t, calm, "supervise", "--json")
	for i := range 25 {
		c := run(killed, "supervise")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+10*i) * time.Millisecond)
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	runVerb(t, killed, "supervise", "--json")
	want, got := cardNumbers(t, calm), cardNumbers(t, killed)
	if len(want) < 50 || len(want) != len(got) {
		t.Fatalf("%d cards, and %d where it was killed", len(want), len(got))
	}
	for number, times := range got {
		if times != 1 || want[number] != 1 {
			t.Errorf("card %s stands %d times, wanted %d", number, times, want[number])
		}
	}
}

func cardNumbers(t *testing.T, data string) map[string]int {
	var v struct{ Cards []struct{ Number string } }
	if err := json.Unmarshal(runVerb(t, data, "cards", "--json"), &v, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, c := range v.Cards {
		out[c.Number]++
	}
	return out
}
