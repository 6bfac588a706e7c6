package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"caseledger/feeds/kafka"
	"caseledger/ledger"
	"caseledger/ledger/esdb"
	"caseledger/projections"
	"caseledger/projections/door"
)

var doctorVerb = verb{name: "doctor", group: caring, args: argsOf[doctorCmd],
	words: "Say what is reachable, how far behind, and what to do."}

type doctorCmd struct {
	cluster
	Topic      string `default:"caseledger.records" help:"Topic of the public record (default ${default})."`
	CheckTopic bool   `help:"Read the whole topic and compare it with the public record, message by message."`
}

// Help is shown by --help.
func (doctorCmd) Help() string {
	return `Looks at everything the flags name, changes nothing, and says in plain words
what is reachable, which versions answer, how far each follower is behind, and
what to do.

Examples:

    caseledger doctor
    caseledger doctor --store esdb://db1:2113?tls=false --views postgres://caseledger@db2/caseledger --json
    caseledger doctor --kafka localhost:9092 --check-topic

Exit codes: 0 all is well, 1 something needs doing, 2 usage.`
}

// A finding is one line of a diagnosis.
type finding struct {
	OK   bool   `json:"ok"`
	What string `json:"what"`           // "ledger", "views", …
	Says string `json:"says"`           // what was seen
	Todo string `json:"todo,omitempty"` // what to do about it
}

var errUnwell = errors.New("something needs doing; see above")

// Run diagnoses.
func (cmd doctorCmd) Run(ctx context.Context, p *program, c *cli) error {
	ctx, cancel := context.WithTimeout(ctx, 2*reachTime)
	defer cancel()
	findings := c.diagnose(ctx)
	if len(cmd.Kafka) > 0 {
		findings = append(findings, cmd.diagnoseKafka(ctx, c))
	}
	var worst error
	for _, f := range findings {
		if !f.OK {
			worst = errUnwell
		}
	}
	return p.diagnosed(c.JSON, findings, worst)
}

// diagnosed prints findings and gives the worst back, nil where all is well.
func (p *program) diagnosed(asJSON bool, findings []finding, worst error) error {
	if asJSON {
		if err := p.printJSON(struct {
			OK       bool      `json:"ok"`
			Findings []finding `json:"findings"`
		}{worst == nil, findings}); err != nil {
			return err
		}
		return worst
	}
	out := &printer{w: p.stdout}
	for _, f := range findings {
		out.line("%-4s  %-8s  %s", map[bool]string{true: "ok", false: "look"}[f.OK], f.What, f.Says)
		if f.Todo != "" {
			out.line("%16s→ %s", "", f.Todo)
		}
	}
	return errors.Join(worst, out.err)
}

// diagnose looks at one part after the other; each needs the ledger's head.
func (c *cli) diagnose(ctx context.Context) []finding {
	head, first := c.diagnoseLedger(ctx)
	out := []finding{first}
	if c.Views != "" {
		out = append(out, c.diagnosePostgres(ctx, head))
	} else {
		out = append(out, c.diagnoseViews(ctx, head))
	}
	return append(out, c.diagnoseLog(head)...)
}

// diagnoseLog says how far the transparency log is; nothing where none was begun.
func (c *cli) diagnoseLog(head ledger.Position) []finding {
	at := c.folder().log()
	if there, err := at.Exists(); !there && err == nil {
		return nil
	}
	f := finding{What: "log"}
	h, err := at.Head()
	switch {
	case err != nil:
		f.Says, f.Todo = err.Error(), "stop the server, remove the folder "+at.Dir()+" alone and start again: it is made anew"
	case c.Store != "": // positions there are no numbers of records
		f.OK, f.Says = true, fmt.Sprintf("%s: %d leaves are signed", h.Origin, h.Size)
	default:
		f = behind(f, h.Origin, ledger.Position(h.Size), head, "start caseledger serve; if it runs, its log says why nothing is published")
	}
	return []finding{f}
}

func (c *cli) diagnoseLedger(ctx context.Context) (ledger.Position, finding) {
	f := finding{What: "ledger"}
	place := string(c.folder())
	if c.Store != "" {
		place = redacted(c.Store)
	}
	store, err := c.storage().readLedger(ctx)
	if err != nil {
		f.Says, f.Todo = err.Error(), "start or reach what keeps the ledger; nothing works without it"
		return 0, f
	}
	defer store.Close()
	head, err := store.Head(ctx)
	if err != nil {
		f.Says, f.Todo = err.Error(), "see the message"
		return 0, f
	}
	f.OK, f.Says = true, fmt.Sprintf("%s answers; its last record is at position %s", place, head)
	if c.Store != "" {
		version, err := esdb.ServerVersion(ctx, c.Store)
		if err != nil {
			version = "of a version it does not tell"
		}
		f.Says = fmt.Sprintf("%s, server %s, answers; the last record is at position %s", place, version, head)
	}
	return head, f
}

func (c *cli) diagnoseViews(ctx context.Context, head ledger.Position) finding {
	f := finding{What: "views"}
	views, err := projections.OpenReadOnly(ctx, c.folder().file("views.sqlite"))
	var at ledger.Position
	if err == nil {
		at, err = views.Position(ctx)
		defer views.Close()
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.OK, f.Says = head == 0, "there are none yet"
		f.Todo = "caseledger serve or caseledger figures makes them"
	case err != nil:
		f.Says, f.Todo = err.Error(), "caseledger rebuild makes them anew from the ledger"
	default:
		return behind(f, "views.sqlite", at, head, "start caseledger serve; if it runs, its log says why it stopped")
	}
	return f
}

func (c *cli) diagnosePostgres(ctx context.Context, head ledger.Position) finding {
	f := finding{What: "views"}
	s, err := door.InspectPostgres(ctx, c.Views)
	if err != nil {
		f.Says, f.Todo = err.Error(), "start PostgreSQL, and check address, user and password in --views"
		return f
	}
	if s.Live == 0 {
		f.Says, f.Todo = s.Server+" answers and holds no views", "start caseledger project with the same --store and --views"
		return f
	}
	if s.Lease <= 0 {
		f.Says = fmt.Sprintf("%s answers; nobody writes the views, the last was %s", s.Server, s.Holder)
		f.Todo = "start caseledger project with the same --store and --views"
		return f
	}
	f.Says = fmt.Sprintf("%s answers; %s writes the views, its lease runs %s", s.Server, s.Holder, s.Lease.Round(time.Second/10))
	return behind(f, f.Says, s.Position, head, "wait; if the distance does not shrink, the log of the role project says why")
}

// diagnoseKafka asks how far the topic is behind the views.
func (cmd doctorCmd) diagnoseKafka(ctx context.Context, c *cli) finding {
	f := finding{What: "kafka", Todo: "check --kafka and its login; caseledger publish creates the topic"}
	connection, err := cmd.connection()
	if err != nil {
		f.Says = err.Error()
		return f
	}
	h := c.storage()
	var views *projections.Views
	if h.keepsViews() {
		views, err = h.readViews(ctx)
	} else {
		views, err = projections.OpenPostgresReadOnly(ctx, h.engines.Views)
	}
	if err != nil {
		f.Says, f.Todo = "the topic cannot be compared: "+err.Error(), "see views"
		return f
	}
	defer views.Close()
	look := kafka.Look
	if cmd.CheckTopic {
		look = kafka.Check
	}
	report, err := look(ctx, connection, cmd.Topic, views)
	var mismatch *kafka.MismatchError
	if errors.As(err, &mismatch) {
		f.Says, f.Todo = err.Error(), "something else wrote the topic; publish on a new one with --topic, and tell those who read it"
		return f
	}
	if err != nil {
		f.Says = err.Error()
		return f
	}
	f.OK, f.Todo = report.Behind == 0, ""
	f.Says = fmt.Sprintf("topic %s with %d partitions is %d records behind the views", cmd.Topic, report.Partitions, report.Behind)
	if cmd.CheckTopic {
		f.Says += fmt.Sprintf("; its %d messages are the public record", report.Read)
	}
	if !f.OK {
		f.Todo = "start caseledger publish; if it runs, wait: its log says what holds it up"
	}
	return f
}

// behind says how far a follower is behind the ledger.
func behind(f finding, name string, at, head ledger.Position, todo string) finding {
	f.OK = at >= head
	f.Says = fmt.Sprintf("%s: at position %s, up to date", name, at)
	if !f.OK {
		f.Says, f.Todo = fmt.Sprintf("%s: at position %s of %s", name, at, head), todo
	}
	return f
}
