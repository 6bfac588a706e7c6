package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
)

var recordVerb = verb{name: "record", group: recording, args: argsOf[recordCmd],
	words: "Record actions from lines of JSON, under the rules."}

type recordCmd struct {
	File string `required:"" placeholder:"FILE" help:"File with one JSON object a line; - reads standard input."`
	Post string `placeholder:"POST" help:"Acting post of all lines, never a person's name; none if not given."`
}

// Help is shown by --help.
func (recordCmd) Help() string {
	return `Carries out one command a line, with the names and the inputs of the GraphQL
mutations, of cases and of registries:

    {"action":"acceptCase","input":{"number":"BJ-2026-000001","org":"Permits"}}
    {"action":"revokeDelegation","input":{"delegation":"SQ-1","date":"2026-06-01"}}

and answers each line, in their order, with a line of JSON: line, action,
number, position, revision, repeated and userErrors, which is [] or says what
refused it: code, rule, message and field, as the mutation does. number is null for registries. position and
revision are null where nothing is recorded. A refused line, or one that cannot
be read, changes nothing, and those after it are carried out. No server may run
on the folder.

A line sent again adds nothing: its answer says repeated. Without an
idempotencyKey a line is known by its content, whatever its order of members,
and by how many times the file has said the same. So the file can be run again
as it is or with lines added at its end, and a line that stands twice is
recorded twice. What is to be recorded once more from another file needs an
idempotencyKey or its own occurredAt.

Examples:

    caseledger record --file actions.ndjson
    caseledger record --file actions.ndjson --post counter-01 > answers.ndjson
    tail -f actions.ndjson | caseledger record --file -

Exit codes: 0 all recorded, 1 a line was refused or failure, 2 usage, 3 ledger damaged, 4 no such file, 5 no room.`
}

// Run records the lines of one file.
func (cmd recordCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := checkPost(cmd.Post); err != nil {
		return err
	}
	input, size, err := openInput(p, cmd.File)
	if err != nil {
		return err
	}
	defer input.Close()
	at := c.storage()
	store, err := at.openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := publishCalendars(ctx, store, p.now); err != nil {
		return err
	}
	vault, err := at.openVault(ctx, p, store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vault.Close()) }()
	classes, err := c.folder().classes()
	if err != nil {
		return err
	}
	desk := &casefile.Desk{Store: store, Vault: vault, Classes: classes}
	lines := counter.Lines{Counter: counter.New(desk), Post: cmd.Post, Now: p.now}
	return p.record(ctx, &lines, input, size)
}

// record prints the answers, and says at the end whether all lines were taken.
func (p *program) record(ctx context.Context, lines *counter.Lines, input io.Reader, size int64) error {
	out, bar := bufio.NewWriter(p.stdout), p.bar("record", true)
	sum, err := lines.Run(ctx, input, func(l *counter.Line, more bool) error {
		bar.at(l.Read, size)
		b, err := json.Marshal(answered(l))
		if err == nil {
			_, err = out.Write(append(b, '\n'))
		}
		if err == nil && !more {
			err = out.Flush()
		}
		return err
	})
	bar.done()
	if err = errors.Join(err, out.Flush()); err == nil && sum.Refused > 0 {
		err = fmt.Errorf("%d of %d lines were refused; their userErrors say why", sum.Refused, sum.Lines)
	}
	return err
}

// lineAnswer is one line of the output.
type lineAnswer struct {
	Line       int              `json:"line"`
	Action     *string          `json:"action"`
	Number     *string          `json:"number"`
	Position   *ledger.Position `json:"position"`
	Revision   *ledger.Revision `json:"revision"`
	Repeated   bool             `json:"repeated"`
	Receipt    string           `json:"receipt,omitempty"` // code: for the holder of the receipt alone
	Warnings   []string         `json:"warnings,omitempty"`
	UserErrors []lineError      `json:"userErrors"`
}

type lineError struct {
	Code    counter.Code `json:"code"`
	Rule    *string      `json:"rule"`
	Message string       `json:"message"`
	Field   []string     `json:"field"`
}

func answered(l *counter.Line) lineAnswer {
	out := lineAnswer{Line: l.N, Action: given(l.Action), Number: given(l.Number), Repeated: l.Repeated, Receipt: l.Receipt.Letters(), Warnings: l.Warnings}
	if at, revision := l.Position(), l.Revision(); at > 0 {
		out.Position, out.Revision = &at, &revision
	}
	for _, e := range l.Errors {
		out.UserErrors = append(out.UserErrors, lineError{e.Code, given(e.Rule), e.Message, e.Field})
	}
	return out
}

// given is a text, nil where it is empty.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
