package main

import (
	"context"
	"fmt"

	"caseledger/feeds/verify"
)

var mirrorVerb = verb{name: "mirror", group: reading, args: argsOf[mirrorCmd],
	words: "Make or continue a checked copy of a transparency log."}

type mirrorCmd struct {
	URL string `arg:"" help:"Address of a site that publishes the log, or of another mirror; a folder will do."`
	Dir string `arg:"" help:"Folder of the copy; made if it is not there."`
	logTrust
}

// Help is shown by --help.
func (mirrorCmd) Help() string {
	return `Copies a log and that of the figures as plain files, with key and policy, so that any
web server can serve them. Every file is held against the signed checkpoint before it is kept, and
the checkpoint is written last: what a copy has below its checkpoint is whole at
any time. Run it again to continue, also after it was stopped; what is there is not
read again, and must be the beginning of what the site shows now.

Whoever mirrors keeps a log honest: caseledger verify finds what was altered since,
on the site by what it remembers, in the copy by the checkpoint.

Examples:

    caseledger mirror https://cases.example.org ./mirror
    caseledger mirror https://cases.example.org ./mirror --policy ./policy

Exit codes: 0 done, 1 could not be done, 2 usage, 3 the log does not verify; nothing of it was kept.`
}

// Run copies.
func (cmd mirrorCmd) Run(ctx context.Context, p *program, c *cli) error {
	b := p.bar("leaves", false)
	q, err := cmd.question(p, cmd.URL, b)
	if err != nil {
		return err
	}
	r, err := verify.Mirror(ctx, q, cmd.Dir)
	b.done()
	return p.reported(r, err, c.JSON, fmt.Sprintf("%s is a copy of %d leaves, root %s", cmd.Dir, r.Size, r.Root))
}
