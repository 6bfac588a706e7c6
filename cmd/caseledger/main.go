package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

func main() { os.Exit(start()) }

// start runs the command with the process's own surroundings. The first
// SIGINT or SIGTERM asks for an orderly end; a second one ends the process.
func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	p := program{
		stdin:    os.Stdin,
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		now:      time.Now,
		rand:     rand.Reader,
		terminal: term.IsTerminal(int(os.Stderr.Fd())),
	}
	return p.run(ctx, os.Args[1:])
}
