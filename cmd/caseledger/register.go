package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/registry"
)

var registerVerb = verb{name: "register", group: recording, args: argsOf[registerCmd],
	words: "Record delegations and fee standards from lines of JSON."}

type registerCmd struct {
	File string `required:"" placeholder:"FILE" help:"File with one JSON object a line; - reads standard input."`
	Post string `placeholder:"POST" help:"Acting post of all lines, never a person's name; none if not given."`
}

// Help is shown by --help.
func (registerCmd) Help() string {
	return `Records what decisions and charges are held to. Each line names a type of
record and its body, as ledger/registry/FORMAT.md describes them:

    {"type":"delegation.granted/1","body":{"delegation":"SQ-1","from":"2026-01-01","org":"Permits","post":"chief-01"}}
    {"type":"delegation.revoked/1","body":{"delegation":"SQ-1","date":"2026-06-01"}}
    {"type":"fee.standard_published/1","body":{"amount":"10","basis":"No. 1","currency":"CNY","effective":"2026-01-01","item":"SX-1","standard":"S-1"}}

What the ledger holds already is passed over, so a file can be sent again; the rules
are those of caseledger record, which takes the same as commands. All
lines are read before the first is recorded. No server may run on the folder.

Examples:

    caseledger register --file delegations.ndjson --post legal-01
    caseledger register --file -

Exit codes: 0 success, 1 failure, 2 usage, 3 ledger damaged, 4 no such file, 5 no room.`
}

// Run records the lines of one file.
func (cmd registerCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := checkPost(cmd.Post); err != nil {
		return err
	}
	input, _, err := openInput(p, cmd.File)
	if err != nil {
		return err
	}
	defer input.Close()
	entries, err := readEntries(input)
	if err != nil {
		return err
	}
	store, err := c.storage().openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	n, err := registry.Record(ctx, store, p.now(), cmd.Post, entries...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%d records, %d of them new\n", len(entries), n)
	return err
}

// maxEntry bounds a line.
const maxEntry = 1 << 20

// readEntries reads the lines of a file; empty ones are passed over.
func readEntries(input io.Reader) (out []registry.Entry, err error) {
	lines := bufio.NewScanner(input)
	lines.Buffer(nil, maxEntry)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		e, err := readEntry(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, e)
	}
	return out, lines.Err()
}

// readEntry reads one line, in whatever order its members stand.
func readEntry(line []byte) (registry.Entry, error) {
	var given struct {
		Type string         `json:"type"`
		Body jsontext.Value `json:"body"`
	}
	if err := json.Unmarshal(line, &given, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("want {\"type\":…,\"body\":{…}}: %w", err)
	}
	if err := given.Body.Canonicalize(); err != nil {
		return nil, err
	}
	e, err := registry.Decode(&ledger.Record{Draft: ledger.Draft{Type: given.Type, Public: given.Body}})
	if err != nil {
		return nil, err
	}
	return e.(registry.Entry), nil // every action of the book is one
}
