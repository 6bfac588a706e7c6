package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"caseledger/feeds/tlog"
)

var logVerb = verb{name: "log", group: answering, args: argsOf[logCmd],
	words: "Begin the transparency log, and say how it stands."}

type logCmd struct {
	Init logInitCmd `cmd:"" group:"below" help:"Make the key; from then on serve publishes the log."`
	Show logShowCmd `cmd:"" group:"below" help:"Say origin, key, size and root."`
}

// Help is shown by --help.
func (logCmd) Help() string {
	return `The transparency log makes the public record verifiable: it has one leaf for each
record, in ledger order, and a signed checkpoint, once a second while records
come. Whoever keeps a checkpoint finds every record that is altered or left out
later (caseledger verify). Once begun, caseledger serve keeps the log and serves
it at /log/; the folder log of the data folder can be copied to any web server.
An erasure of personal values changes no leaf: they never stand in one. With views
in PostgreSQL caseledger publish keeps it, and servers serve it.

With a file log.witnesses in the data folder a checkpoint is published once enough
witnesses have cosigned it; feeds/tlog/WITNESSES.md says how to get witnessed.

Examples:

    caseledger log init --origin cases.example.gov.cn/log
    caseledger log show

Exit codes: 0 done, 1 failure, 2 usage, 4 no log was begun.`
}

type logInitCmd struct {
	Origin string `required:"" placeholder:"NAME" help:"The log's name, for ever; by custom its address without https://."`
}

// Help is shown by --help.
func (logInitCmd) Help() string {
	return `Makes log.key in the data folder, readable by its owner only, and never writes
over one. Keep a copy of it apart from the ledger's backups; whoever has it can
sign in the log's name. Start the server anew, and the log is published.

Print the public key where people will look for it, on paper too: it is how they
know the log.

Examples:

    caseledger log init --origin cases.example.gov.cn/log
    caseledger log init --origin cases.example.gov.cn/log --data /var/lib/caseledger --json

Exit codes: 0 done, 1 failure (there is a key already), 2 usage.`
}

// logView is a log as verbs print it.
type logView struct {
	Origin string `json:"origin"`
	Key    string `json:"key"`
	Size   uint64 `json:"size"`
	Root   string `json:"root"` // base64, as in the checkpoint
	// Signed is the size of a newer checkpoint that waits for witnesses.
	Signed    uint64            `json:"signed,omitzero"`
	Witnesses []cosignatureView `json:"witnesses,omitempty"`
}

func (p *program) printLog(h tlog.Head, asJSON bool) error {
	v := logView{h.Origin, h.Key, h.Size, base64.StdEncoding.EncodeToString(h.Root[:]), 0, cosignatureViews(h.Witnesses)}
	if h.Signed > h.Size {
		v.Signed = h.Signed
	}
	if asJSON {
		return p.printJSON(v)
	}
	out := &printer{w: p.stdout}
	out.line("origin  %s", v.Origin)
	out.line("key     %s", v.Key)
	out.line("size    %d", v.Size)
	out.line("root    %s", v.Root)
	for _, w := range v.Witnesses {
		if w.Signed.IsZero() {
			out.line("witness %s has not signed it", w.Name)
		} else {
			out.line("witness %s signed it at %s", w.Name, w.Signed.Format(time.RFC3339))
		}
	}
	if v.Signed > 0 {
		out.line("waiting %d leaves are signed, and wait for witnesses", v.Signed)
	}
	return out.err
}

// Run makes the key.
func (cmd logInitCmd) Run(p *program, c *cli) error {
	at := c.folder().log()
	_, err := at.Init(cmd.Origin, p.rand)
	var name *tlog.NameError
	if errors.As(err, &name) {
		return &usageError{"--origin: " + err.Error()}
	}
	if err != nil {
		return err
	}
	h, err := at.Head()
	if err != nil {
		return err
	}
	return p.printLog(h, c.JSON)
}

type logShowCmd struct{}

// Help is shown by --help.
func (logShowCmd) Help() string {
	return `Prints what the newest checkpoint says, and which witness signed it when. The root
is in base64, as it stands there.

Examples:

    caseledger log show
    caseledger log show --json

Exit codes: 0 done, 1 failure, 2 usage, 4 no log was begun.`
}

// Run prints the head of the log.
func (logShowCmd) Run(p *program, c *cli) error {
	h, err := c.folder().log().Head()
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s has no transparency log; begin one with caseledger log init: %w", c.folder(), fs.ErrNotExist)
	}
	if err != nil {
		return err
	}
	return p.printLog(h, c.JSON)
}
