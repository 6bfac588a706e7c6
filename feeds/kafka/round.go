package kafka

import (
	"context"
	"fmt"

	"caseledger/ledger"
)

// Round is the largest number of records that are under way at one time. It
// is part of how a publisher finds its place: never lower it while a topic
// lives.
const Round = 4096

// round is a stretch of consecutive records, divided by partition.
type round struct {
	messages [][]message
	upTo     uint64 // ordinal of its last record
	position ledger.Position
	err      error // instead of a round: reading has ended
}

// read makes rounds from the ordinal on until the context ends or there is an
// error, one ahead of what is being published.
func (p *Publisher) read(ctx context.Context, next uint64, rounds chan<- round) {
	for {
		changed := p.Records.Changed() // before reading, so that no change is missed
		r := p.readRound(ctx, next)
		if r.err == nil && r.upTo < next {
			select {
			case <-ctx.Done():
				return
			case <-changed:
				continue
			}
		}
		select {
		case <-ctx.Done():
			return
		case rounds <- r:
		}
		if r.err != nil {
			return
		}
		next = r.upTo + 1
	}
}

// readBatch is how many records are read at once.
const readBatch = 1000

// readRound reads what there is from the ordinal on, up to a round.
func (p *Publisher) readRound(ctx context.Context, next uint64) round {
	r := round{messages: make([][]message, p.Partitions), upTo: next - 1}
	for n := 0; n < Round; {
		want := min(readBatch, Round-n)
		public, err := p.Records.Public(ctx, next+uint64(n), want)
		if err != nil {
			return round{err: fmt.Errorf("read records from %d: %w", next, err)}
		}
		for i := range public {
			rec := public[i].Record
			rec.Position = public[i].Position
			m, err := newMessage(&rec, p.Source)
			if err != nil {
				return round{err: err}
			}
			to := Partition(m.key, p.Partitions)
			r.messages[to] = append(r.messages[to], m)
			r.upTo, r.position = public[i].Ordinal, public[i].Position
		}
		n += len(public)
		if len(public) < want {
			break
		}
	}
	p.meter.see(r.upTo)
	return r
}
