package main

import (
	"io"
	"runtime"
	"runtime/debug"
)

var versionVerb = verb{name: "version", group: about, args: argsOf[versionCmd],
	words: "Show what this binary is."}

type versionCmd struct{}

// Help is shown by --help.
func (versionCmd) Help() string {
	return `Examples:

    caseledger version
    caseledger version --json

Exit codes: 0 done, 2 usage.`
}

// build is the output of version --json.
type build struct {
	Version  string `json:"version"`            // module version, or "devel"
	Revision string `json:"revision,omitempty"` // commit, where the build knew it
	Time     string `json:"time,omitempty"`     // of the commit
	Modified bool   `json:"modified"`           // built from a changed work tree
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// Run prints the build.
func (versionCmd) Run(p *program, c *cli) error {
	if c.JSON {
		return p.printJSON(thisBuild())
	}
	return thisBuild().write(p.stdout)
}

func (b build) write(w io.Writer) error {
	out := &printer{w: w}
	out.line("caseledger %s", b.Version)
	if b.Revision != "" {
		out.line("revision %s %s", b.Revision, b.Time)
	}
	out.line("%s %s", b.Go, b.Platform)
	return out.err
}

func thisBuild() build {
	b := build{Version: "devel", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}
