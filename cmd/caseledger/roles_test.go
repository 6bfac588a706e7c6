package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"caseledger/feeds/kafka"
	"caseledger/feeds/tlog"
	"caseledger/feeds/verify"
	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/esdb"
	"caseledger/ledger/esdb/esdbtest"
	"caseledger/ledger/memory"
	"caseledger/ledger/supervise"
	"caseledger/projections"
	"caseledger/projections/door"
)

// patience is how long a test waits for what must happen. It is no measure of
// speed: only a test that fails ever waits that long.
const patience = 5 * time.Minute

// TestRolesOnServers runs the roles as processes over EventStoreDB's protocol
// and PostgreSQL, kills and pauses them in turn while cases are recorded, and
// compares what they serve with a calm single process on the same ledger.
func TestRolesOnServers(t *testing.T) {
	database := newDatabase(t)
	node := &esdbtest.Node{Log: esdbtest.NewLog()}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	defer node.Stop()
	engines := []string{"--store", node.URL(), "--views", database}

	projectors := map[int]*process{}
	spawn := func() {
		p := spawnRole(t, append([]string{"project", "--data", t.TempDir()}, engines...)...)
		projectors[p.pid()] = p
	}
	spawn()
	spawn()
	first := spawnServer(t, append([]string{"serve", "--data", t.TempDir()}, engines...)...)
	shared := t.TempDir() // with the log, as on a file system that machines share
	if _, err := tlog.Place(shared).Init("roles.example/log", rand.Reader); err != nil {
		t.Fatal(err)
	}
	second := spawnServer(t, append([]string{"serve", "--data", shared}, engines...)...)

	publishers := spawnPublishers(t, engines)
	keepers := spawnKeepers(t, shared, engines)
	supervisors := []*process{spawnRole(t, append([]string{"supervise", "--data", t.TempDir()}, engines...)...), spawnRole(t, append([]string{"supervise", "--data", t.TempDir()}, engines...)...)}
	recorded := make(chan error, 1)
	begun, enough := make(chan struct{}), make(chan struct{})
	go func() { recorded <- record(t, node.URL(), begun, enough) }()
	<-begun

	// The active projector dies: another takes over.
	active := holderOf(t, database, 0)
	projectors[active].kill()
	delete(projectors, active)
	took := time.Now()
	next := holderOf(t, database, active)
	t.Logf("takeover after a kill: %s", time.Since(took).Round(10*time.Millisecond))
	spawn()

	publishers.killActive()
	keepers.killActive(t)
	supervisors[0].kill() // whether it works or waits: cards stand once

	// The new one is paused for longer than its lease, and goes on later.
	projectors[next].signal(syscall.SIGSTOP)
	took = time.Now()
	third := holderOf(t, database, next)
	t.Logf("takeover after a pause: %s", time.Since(took).Round(10*time.Millisecond))
	projectors[next].signal(syscall.SIGCONT)

	// A server dies, the ledger's server restarts, the active one dies again.
	first.kill()
	node.Stop()
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	projectors[third].kill()
	delete(projectors, third)
	holderOf(t, database, third)
	close(enough)
	if err := <-recorded; err != nil {
		t.Fatal(err)
	}
	checkCards(t, node.URL(), supervisors[1])
	compareWithCalm(t, node.URL(), database, second)
	publishers.check(t, database)
	keepers.check(t, database, second)
}

// publishing is the role publish, where CASELEDGER_KAFKA names a broker.
type publishing struct {
	topic     string
	processes []*process
}

func spawnPublishers(t *testing.T, engines []string) *publishing {
	t.Helper()
	if os.Getenv("CASELEDGER_KAFKA") == "" {
		t.Log("without the role publish: set CASELEDGER_KAFKA to HOST:PORT of a broker, or let .ci/kafka start one")
		return &publishing{}
	}
	p := &publishing{topic: fmt.Sprintf("caseledger-roles-%d", os.Getpid())}
	for range 2 {
		p.processes = append(p.processes, spawnRole(t, append([]string{"publish", "--topic", p.topic, "--data", t.TempDir()}, engines...)...))
	}
	return p
}

// killActive kills the first publisher, which has the turn unless it lost it.
func (p *publishing) killActive() {
	if len(p.processes) > 0 {
		p.processes[0].kill()
	}
}

// check waits until the topic has the whole record and holds it against it.
func (p *publishing) check(t *testing.T, database string) {
	t.Helper()
	if len(p.processes) == 0 {
		return
	}
	views, err := projections.OpenPostgresReadOnly(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer views.Close()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	at := kafka.Connection{Brokers: strings.Split(os.Getenv("CASELEDGER_KAFKA"), ",")}
	for {
		seen, err := kafka.Look(ctx, at, p.topic, views)
		if err == nil && seen.Behind == 0 {
			break
		}
		if sleep(ctx, 200*time.Millisecond) != nil {
			t.Fatalf("the topic is %d records behind: %v", seen.Behind, err)
		}
	}
	count, err := views.Count(ctx)
	if err != nil {
		t.Fatal(err)
	}
	report, err := kafka.Check(ctx, at, p.topic, views)
	if err != nil || report.Read != count {
		t.Errorf("%d messages of %d records: %v", report.Read, count, err)
	}
}

// keeping is the role publish as the keeper of a log.
type keeping struct {
	log       tlog.Place
	processes []*process
}

func spawnKeepers(t *testing.T, shared string, engines []string) *keeping {
	t.Helper()
	k := &keeping{log: tlog.Place(shared)}
	for range 2 {
		c := command(t, append([]string{"publish", "--data", shared}, engines...)...)
		c.Env = append(c.Environ(), "CASELEDGER_KAFKA=")
		p := &process{t: t, cmd: c}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.kill)
		k.processes = append(k.processes, p)
		if len(k.processes) == 1 {
			k.await(t, 1) // so that the first has the turn
		}
	}
	return k
}

// await waits until so many leaves are signed.
func (k *keeping) await(t *testing.T, leaves uint64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		if h, err := k.log.Head(); err == nil && h.Size >= leaves {
			return
		}
		if sleep(ctx, 50*time.Millisecond) != nil {
			t.Fatalf("no checkpoint of %d leaves is signed", leaves)
		}
	}
}

// killActive kills the one that keeps the log, and waits until the other has
// gone on with it.
func (k *keeping) killActive(t *testing.T) {
	t.Helper()
	k.processes[0].kill()
	h, err := k.log.Head()
	if err != nil {
		t.Fatal(err)
	}
	took := time.Now()
	k.await(t, h.Size+1)
	t.Logf("takeover of the log: %s", time.Since(took).Round(10*time.Millisecond))
}

// check waits until the log has the whole record, and verifies it as a server
// serves that keeps no log itself.
func (k *keeping) check(t *testing.T, database string, server *process) {
	t.Helper()
	views, err := projections.OpenPostgresReadOnly(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer views.Close()
	count, err := views.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k.await(t, count)
	r, err := verify.Verify(t.Context(), verify.Question{Source: server.url, Memory: t.TempDir(), Client: http.DefaultClient})
	if err != nil || !r.Verified || r.Size != count {
		t.Errorf("%d leaves of %d records: %v, %v", r.Size, count, r.Differences, err)
	}
}

// record appends generated cases, about fifty a second, until it is told that
// there are enough.
func record(t *testing.T, address string, begun chan<- struct{}, enough <-chan struct{}) error {
	s, err := esdb.Open(t.Context(), address, esdb.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	pace := time.NewTicker(20 * time.Millisecond)
	defer pace.Stop()
	n := 0
	for stream, drafts := range casetest.Generate(5, 1_000_000) {
		if _, err := s.Append(t.Context(), stream, ledger.NoStream, drafts...); err != nil {
			return err
		}
		if n++; n == 50 {
			close(begun)
		}
		select {
		case <-enough:
			t.Logf("%d cases recorded meanwhile", n)
			return nil
		case <-pace.C:
		}
	}
	return nil
}

// checkCards kills the last supervisor, has one more record what may be missing,
// and compares the cards with those of a calm supervisor that is given what
// others have recorded.
func checkCards(t *testing.T, address string, last *process) {
	t.Helper()
	last.kill()
	runVerb(t, t.TempDir(), "supervise", "--store", address, "--once", "--json")
	s, err := esdb.Open(t.Context(), address, esdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	calm, got := memory.New(), map[ledger.StreamID]int{}
	for item, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			break
		}
		r := item.Record
		if r == nil {
			continue
		}
		if strings.HasPrefix(string(r.Stream), card.Prefix) {
			got[r.Stream]++
		} else if _, err := calm.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
			t.Fatal(err)
		}
	}
	if err := (&supervise.Supervisor{Store: calm, Now: time.Now}).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := map[ledger.StreamID]int{}
	for item, err := range calm.Follow(t.Context(), 0, ledger.Filter{Stream: card.Prefix}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			break
		}
		if item.Record != nil {
			want[item.Record.Stream]++
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
		t.Errorf("%d cards (-calm +roles):\n%s", len(want), diff)
	}
	t.Logf("%d cards", len(got))
}

// compareWithCalm waits until the views have all records and compares every
// feed page and a broad set of answers with those of one calm process.
func compareWithCalm(t *testing.T, address, database string, busy *process) {
	t.Helper()
	calm := spawnServer(t, "serve", "--no-supervise", "--data", t.TempDir(), "--store", address)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	s, err := esdb.Open(ctx, address, esdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	head, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	views, err := projections.OpenPostgresReadOnly(ctx, database)
	if err != nil {
		t.Fatal(err)
	}
	defer views.Close()
	if err := views.Wait(ctx, head); err != nil {
		t.Fatalf("the views do not reach %s: %v", head, err)
	}
	awaitOK(t, calm.url+"/healthz")
	count, err := views.Count(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for page := range count / 100 {
		path := fmt.Sprintf("/feeds/json/archive/%d", page+1)
		same(t, path, fetch(t, calm.url+path), fetch(t, busy.url+path))
	}
	for _, query := range []string{
		`{ figures { id numerator denominator value excluded { reason count } position } ledger { position } }`,
		`{ ranking(figure: "on_time_rate", by: ORG) { place key figure { numerator denominator value } } }`,
		`{ cases(first: 40, order: NUMBER) { totalCount edges { node { number status result events { type occurredAt post } custody { org post from until basis } } } } }`,
	} {
		path := "/graphql?query=" + url.QueryEscape(query)
		same(t, query, fetch(t, calm.url+path), fetch(t, busy.url+path))
	}
}

func same(t *testing.T, what, calm, busy string) {
	t.Helper()
	if strings.Contains(calm, `"errors"`) {
		t.Fatalf("%s: %s", what, calm)
	}
	if diff := cmp.Diff(calm, busy); diff != "" {
		t.Errorf("%s (-calm +busy):\n%s", what, diff)
	}
}

// process is a caseledger process of a test.
type process struct {
	t   *testing.T
	cmd *exec.Cmd
	url string // of a server
}

func (p *process) pid() int                { return p.cmd.Process.Pid }
func (p *process) kill()                   { p.signal(syscall.SIGKILL); _ = p.cmd.Wait() }
func (p *process) signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

// spawnRole starts this test binary as caseledger.
func spawnRole(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: command(t, args...)}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

func spawnServer(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: command(t, append(args, "--addr", "127.0.0.1:0", "--rate", "0", "--json", "--base-url", "http://feeds.example")...)}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	var s started
	if err == nil {
		err = json.Unmarshal(line, &s)
	}
	if err != nil {
		t.Fatalf("%v says %q: %v", args, line, err)
	}
	p.url = s.URL
	return p
}

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = append([]string{"caseledger"}, args...)
	cmd.Stderr = &prefixed{t: t, name: args[0]}
	return cmd
}

// prefixed puts a process's messages into the test's log.
type prefixed struct {
	t    *testing.T
	name string
}

func (p *prefixed) Write(b []byte) (int, error) {
	if testing.Verbose() {
		fmt.Fprintf(os.Stderr, "%s: %s", p.name, b)
	}
	return len(b), nil
}

// holderOf waits until a process other than the given one holds the lease.
func holderOf(t *testing.T, database string, not int) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		s, err := door.InspectPostgres(ctx, database)
		if err != nil {
			t.Fatal(err)
		}
		_, number, _ := strings.Cut(s.Holder, "/")
		if pid, _ := strconv.Atoi(number); s.Lease > 0 && pid != 0 && pid != not {
			return pid
		}
	}
}

func fetch(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s, %v: %.300s", address, response.Status, err, body)
	}
	return string(body)
}

func awaitOK(t *testing.T, address string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for ctx.Err() == nil {
		if response, err := http.Get(address); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		_ = sleep(ctx, 10*time.Millisecond)
	}
	t.Fatalf("%s is not ready", address)
}

// newDatabase makes a database on the server of CASELEDGER_POSTGRES.
func newDatabase(t *testing.T) string {
	t.Helper()
	address := os.Getenv("CASELEDGER_POSTGRES")
	if address == "" {
		t.Skip(`set CASELEDGER_POSTGRES, for example to "postgres://caseledger:caseledger@127.0.0.1:5432/postgres", a user that may create databases; .ci/postgres starts a server`)
	}
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("caseledger_roles_%d", os.Getpid())
	statements := []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'"}
	for _, q := range statements {
		if _, err := admin.Exec(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		_, err := admin.Exec(ctx, statements[0])
		if err := errors.Join(err, admin.Close(ctx)); err != nil {
			t.Error(err)
		}
	})
	c := admin.Config()
	return (&url.URL{
		Scheme: "postgres", User: url.UserPassword(c.User, c.Password),
		Host: net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port))), Path: name,
	}).String()
}
