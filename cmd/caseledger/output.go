package main

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
)

// printJSON writes one object on one line: the same value, the same bytes.
// Times are in UTC, as the ledger writes them.
func (p *program) printJSON(v any) error {
	b, err := json.Marshal(v, json.Deterministic(true), ledgerTimes)
	if err != nil {
		return err
	}
	_, err = p.stdout.Write(append(b, '\n'))
	return err
}

// ledgerTimes writes times as the ledger does.
var ledgerTimes = json.WithMarshalers(json.MarshalFunc(func(t time.Time) ([]byte, error) {
	return jsontext.AppendQuote(nil, ledger.FormatTime(t))
}))

// oneFormat refuses two formats at once.
func (c *cli) oneFormat(csv bool) error {
	if c.JSON && csv {
		return &usageError{"--json does not go with --csv: take one of them"}
	}
	return nil
}
