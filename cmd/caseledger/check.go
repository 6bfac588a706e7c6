package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"caseledger/feeds/verify"
	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/projections"
)

var checkVerb = verb{name: "check", group: caring, args: argsOf[checkCmd],
	words: "Check records, sealed values and views, bit by bit."}

type checkCmd struct{}

// Help is shown by --help.
func (checkCmd) Help() string {
	return `Reads everything in the data folder and changes nothing: pages, indexes and
checksums of the ledger, each row bit by bit; every key of the vault, and every
sealed value with its commitment; the views, computed anew beside and compared
row by row; the transparency log; tokens; and who can read the files. It works beside a running
server, and takes the time and the room of a rebuild (in the system's folder
for temporary files).

Examples:

    caseledger check
    caseledger check --data /var/lib/caseledger --json

Exit codes: 0 all is well, 1 something needs doing, 2 usage, 3 ledger, vault or token damaged, 4 no ledger here.`
}

// Run checks.
func (checkCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	store, err := c.storage().readLedger(ctx)
	var corrupt *ledger.CorruptError
	if errors.As(err, &corrupt) {
		return p.diagnosed(c.JSON, []finding{{What: "ledger", Says: err.Error(), Todo: "restore a backup into another folder"}}, err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	e := examination{p: p, cli: c, store: store}
	for _, look := range []func(context.Context) (finding, error){e.ledger, e.vault, e.views, e.log, e.tokens, e.files} {
		f, err := look(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if f.What == "" { // there is no such thing here
			continue
		}
		if f.OK = err == nil; f.OK {
			f.Todo = ""
		} else {
			f.Says = err.Error()
			e.keep(err)
		}
		e.findings = append(e.findings, f)
	}
	return p.diagnosed(c.JSON, e.findings, e.worst)
}

// examination is one check of a data folder.
type examination struct {
	p        *program
	cli      *cli
	store    ledger.Store
	findings []finding
	worst    error // damage, or else the first thing that needs doing
}

func (e *examination) keep(err error) {
	var corrupt *ledger.CorruptError
	if e.worst == nil || errors.As(err, &corrupt) && !errors.As(e.worst, &corrupt) {
		e.worst = err
	}
}

func (e *examination) ledger(ctx context.Context) (finding, error) {
	f := finding{What: "ledger", Todo: "restore a backup into another folder"}
	if whole, ok := e.store.(interface{ Verify(context.Context) error }); ok {
		if err := whole.Verify(ctx); err != nil {
			return f, err
		}
	}
	head, err := e.store.Head(ctx)
	f.Says = fmt.Sprintf("every record up to position %s is what was written", head)
	how, simulated, fault := registry.ReadSimulated(ctx, e.store)
	if simulated {
		f.Says += fmt.Sprintf("; it is simulated: %s of seed %d", how.Profile, how.Seed)
	}
	return f, errors.Join(err, fault)
}

func (e *examination) vault(ctx context.Context) (f finding, err error) {
	f = finding{What: "vault", Todo: "restore a backup of the vault that is as new as the ledger or newer"}
	v, err := e.cli.storage().readVault()
	if errors.Is(err, fs.ErrNotExist) {
		n, err := sealedIn(ctx, e.store)
		if err == nil && n > 0 {
			err = fmt.Errorf("%w (%d values are sealed in the ledger)", errNoVault, n)
		}
		f.Says, f.Todo = "there is none, and no value is sealed", "restore the vault's files, vault.sqlite and vault.sqlite.key"
		return f, err
	}
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	n, err := v.Verify(ctx, e.store)
	f.Says = fmt.Sprintf("all %d keys open, and %d sealed values with their commitments; %d are erased", n.Keys, n.Values, n.Erased)
	return f, err
}

var errNoVault = errors.New("the vault is missing, and no personal value can be read")

// sealedIn counts the sealed values of a ledger.
func sealedIn(ctx context.Context, s ledger.Store) (n int, err error) {
	head, err := s.Head(ctx)
	if err != nil || head == 0 {
		return 0, err
	}
	for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			return n, err
		}
		if item.Record != nil {
			n += len(item.Record.Sealed)
		}
		if item.Position >= head {
			break
		}
	}
	return n, ctx.Err()
}

func (e *examination) views(ctx context.Context) (f finding, err error) {
	f = finding{What: "views", Todo: "caseledger rebuild makes them anew from the ledger"}
	h := e.cli.storage()
	var views *projections.Views
	if h.keepsViews() {
		views, err = projections.OpenReadOnly(ctx, h.file("views.sqlite"))
	} else {
		views, err = projections.OpenPostgresReadOnly(ctx, h.engines.Views)
	}
	if errors.Is(err, fs.ErrNotExist) {
		f.Says = "there are none; the next start makes them"
		return f, nil
	}
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	scratch, err := os.MkdirTemp("", "caseledger-check-")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	bar := e.p.bar("views", false)
	err = views.Check(ctx, e.store, filepath.Join(scratch, "views.sqlite"), bar.positions)
	bar.done()
	if err != nil {
		return f, err
	}
	at, err := views.Position(ctx)
	f.Says = fmt.Sprintf("every row is what the ledger gives up to position %s", at)
	return f, err
}

// log verifies the transparency log as a stranger does, where one was begun.
func (e *examination) log(ctx context.Context) (f finding, err error) {
	at := e.cli.folder().log()
	if there, err := at.Exists(); !there && err == nil {
		return f, nil
	}
	f = finding{What: "log", Todo: "stop the server, remove the folder " + at.Dir() + " alone and start again: it is made anew"}
	if h, err := at.Head(); err == nil && h.Size == 0 {
		f.Says = "nothing was published yet"
		return f, nil
	}
	memory, err := os.MkdirTemp("", "caseledger-check-")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(memory)) }()
	rules, err := officialRules()
	if err != nil {
		return f, err
	}
	r, err := verify.Verify(ctx, verify.Question{Source: at.Dir(), Memory: memory, Rules: rules})
	if err == nil && !r.Verified {
		err = fmt.Errorf("%w, the first: %s", &differsError{len(r.Differences) + r.Further}, r.Differences[0])
	}
	f.Says = fmt.Sprintf("all %d leaves are what was signed", r.Size)
	return f, err
}

func (e *examination) tokens(context.Context) (finding, error) {
	f := finding{What: "tokens", Todo: "remove the file that is named, and make the token anew"}
	all, err := e.cli.tokens(e.p).List()
	f.Says = fmt.Sprintf("%d are whole", len(all))
	return f, err
}

// files finds what others than the owner can read.
func (e *examination) files(context.Context) (finding, error) {
	f := finding{What: "files", Says: "only their owner can read them", Todo: "run chmod -R go-rwx on the data folder"}
	if runtime.GOOS == "windows" { // no modes there
		f.Says = "their modes say nothing on this system"
		return f, nil
	}
	err := filepath.WalkDir(string(e.cli.folder()), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path == e.cli.folder().log().Dir() {
			return filepath.SkipDir // public, all of it
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) { // a server beside it comes and goes
			return nil
		}
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			err = fmt.Errorf("%s can be read by others than its owner (mode %#o)", path, info.Mode().Perm())
		}
		return err
	})
	if e.cli.Store != "" && errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	return f, err
}
