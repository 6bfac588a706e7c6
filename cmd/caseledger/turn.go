package main

import (
	"context"
	"errors"

	"caseledger/projections/door"
	"caseledger/projections/follow"
)

// inTurn does the work of a role while this process has the turn, which is kept
// in a database; with none there are no turns, and it works at once. It waits for
// the turn, and returns what the work does, which is told to end when the turn
// is lost.
func inTurn(ctx context.Context, turns, role string, f *follow.Follower, work func(context.Context) error) (err error) {
	if turns == "" {
		return work(ctx)
	}
	f.Be(follow.Waiting)
	turn, err := door.TakeTurn(ctx, door.Postgres{URL: turns, Holder: holder(), Wait: true}, role)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, turn.Close()) }()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-turn.Lost():
			stop()
		case <-ctx.Done():
		}
	}()
	return work(ctx)
}
