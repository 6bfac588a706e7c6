package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"

	"caseledger/ledger"
	"caseledger/ledger/transfer"
)

var copyVerb = verb{name: "copy", group: caring, args: argsOf[copyCmd],
	words: "Copy a ledger to another store and prove both equal."}

type copyCmd struct {
	From string `required:"" placeholder:"DIR|URL" help:"The ledger to copy: a data folder, or esdb://…"`
	To   string `required:"" placeholder:"DIR|URL" help:"Where to: a new or half-filled data folder, or esdb://…"`
	Map  string `placeholder:"FILE" help:"Write each record's position here and there, as CSV."`
}

// Help is shown by --help.
func (copyCmd) Help() string {
	return `Copies a ledger between any two stores, with identical records; only positions
differ, since each store gives its own. At the end both are read again and
compared record by record, and the Merkle tree hash (RFC 6962) of each side is
computed. A copy that was stopped goes on where it was when it is run again;
run it a last time with nobody recording before you switch over. Views are
built anew from the copy. The keys of sealed values are not in the ledger: copy
vault.sqlite and its key file yourself, over a safe way.

Examples:

    caseledger copy --from ./caseledger-data --to esdb://db1:2113?tls=false
    caseledger copy --from esdb://db1:2113?tls=false --to ./archive --map positions.csv --json

Exit codes: 0 copied and proved equal, 1 failure, 2 usage, 3 they differ or a ledger is damaged, 4 no ledger there, 5 no room.`
}

// Run copies and proves.
func (cmd copyCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	from, err := openSide(ctx, cmd.From, folder.readLedger)
	if err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := openSide(ctx, cmd.To, folder.openLedger)
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()

	positions, err := newPositionMap(cmd.Map)
	if err != nil {
		return err
	}
	bar := p.bar("copy", false)
	proof, err := transfer.Copy(ctx, transfer.Job{From: from, To: to, Progress: bar.positions, Mapped: positions.add})
	bar.done()
	if err = errors.Join(err, positions.close()); err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(proof)
	}
	_, err = fmt.Fprintf(p.stdout, "%d records, %d of them copied now; both ledgers are equal\ntree hash %s\nposition %s there, %s here\n",
		proof.Records, proof.Copied, proof.Root, proof.FromHead, proof.ToHead)
	return err
}

// openSide opens one side of a copy.
func openSide(ctx context.Context, place string, open func(folder, context.Context) (ledger.Store, error)) (ledger.Store, error) {
	if isESDB(place) {
		return openESDB(ctx, place)
	}
	return open(folder(place), ctx)
}

// positionMap writes pairs of positions as CSV; without a file it drops them.
type positionMap struct {
	file *os.File
	out  *bufio.Writer
}

func newPositionMap(name string) (*positionMap, error) {
	if name == "" {
		return &positionMap{}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	m := &positionMap{file: f, out: bufio.NewWriter(f)}
	_, err = m.out.WriteString("from,to\r\n")
	return m, err
}

func (m *positionMap) add(from, to ledger.Position) error {
	if m.out == nil {
		return nil
	}
	_, err := fmt.Fprintf(m.out, "%s,%s\r\n", from, to)
	return err
}

func (m *positionMap) close() error {
	if m.out == nil {
		return nil
	}
	return errors.Join(m.out.Flush(), m.file.Close())
}
