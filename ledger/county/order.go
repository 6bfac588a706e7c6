package county

import (
	"context"
	"iter"
	"sync"
)

// chunk is a run of cases of one day.
type chunk struct {
	from, to int // of the cases
	day      int
	ends     bool // no later chunk is of the day
	lives    []*life
}

const chunkSize = 256

// chunks gives the cases in their order, cut at days.
func (c *County) chunks() iter.Seq[chunk] {
	return func(yield func(chunk) bool) {
		for from := 0; from < len(c.cases); {
			day, to := int(c.cases[from].day), from
			for to < len(c.cases) && int(c.cases[to].day) == day && to-from < chunkSize {
				to++
			}
			ends := to == len(c.cases) || int(c.cases[to].day) != day
			if !yield(chunk{from: from, to: to, day: day, ends: ends}) {
				return
			}
			from = to
		}
	}
}

func (c *County) liveAll(k chunk) chunk {
	for i := k.from; i < k.to; i++ {
		k.lives = append(k.lives, c.live(i))
	}
	return k
}

// inOrder yields f of every item in the order of the items, worked on by so
// many at once. It ends early with the context.
func inOrder[A, B any](ctx context.Context, items iter.Seq[A], workers int, f func(A) B) iter.Seq[B] {
	type job struct {
		in   A
		done chan B
	}
	return func(yield func(B) bool) {
		ctx, stop := context.WithCancel(ctx)
		var group sync.WaitGroup
		defer group.Wait()
		defer stop()
		work, order := make(chan job), make(chan job, 2*workers)
		for range workers {
			group.Go(func() {
				for j := range work {
					j.done <- f(j.in)
				}
			})
		}
		group.Go(func() {
			defer close(order)
			defer close(work)
			for a := range items {
				j := job{a, make(chan B, 1)}
				for _, to := range []chan job{work, order} {
					select {
					case to <- j:
					case <-ctx.Done():
						return
					}
				}
			}
		})
		for j := range order {
			if !yield(<-j.done) {
				return
			}
		}
	}
}
