package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/erasure"
	"caseledger/ledger/vault"
)

var vaultVerb = verb{name: "vault", group: caring, args: argsOf[vaultCmd],
	words: "What is sealed and erased, in numbers; change the master key."}

type vaultCmd struct {
	Register vaultRegisterCmd `cmd:"" group:"below" help:"List what is sealed and erased, as everybody may know it."`
	Rotate   vaultRotateCmd   `cmd:"" group:"below" help:"Wrap all keys under a new master key."`
}

// Help is shown by --help.
func (vaultCmd) Help() string {
	return `Personal values are sealed, each under a key of its subject; the keys stand in
vault.sqlite, wrapped by a master key. That stands in vault.sqlite.key, or where
--master-key-file or CASELEDGER_MASTER_KEY says.

Examples:

    caseledger vault register
    caseledger vault rotate

Exit codes: 0 done, 1 failure, 2 usage, 3 damaged, 4 no ledger here.`
}

type vaultRegisterCmd struct{}

// Help is shown by --help.
func (vaultRegisterCmd) Help() string {
	return `Says how many values were sealed under each label, and lists every erasure with
its day, class of reason and the random id of the key. All of it is public; none
of it says whose. The whole ledger is read.

Examples:

    caseledger vault register
    caseledger vault register --json

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

// sealedRegister is the output of vault register --json.
type sealedRegister struct {
	Position ledger.Position `json:"position"`
	Sealed   []sealedLabel   `json:"sealed"`
	Erasures []erasureLine   `json:"erasures"`
}

type sealedLabel struct {
	Label  string `json:"label"`
	Values int    `json:"values"`
}

type erasureLine struct {
	Recorded time.Time       `json:"recorded"`
	Reason   erasure.Reason  `json:"reason"`
	Key      string          `json:"key"`
	Position ledger.Position `json:"position"`
}

// Run prints the register.
func (vaultRegisterCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	store, err := c.storage().readLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	out, err := readSealed(ctx, p, store)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(out)
	}
	sealed := &table{header: []string{"label", "values sealed"}}
	for _, l := range out.Sealed {
		sealed.add(l.Label, fmt.Sprint(l.Values))
	}
	erased := &table{header: []string{"erased", "reason", "key", "position"}}
	for _, e := range out.Erasures {
		erased.add(e.Recorded.Format(time.DateOnly), string(e.Reason), e.Key, e.Position.String())
	}
	if err := sealed.write(p.stdout); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout)
	return erased.write(p.stdout)
}

func readSealed(ctx context.Context, p *program, store ledger.Store) (out sealedRegister, err error) {
	if out.Position, err = store.Head(ctx); err != nil {
		return out, err
	}
	labels, bar := map[string]int{}, p.bar("vault", false)
	defer bar.done()
	for item, err := range store.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			return out, err
		}
		if item.Record != nil {
			for _, s := range item.Record.Sealed {
				labels[s.Label]++
			}
		}
		bar.positions(item.Position, out.Position)
		if item.Live || item.Position >= out.Position {
			break
		}
	}
	for _, label := range slices.SortedFunc(maps.Keys(labels), cmp.Compare) {
		out.Sealed = append(out.Sealed, sealedLabel{label, labels[label]})
	}
	for e, err := range erasure.List(ctx, store, 0) {
		if err != nil {
			return out, err
		}
		out.Erasures = append(out.Erasures, erasureLine{e.Recorded, e.Reason, e.Key, e.Position})
	}
	return out, nil
}

type vaultRotateCmd struct {
	To string `placeholder:"FILE" help:"Take the new master key, 64 hexadecimal digits, from this file, and keep none beside the vault; not given: make a random one beside the vault."`
}

// Help is shown by --help.
func (vaultRotateCmd) Help() string {
	return `Wraps every subject's key anew, in one step: cut off at any moment, either the
old master key counts or the new one. The ledger and what is sealed in it do not
change. No server may run on the folder.

With --to, every later command needs --master-key-file FILE, or the digits in
CASELEDGER_MASTER_KEY. Backups of the vault made before need the old master key
until they expire: keep it with them.

Examples:

    caseledger vault rotate
    caseledger vault rotate --to /run/secrets/caseledger-master

Exit codes: 0 done, 1 failure, 2 usage, 3 vault damaged, 4 no ledger here, 5 no room.`
}

// rotated is the output of vault rotate --json.
type rotated struct {
	Keys int `json:"keys"`
}

// Run rotates the master key.
func (cmd vaultRotateCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	at := c.storage()
	if err := at.exists(); err != nil {
		return err
	}
	if _, err := os.Stat(at.file("vault.sqlite")); err != nil {
		return fmt.Errorf("%s has no vault, and nothing is sealed: %w", at.folder, err)
	}
	store, err := at.openLedger(ctx) // no server may keep the same vault
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	from, err := at.engines.read()
	if err != nil {
		return err
	}
	to, err := masterKey{MasterFile: cmd.To}.read()
	if err != nil {
		return err
	}
	n, err := vault.Rotate(ctx, at.file("vault.sqlite"), p.rand, from, to)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(rotated{n})
	}
	_, err = fmt.Fprintf(p.stdout, "%d keys are wrapped by the new master key; backups of the vault made before need the old one\n", n)
	return err
}
