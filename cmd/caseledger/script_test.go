package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"caseledger/ledger/intake"
)

// TestMain lets the scripts run the real command as a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"caseledger": main, "attack": attack})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Files:               scripts(t),
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(e *testscript.Env) error {
			e.Values[serversKey{}] = servers{}
			e.Vars = append(e.Vars, "CASELEDGER_DATASETS="+os.Getenv("CASELEDGER_DATASETS"))
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "datasets":
				return os.Getenv("CASELEDGER_DATASETS") != "", nil
			case "mounts":
				return canMount(t.TempDir()), nil
			}
			return false, fmt.Errorf("condition %s is not known", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":       exits,
			"sample":      writeSample,
			"start":       startServer,
			"ready":       awaitReady,
			"published":   awaitLog,
			"shutdown":    stopServer,
			"crash":       killServer,
			"get":         get,
			"post":        post,
			"trials":      askTrials,
			"grows":       grows,
			"damage":      damageFile,
			"hold":        holdStream,
			"transcripts": transcripts,
			"clerksday":   clerksDay,
			"readonly":    makeReadOnly,
			"room":        giveRoom,
			"holdsnone":   holdsNone,
			"fill":        fillIn,
			"tells":       tells,
			"samecontent": sameContent,
		},
	})
}

// scripts lists those to run: all, or in short those that start a server. Where one
// process follows another there is nothing to race with.
func scripts(t *testing.T) (out []string) {
	t.Helper()
	all, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !testing.Short() || bytes.Contains(b, []byte("\nstart ")) {
			out = append(out, name)
		}
	}
	return out
}

// holdsnone DIR TEXT: no file below a folder holds the bytes of a text.
func holdsNone(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: holdsnone DIR TEXT")
	}
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err == nil && bytes.Contains(b, []byte(args[1])) {
			err = fmt.Errorf("%s holds %q", path, args[1])
		}
		return err
	}))
}

// fill FILE WORD SOURCE writes the line that SOURCE holds in the places of a word.
func fillIn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: fill FILE WORD SOURCE")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[0]), args[1], strings.TrimSpace(ts.ReadFile(args[2])))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// exits CODE COMMAND… runs a command that must end with the exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	got := 0
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// sample FILE writes the shipped event log: as it is where the name ends in
// .gz, else uncompressed.
func writeSample(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: sample FILE")
	}
	var content io.Reader = intake.Sample()
	if !strings.HasSuffix(args[0], ".gz") {
		plain, err := gzip.NewReader(content)
		ts.Check(err)
		content = plain
	}
	b, err := io.ReadAll(content)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o644))
}

// damage FILE flips one bit in every event's type in a ledger's file: a part
// of a page may be a row no more.
func damageFile(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: damage FILE")
	}
	b := bytes.ReplaceAll([]byte(ts.ReadFile(args[0])), []byte("case.accepted/1"), []byte("case.accepted/0"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
}

type serversKey struct{}

// servers are the running servers of one script by name.
type servers map[string]*running

type running struct {
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr *bytes.Buffer
}

func serversOf(ts *testscript.TestScript) servers { return ts.Value(serversKey{}).(servers) }

// start NAME VERB ARGS… starts caseledger with --json on a free port and sets
// $NAME to the address it prints, $NAME_addr to its host and port.
func startServer(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: start NAME VERB ARGS…")
	}
	name := args[0]
	cmd := exec.Command("caseledger", append(args[1:], "--json", "--addr", "127.0.0.1:0")...)
	cmd.Dir = ts.MkAbs(".")
	stderr := &bytes.Buffer{}
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ended := false
	ts.Defer(func() {
		if !ended && cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	r := &running{cmd: cmd, stdout: bufio.NewReader(out), stderr: stderr}
	line, err := r.stdout.ReadString('\n')
	if err != nil {
		ended = true
		_ = cmd.Wait()
		ts.Fatalf("caseledger %s ended without an address: %s", strings.Join(args[1:], " "), stderr)
	}
	var first struct {
		URL string `json:"url"`
	}
	ts.Check(json.Unmarshal([]byte(line), &first))
	serversOf(ts)[name] = r
	ts.Setenv(name, first.URL)
	ts.Setenv(name+"_addr", strings.TrimPrefix(first.URL, "http://"))
}

func named(ts *testscript.TestScript, args []string) (string, *running) {
	if len(args) != 1 || serversOf(ts)[args[0]] == nil {
		ts.Fatalf("name a running server")
	}
	return args[0], serversOf(ts)[args[0]]
}

// ready NAME waits until the server's /healthz answers 200.
func awaitReady(ts *testscript.TestScript, _ bool, args []string) {
	name, r := named(ts, args)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	last := ""
	for range 6000 {
		response, err := http.Get(ts.Getenv(name) + "/healthz")
		if err != nil {
			ts.Fatalf("%v: %s", err, r.stderr)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return
		}
		last = string(body)
		<-tick.C
	}
	ts.Fatalf("not ready after a minute: %s", last)
}

// published NAME SIZE waits until the server's transparency log has a checkpoint
// of so many leaves or more.
func awaitLog(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 && len(args) != 3 {
		ts.Fatalf("usage: published NAME SIZE [figures/]")
	}
	name, r := named(ts, args[:1])
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	last := ""
	for range 6000 {
		response, err := http.Get(ts.Getenv(name) + "/log/" + strings.Join(args[2:], "") + "checkpoint")
		if err != nil {
			ts.Fatalf("%v: %s", err, r.stderr)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if lines := strings.Split(string(body), "\n"); len(lines) > 2 {
			last = lines[1]
		}
		if size, _ := strconv.Atoi(last); size >= want {
			return
		}
		<-tick.C
	}
	ts.Fatalf("not published after a minute: %s", last)
}

// shutdown NAME sends SIGTERM; the server must end in order.
func stopServer(ts *testscript.TestScript, _ bool, args []string) {
	name, r := named(ts, args)
	delete(serversOf(ts), name)
	ts.Check(r.cmd.Process.Signal(syscall.SIGTERM))
	_, err := io.Copy(io.Discard, r.stdout)
	ts.Check(err)
	if err := r.cmd.Wait(); err != nil {
		ts.Fatalf("%v: %s", err, r.stderr)
	}
	ts.Logf("%s", r.stderr)
}

// crash NAME ends the server as a crash would.
func killServer(ts *testscript.TestScript, _ bool, args []string) {
	name, r := named(ts, args)
	delete(serversOf(ts), name)
	ts.Check(r.cmd.Process.Kill())
	_ = r.cmd.Wait() // says only that it was killed
}

// get STATUS URL, post STATUS URL FILE: ask a server; the body goes to the
// file "body", the header to "header".
func get(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: get STATUS URL")
	}
	response, err := http.Get(args[1])
	keep(ts, args[0], response, err)
}

func post(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: post STATUS URL FILE")
	}
	request, err := http.NewRequest(http.MethodPost, args[1], strings.NewReader(ts.ReadFile(args[2])))
	ts.Check(err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/graphql-response+json") // without it errors come as 200
	response, err := http.DefaultClient.Do(request)
	keep(ts, args[0], response, err)
}

// hold URL opens a stream and leaves it open.
func holdStream(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: hold URL")
	}
	request, err := http.NewRequest(http.MethodGet, args[0], nil)
	ts.Check(err)
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	ts.Check(err)
	ts.Defer(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK {
		ts.Fatalf("%s: %s", args[0], response.Status)
	}
}

// trials URL asks every query that demo suggests.
func askTrials(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: trials URL")
	}
	for _, t := range trials() {
		response, err := http.Get(args[0] + "/graphql?query=" + url.QueryEscape(t.query))
		keep(ts, "200", response, err)
		if body := ts.ReadFile("body"); strings.Contains(body, `"errors"`) || strings.Contains(body, `"nodes":[]`) {
			ts.Fatalf("%s: %s", t.title, body)
		}
	}
}

// grows URL looks until the ledger there holds more than at first.
func grows(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: grows URL")
	}
	look := func() string {
		response, err := http.Get(args[0] + "/graphql?query=" + url.QueryEscape("{ ledger { position } }"))
		keep(ts, "200", response, err)
		return ts.ReadFile("body")
	}
	first := look()
	for deadline := time.Now().Add(time.Minute); look() == first; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			ts.Fatalf("nothing happened for a minute: %s", first)
		}
	}
}

func keep(ts *testscript.TestScript, status string, response *http.Response, err error) {
	ts.Check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	var header bytes.Buffer
	ts.Check(response.Header.Write(&header))
	ts.Check(os.WriteFile(ts.MkAbs("body"), body, 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("header"), header.Bytes(), 0o644))
	if strconv.Itoa(response.StatusCode) != status {
		ts.Fatalf("%s, want %s: %s", response.Status, status, body)
	}
}
