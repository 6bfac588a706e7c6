package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCmd struct{}

// Help is shown by --help.
func (versionCmd) Help() string {
	return `Examples:

    caseledger version
    caseledger version --json`
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
	b := thisBuild()
	if c.JSON {
		return p.printJSON(b)
	}
	fmt.Fprintf(p.stdout, "caseledger %s\n", b.Version)
	if b.Revision != "" {
		fmt.Fprintf(p.stdout, "revision %s %s\n", b.Revision, b.Time)
	}
	_, err := fmt.Fprintf(p.stdout, "%s %s\n", b.Go, b.Platform)
	return err
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
