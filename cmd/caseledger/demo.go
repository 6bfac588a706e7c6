package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/feeds/syndication"
	"caseledger/feeds/tlog"
	"caseledger/ledger/intake"
)

// demoFolder is the data folder of demo where none is named.
const demoFolder = "caseledger-demo"

// demoMark is the file that tells a demo's data folder from a real one. Nothing
// made up comes into a ledger that demo did not begin: what is recorded stays
// for ever.
const demoMark = "DEMO"

var demoVerb = verb{name: "demo", group: recording, args: argsOf[demoCmd],
	words: "Serve a made-up county that goes on while you watch, and a sample of real cases."}

type demoCmd struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Listen here; port 0 takes a free one (default ${default})."`
}

// Help is shown by --help.
func (demoCmd) Help() string {
	return `Makes up a Chinese county and a year of its cases (映山县, simulated), records 1434
real cases of a Dutch municipality that ship with the program beside it, serves
both from a data folder of its own, and prints three queries to try. The county
goes on in real time: look twice. Started again, it goes on where it was. Delete
the folder to begin anew.

The real cases: Buijs, J.C.A.M., Receipt phase of an environmental permit
application process ('WABO'), CoSeLoG project, 4TU.ResearchData,
doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6; anonymised.

Examples:

    caseledger demo
    caseledger demo --addr 127.0.0.1:0 --json       # {"url":"http://127.0.0.1:…"}
    caseledger figures --data caseledger-demo       # beside it, or after it

Exit codes: 0 stopped in order, 1 failure (address taken, not a demo's folder), 2 usage, 3 ledger damaged, 5 no room.`
}

// Run makes up the county, loads the sample, brings the views up to both and
// serves until the context ends.
func (cmd demoCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	f := c.folder()
	if c.Data == "" {
		f = demoFolder
	}
	ln, err := listen(cmd.Addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	if err := errors.Join(f.markDemo(p.now()), f.beginDemoLog(p)); err != nil {
		return err
	}
	made, err := f.demoCounty(ctx, p)
	if err != nil {
		return err
	}
	s, err := openSite(ctx, p, storage{folder: f}, true, p.logger(slog.LevelWarn))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	summary, err := s.loadSample(ctx, p)
	if err != nil {
		return err
	}
	var living sync.WaitGroup
	defer living.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	goOn := s.liver(made, p.now)
	as := publication{Authority: syndication.DefaultAuthority, Title: syndication.DefaultTitle, Publisher: syndication.DefaultPublisher}
	return s.serve(ctx, ln, serving{publication: as}, func() error {
		living.Go(func() { goOn(ctx) })
		if c.JSON {
			return p.printJSON(started{URL: urlOf(ln)})
		}
		return p.printDemo(f, urlOf(ln), made.Cases, summary)
	})
}

// markDemo claims the folder for demo, or says that it is somebody's ledger. In
// a new one it says which county is to be made up.
func (f folder) markDemo(now time.Time) error {
	if _, err := os.Stat(f.file(demoMark)); err == nil {
		return nil
	}
	if f.exists() == nil {
		return fmt.Errorf("%s holds a ledger that demo did not begin; name another folder with --data, or unset CASELEDGER_DATA", f)
	}
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	job, err := json.Marshal(demoJob(now))
	if err != nil {
		return err
	}
	if err := os.WriteFile(f.file(simulating), job, 0o600); err != nil {
		return err
	}
	return os.WriteFile(f.file(demoMark), []byte("A county that does not exist, and a sample; made by caseledger demo. Delete this folder to begin anew.\n"), 0o600)
}

// beginDemoLog begins a transparency log where there is none, on systems that can
// write one.
func (f folder) beginDemoLog(p *program) error {
	if there, err := f.log().Exists(); there || err != nil {
		return err
	}
	_, err := f.log().Init("caseledger-demo", p.rand)
	if _, refused := errors.AsType[*tlog.RefusedError](err); refused {
		return nil
	}
	return err
}

// loadSample records the sample and brings the views up to it, so that the
// first answer is a whole one.
func (s *site) loadSample(ctx context.Context, p *program) (intake.Summary, error) {
	mapping, err := intake.LoadMapping(intake.SampleMapping)
	if err != nil {
		return intake.Summary{}, err
	}
	sample := intake.Sample()
	bar := p.bar("import", true)
	summary, err := intake.Import(ctx, intake.Job{
		Name: intake.SampleName, Input: sample, Size: sample.Size(), Mapping: mapping,
		Store: s.store, Vault: s.vault, Now: s.now,
		Progress: func(at intake.Progress) { bar.at(at.Read, at.Size) },
	})
	bar.done()
	if err != nil {
		return summary, fmt.Errorf("import the sample: %w", err)
	}
	bar = p.bar("views", false)
	defer bar.done()
	return summary, s.views.CatchUp(ctx, s.store, bar.positions)
}

// trial is a query that demo suggests.
type trial struct{ title, query string }

// line is the query on one line, for a shell.
func (t trial) line() string { return strings.Join(strings.Fields(t.query), " ") }

// trials are the three queries to try.
func trials() []trial {
	return []trial{
		{"一个联办件的经过与时限 · a joint case of the county, its history and its clock", `{
  cases(first: 1, filter: {numberPrefix: "YS-", kind: JOINT, status: [CLOSED]}) {
    nodes {
      number org item status acceptedAt closedAt result
      events { occurredAt recordedAt type post }
      clock { governing { limit { basis due } days { date counted n why } } }
    }
  }
}`},
		{"中心及其各部门承诺件的按时办结率、算法和排名 · the on-time rate of the centre and all below it, how it is computed, and by unit", `{
  figures(ids: ["on_time_rate", "mean_promised_days", "mean_actual_days"], filter: {kind: PROMISED, org: "YS-CENTRE"}) {
    title formula numerator denominator excluded { reason count } value position simulated
  }
  ranking(figure: "on_time_rate", by: ORG, filter: {kind: PROMISED, org: "YS-CENTRE"}) {
    place key figure { value numerator denominator }
  }
}`},
		{"正在办理：隔十秒再看一次 · what is going on; look again in ten seconds", `{
  ledger { position records }
  cases(first: 5, filter: {numberPrefix: "YS-"}, order: UPDATED, direction: DESC) {
    nodes { number org item status acceptedAt lastStep holder { org post } }
  }
}`},
	}
}

func (p *program) printDemo(f folder, base string, cases int, s intake.Summary) error {
	out := &printer{w: p.stdout}
	out.line("caseledger: a county that a program made up (映山县, %d cases, and more every second),", cases)
	out.line("and %d real cases with %d events, served from %s", s.Cases, s.Events, f)
	out.line("")
	out.line("  %s/                 what is here", base)
	out.line("  %s/graphiql         ask in the browser", base)
	out.line("  %s/graphql          ask from a program; %s/schema.graphql says what", base, base)
	out.line("  %s/feeds/atom       the public records; /feeds/json, /feeds/live", base)
	out.line("  %s/log/checkpoint   the transparency log; check it: caseledger verify %s", base, base)
	out.line("  %s/healthz          is it ready", base)
	out.line("")
	out.line("Three queries to try:")
	for i, t := range trials() {
		out.line("")
		out.line("%d. %s", i+1, t.title)
		out.line("  curl -sG %s/graphql --data-urlencode 'query=%s'", base, t.line())
		out.line("  %s/graphiql/?query=%s", base, url.PathEscape(t.query))
	}
	out.line("")
	out.line("From another terminal: caseledger figures --data %s", f)
	out.line("Stop it with Ctrl-C.")
	return out.err
}
