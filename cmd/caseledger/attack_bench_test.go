package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
)

// BenchmarkAttack serves 3000 cases at the default rate to a bystander who asks
// twenty times a second, for half a minute alone, and then for a minute beside
// one address that does all that attack knows. It reports the share of a
// processor that the server took for the attacker, its memory, and the
// bystander's 99th percentile both times. The attacker runs at the lowest
// priority: it stands for a machine elsewhere. Run it with -benchtime 1x.
func BenchmarkAttack(b *testing.B) {
	const calm, minute = 30 * time.Second, time.Minute
	data := filepath.Join(b.TempDir(), "data")
	fill(b, data, 3000)
	server := startProgram(b, "caseledger", "serve", "--addr", "127.0.0.1:0", "--data", data, "--json")
	var at started
	line, err := bufio.NewReader(server.out).ReadBytes('\n')
	if err != nil || json.Unmarshal(line, &at) != nil {
		b.Fatalf("%q %v", line, err)
	}
	y := newBystander(at.URL)
	for y.status(b, "/healthz") != http.StatusOK {
		time.Sleep(100 * time.Millisecond)
	}
	y.watch(b, 2*time.Second) // caches are warm
	before := server.busy(b)
	alone := y.watch(b, calm)
	idle := float64(server.busy(b)-before) / float64(calm)
	rest := server.resident(b)
	before = server.busy(b)
	attacker := startProgram(b, "attack", at.URL)
	if err := syscall.Setpriority(syscall.PRIO_PROCESS, attacker.cmd.Process.Pid, 19); err != nil {
		b.Fatal(err)
	}
	beside := y.watch(b, minute)
	b.ReportMetric(float64(server.busy(b)-before)/float64(minute)-idle, "attacker-cores")
	b.ReportMetric(float64(server.peak(b)-rest)/(1<<20), "attacker-MB")
	b.ReportMetric(alone.quantile(.99), "p99-alone-ms")
	b.ReportMetric(beside.quantile(.99), "p99-beside-ms")
	b.ReportMetric(beside.quantile(.5), "p50-beside-ms")
	b.ReportMetric(float64(beside.refused), "refused")
	b.ReportMetric(0, "ns/op")
}

// fill records generated cases in a data folder.
func fill(b *testing.B, data string, cases int) {
	b.Helper()
	if err := os.MkdirAll(data, 0o700); err != nil {
		b.Fatal(err)
	}
	store, err := folder(data).openLedger(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	for stream, drafts := range casetest.Generate(1, cases) {
		if _, err := store.Append(b.Context(), stream, ledger.NoStream, drafts...); err != nil {
			b.Fatal(err)
		}
	}
}

// underTest is a program of this binary, run by itself.
type underTest struct {
	cmd *exec.Cmd
	out io.Reader
}

func startProgram(b *testing.B, args ...string) *underTest {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = args
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()         // as killed
	})
	return &underTest{cmd, out}
}

// proc reads what Linux says about the process.
func (p *underTest) proc(b *testing.B, file string) string {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.cmd.Process.Pid, file))
	if err != nil {
		b.Skip(err)
	}
	return string(text)
}

// busy is the processor time that it has taken (proc_pid_stat(5): utime and
// stime, in hundredths of a second).
func (p *underTest) busy(b *testing.B) time.Duration {
	b.Helper()
	_, rest, _ := strings.Cut(p.proc(b, "stat"), ") ")
	fields, ticks := strings.Fields(rest), 0
	for _, i := range []int{11, 12} {
		n, err := strconv.Atoi(fields[i])
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

func (p *underTest) resident(b *testing.B) int64 { return p.memory(b, "VmRSS:") }

func (p *underTest) peak(b *testing.B) int64 { return p.memory(b, "VmHWM:") }

func (p *underTest) memory(b *testing.B, name string) int64 {
	b.Helper()
	_, rest, _ := strings.Cut(p.proc(b, "status"), name)
	var kib int64
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		b.Fatal(err)
	}
	return kib << 10
}

// bystander asks from another address.
type bystander struct {
	base string
	http http.Client
}

func newBystander(base string) *bystander {
	from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	return &bystander{base, http.Client{Transport: &http.Transport{DialContext: from.DialContext}}}
}

func (y *bystander) status(b *testing.B, path string) int {
	b.Helper()
	r, err := y.http.Get(y.base + path)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		b.Fatal(err)
	}
	return r.StatusCode
}

// sample is what the bystander saw.
type sample struct {
	took    []time.Duration
	refused int
}

func (s sample) quantile(q float64) float64 {
	slices.Sort(s.took)
	return s.took[int(q*float64(len(s.took)-1))].Seconds() * 1000
}

// watch asks for a case, a list or figures, twenty times a second.
func (y *bystander) watch(b *testing.B, d time.Duration) (s sample) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), d)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	queries := []string{`{"query":"query($n: Int) { cases(first: $n) { nodes { number status events(first: 3) { type } } } }","variables":{"n":%d}}`,
		`{"query":"query($n: Int) { cases(first: 1, direction: DESC) { totalCount nodes { number events(first: $n) { type } } } }","variables":{"n":%d}}`,
		`{"query":"query($n: Int) { figures(ids: [\"on_time_rate\"], decimals: $n) { value } }","variables":{"n":%d}}`}
	for i := 0; ; i++ {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return s
		}
		n := 1 + i/len(queries)%20
		if i%len(queries) == 2 {
			n %= 7
		}
		began := time.Now()
		r, err := y.http.Post(y.base+"/graphql", "application/json", bytes.NewBufferString(fmt.Sprintf(queries[i%len(queries)], n)))
		if err != nil {
			b.Fatal(err)
		}
		_, err = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		if s.took = append(s.took, time.Since(began)); r.StatusCode != http.StatusOK {
			s.refused++
		}
	}
}
