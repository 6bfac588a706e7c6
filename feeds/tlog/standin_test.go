package tlog_test

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	f_note "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	sumdb "golang.org/x/mod/sumdb/tlog"
)

// aWitness is one that tests talk to: the program that CASELEDGER_WITNESS names,
// github.com/transparency-dev/witness's omniwitness, as a process; else a stand-in
// that does what C2SP tlog-witness says.
type aWitness struct {
	t       *testing.T
	private string
	vkey    string // as policies name it
	address string
	log     string // public key of the log
	folder  string
	process *exec.Cmd
	server  *http.Server // of a stand-in
	taken   net.Listener // its own
	mu      sync.Mutex
	seen    sumdb.Tree // guarded by mu
}

// newWitness makes one that knows a log, and starts it.
func newWitness(t *testing.T, name, log string) *aWitness {
	t.Helper()
	private, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	w := &aWitness{t: t, private: private, log: log, folder: t.TempDir()}
	if w.vkey, err = f_note.VKeyToCosignatureV1(public); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.address = ln.Addr().String()
	ln.Close()
	t.Cleanup(w.stop)
	w.start()
	return w
}

// start starts it, with what it remembers.
func (w *aWitness) start() {
	w.t.Helper()
	program := os.Getenv("CASELEDGER_WITNESS")
	if program == "" {
		ln, err := net.Listen("tcp", w.address)
		if err != nil {
			w.t.Fatal(err)
		}
		w.taken, w.server = ln, &http.Server{Handler: http.HandlerFunc(w.answer)}
		go w.server.Serve(ln)
		return
	}
	origin, _, _ := strings.Cut(w.log, "+")
	for name, content := range map[string]string{
		"key": w.private, "logs.yaml": fmt.Sprintf("Logs:\n  - Origin: %s\n    URL: http://log.example\n    PublicKey: %s\n    Feeder: none\n", origin, w.log),
	} {
		if err := os.WriteFile(filepath.Join(w.folder, name), []byte(content), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	w.process = exec.Command(program, "--listen", w.address, "--metrics_listen", "", "--private_key_path", filepath.Join(w.folder, "key"),
		"--additional_logs", filepath.Join(w.folder, "logs.yaml"), "--db_file", filepath.Join(w.folder, "witness.db"))
	if testing.Verbose() {
		w.process.Stderr = os.Stderr
	}
	if err := w.process.Start(); err != nil {
		w.t.Fatal(err)
	}
	for {
		if c, err := net.Dial("tcp", w.address); err == nil {
			c.Close()
			return
		}
	}
}

func (w *aWitness) stop() {
	if w.server != nil {
		w.taken.Close() // also where it is not served yet
		w.server.Close()
	}
	if w.process != nil {
		w.process.Process.Kill()
		w.process.Wait()
	}
	w.server, w.process = nil, nil
}

// line is the witness in a policy.
func (w *aWitness) line(name string) string {
	return fmt.Sprintf("witness %s %s http://%s\n", name, w.vkey, w.address)
}

// answer is that of a stand-in to add-checkpoint.
func (w *aWitness) answer(out http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	head, signed, _ := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	old, _ := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	v, err := note.NewVerifier(w.log)
	if err != nil {
		w.t.Error(err)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		out.WriteHeader(http.StatusForbidden)
		return
	}
	parts := strings.Split(n.Text, "\n")
	size, _ := strconv.ParseInt(parts[1], 10, 64)
	root, _ := base64.StdEncoding.DecodeString(parts[2])
	var proof sumdb.TreeProof
	for _, l := range lines[1:] {
		h, _ := base64.StdEncoding.DecodeString(l)
		proof = append(proof, sumdb.Hash(h))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case old != w.seen.N:
		out.Header().Set("Content-Type", "text/x.tlog.size")
		out.WriteHeader(http.StatusConflict)
		fmt.Fprintln(out, w.seen.N)
		return
	case old > size:
		out.WriteHeader(http.StatusBadRequest)
		return
	case old == size && old > 0 && w.seen.Hash != sumdb.Hash(root):
		out.WriteHeader(http.StatusConflict)
		return
	case old > 0 && old < size && sumdb.CheckTree(proof, size, sumdb.Hash(root), old, w.seen.Hash) != nil:
		out.WriteHeader(http.StatusUnprocessableEntity)
		return
	}
	s, err := f_note.NewSignerForCosignatureV1(w.private)
	if err != nil {
		w.t.Error(err)
	}
	w.seen = sumdb.Tree{N: size, Hash: sumdb.Hash(root)}
	all, err := note.Sign(&note.Note{Text: n.Text}, s)
	if err != nil {
		w.t.Error(err)
	}
	_, cosignature, _ := strings.Cut(string(all), "\n\n")
	io.WriteString(out, cosignature)
}
