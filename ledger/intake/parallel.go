package intake

import (
	"context"
	"iter"
	"sync"
)

// parallel yields f of every item, in the order of the items. Items are read
// ahead by at most twice the number of workers; when the sequence ends, for
// whatever reason, nothing reads on. A sequence that the context ended says so.
// An item that has an error may have a value too, and is the last one.
func parallel[A, B any](ctx context.Context, in iter.Seq2[A, error], workers int, f func(A) (B, error)) iter.Seq2[B, error] {
	type result struct {
		out B
		err error
	}
	type job struct {
		in   A
		done chan result
	}
	return func(yield func(B, error) bool) {
		outer := ctx
		ctx, stop := context.WithCancel(ctx)
		var wg sync.WaitGroup
		defer wg.Wait()
		defer stop()
		work, order := make(chan job), make(chan job, 2*workers)
		for range workers {
			wg.Go(func() {
				for j := range work {
					out, err := f(j.in)
					j.done <- result{out, err}
				}
			})
		}
		wg.Go(func() {
			defer close(order)
			defer close(work)
			for a, err := range in {
				j := job{a, make(chan result, 1)}
				select {
				case order <- j:
				case <-ctx.Done():
					return
				}
				if err != nil {
					j.done <- result{err: err}
					return
				}
				select {
				case work <- j:
				case <-ctx.Done():
					j.done <- result{err: ctx.Err()}
					return
				}
			}
		})
		for j := range order {
			r := <-j.done
			if !yield(r.out, r.err) || r.err != nil {
				return
			}
		}
		if err := outer.Err(); err != nil {
			var none B
			yield(none, err)
		}
	}
}
