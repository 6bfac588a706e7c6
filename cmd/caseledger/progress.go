package main

import (
	"github.com/schollz/progressbar/v3"

	"caseledger/ledger"
)

// A bar shows on a terminal how far long work has come. Where stderr is no
// terminal it shows nothing. It uses no colour, so NO_COLOR asks nothing of it.
type bar struct {
	drawn *progressbar.ProgressBar // nil where nothing is drawn
}

func (p *program) bar(what string, bytes bool) *bar {
	if !p.terminal {
		return &bar{}
	}
	return &bar{progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(p.stderr),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowBytes(bytes),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100_000_000), // 0.1 s
	)}
}

// at sets how much of all is done; all is -1 where it is not known.
func (b *bar) at(done, all int64) {
	if b.drawn == nil {
		return
	}
	if all != b.drawn.GetMax64() {
		b.drawn.ChangeMax64(all)
	}
	_ = b.drawn.Set64(done) // a bar that cannot be drawn must not stop the work
}

// positions is a [projections.Progress].
func (b *bar) positions(at, head ledger.Position) { b.at(int64(at), int64(head)) }

// done takes the bar off the screen.
func (b *bar) done() {
	if b.drawn != nil {
		_ = b.drawn.Finish()
	}
}
