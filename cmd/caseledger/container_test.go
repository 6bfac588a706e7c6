package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestContainer holds the container files against the code: what they start
// must parse, and the image must be built with the Go version of go.mod.
func TestContainer(t *testing.T) {
	dockerfile, compose, gomod := read(t, "cmd/caseledger/Dockerfile"), read(t, "docker-compose.yml"), read(t, "go.mod")
	calls := regexp.MustCompile(`(?m)(?:CMD|command:) (\[.*\])$`).FindAllStringSubmatch(dockerfile+compose, -1)
	if len(calls) != 3 {
		t.Fatalf("%d commands found in Dockerfile and docker-compose.yml, want serve twice and health", len(calls))
	}
	p := program{stdout: io.Discard, stderr: io.Discard}
	for _, call := range calls {
		var args []string
		if err := json.Unmarshal([]byte(call[1]), &args); err != nil {
			t.Fatalf("%s: %v", call[0], err)
		}
		if args[0] == "/caseledger" {
			args = args[1:]
		}
		var c cli
		parser, err := p.parser(context.Background(), &c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(args); err != nil {
			t.Errorf("%s: %v", call[0], err)
		}
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(gomod)
	if version == nil || !strings.Contains(dockerfile, "FROM golang:"+version[1]+" ") {
		t.Errorf("the Dockerfile does not build with Go %v, which go.mod asks for", version)
	}
	if !strings.Contains(compose, "dockerfile: cmd/caseledger/Dockerfile") {
		t.Error("docker-compose.yml does not build the Dockerfile beside the command")
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
