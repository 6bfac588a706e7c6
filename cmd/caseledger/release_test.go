package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// unpackRelease brings a data folder back as the release of 22 November 2026
// left it, and gives what that release said of it: by name, the arguments of a
// verb and what --json printed.
func unpackRelease(t *testing.T) (data string, commands map[string][]string, said map[string][]byte) {
	t.Helper()
	packed, err := os.Open("testdata/release-2026-11-22.tar.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	commands, said = map[string][]string{}, map[string][]byte{}
	for r := tar.NewReader(plain); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, h.Name)
		if h.Typeflag == tar.TypeDir {
			if err := os.MkdirAll(path, 0o700); err != nil {
				t.Fatal(err)
			}
			continue
		}
		b, err := io.ReadAll(r)
		if err == nil {
			err = errors.Join(os.WriteFile(path, b, 0o600), os.Chmod(path, h.FileInfo().Mode().Perm()))
		}
		if err != nil {
			t.Fatal(err)
		}
		if name, ok := strings.CutSuffix(filepath.Base(h.Name), ".json"); ok {
			said[name] = b
		}
		if h.Name == "said/commands" {
			for line := range strings.Lines(string(b)) {
				words := strings.Fields(line)
				commands[words[0]] = words[1:]
			}
		}
	}
	return filepath.Join(dir, "data"), commands, said
}

// TestRelease: a folder of an earlier release is whole, says what it said
// then, and is gone on with.
func TestRelease(t *testing.T) {
	data, commands, said := unpackRelease(t)
	if len(commands) != 9 || len(said) != 9 {
		t.Fatalf("%d commands with %d answers", len(commands), len(said))
	}
	for name, args := range commands {
		var was, is any
		if err := json.Unmarshal(said[name], &was); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(runVerb(t, data, args...), &is); err != nil {
			t.Fatal(err)
		}
		for _, d := range lost(name, was, is) {
			t.Error(d)
		}
	}
	runVerb(t, data, "check")
	mapping, csv := filepath.Join(t.TempDir(), "centre.json"), filepath.Join(t.TempDir(), "centre.csv")
	for path, language := range map[string]string{mapping: "json", csv: "csv"} {
		_, rest, _ := strings.Cut(read(t, "ledger/intake/MAPPINGS.md"), "```"+language+"\n")
		text, _, _ := strings.Cut(rest, "```")
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, "2024/001", "2025/001")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	runVerb(t, data, "import", csv, "--mapping", mapping)
	runVerb(t, data, "show", "YH-2025-0017")
	if out := runVerb(t, data, "figures", "--figure", "accepted"); !bytes.Contains(out, []byte(`"value":76`)) {
		t.Errorf("with two more cases: %s", out)
	}
	runVerb(t, data, "check")
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %#o", path, info.Mode().Perm())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// lost lists what an answer no longer says: members may be added, none may go
// or change, but for the versions and the words of definitions, and figures may be
// added.
func lost(at string, was, is any) (out []string) {
	switch was := was.(type) {
	case map[string]any:
		is, _ := is.(map[string]any)
		for name, value := range was {
			if name != "version" && name != "formula" {
				out = append(out, lost(at+"."+name, value, is[name])...)
			}
		}
	case []any:
		is, _ := is.([]any)
		if is = known(is, was); len(is) != len(was) {
			return []string{fmt.Sprintf("%s has %d members, had %d", at, len(is), len(was))}
		}
		for i := range was {
			out = append(out, lost(fmt.Sprintf("%s[%d]", at, i), was[i], is[i])...)
		}
	default:
		if was != is {
			out = append(out, fmt.Sprintf("%s is %v, was %v", at, is, was))
		}
	}
	return out
}

// known are the members of a list that an older one has too, told by their ids;
// all of them where they have none.
func known(is, was []any) (out []any) {
	ids := map[any]bool{}
	for _, x := range was {
		if m, ok := x.(map[string]any); ok && m["id"] != nil {
			ids[m["id"]] = true
		}
	}
	for _, x := range is {
		if m, ok := x.(map[string]any); len(ids) == 0 || ok && ids[m["id"]] {
			out = append(out, x)
		}
	}
	return out
}
