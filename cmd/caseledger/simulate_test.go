package main

import (
	"encoding/json"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// tells DATA [FLAG…] ID=VALUE… asks for figures, which must have these values.
// Flags are those of figures, as --name=value.
func tells(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: tells DATA [FLAG…] ID=VALUE…")
	}
	command, want := []string{"figures", "--data", args[0], "--json"}, map[string]string{}
	for _, a := range args[1:] {
		if strings.HasPrefix(a, "--") {
			command = append(command, a)
			continue
		}
		id, value, _ := strings.Cut(a, "=")
		want[id] = value
		command = append(command, "--figure", id)
	}
	ts.Check(ts.Exec("caseledger", command...))
	var told struct {
		Figures []struct {
			ID    string
			Value json.Number
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &told))
	for _, f := range told.Figures {
		if want[f.ID] != f.Value.String() {
			ts.Fatalf("%s is %s, want %s", f.ID, f.Value, want[f.ID])
		}
		delete(want, f.ID)
	}
	if len(want) > 0 {
		ts.Fatalf("not told: %v", want)
	}
}

// samecontent FILE… says that the tree hashes in the JSON of simulate and copy
// are one.
func sameContent(ts *testscript.TestScript, neg bool, args []string) {
	var first string
	for _, name := range args {
		var told struct{ ContentHash, Root string }
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(name)), &told))
		hash := told.ContentHash + told.Root
		if first == "" {
			first = hash
		}
		if neg || hash == "" || hash != first {
			ts.Fatalf("%s has %s, want %s", name, hash, first)
		}
	}
}
