package graphql_test

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"caseledger/graphql"
	"caseledger/graphql/exec"
)

// TestOneExecutesForAll asks the same at once: one request executes, and all
// have its answer.
func TestOneExecutesForAll(t *testing.T) {
	w := newWorld(t, 3)
	for _, c := range []struct {
		name, query string
		executed    int64
	}{
		{"an answer that is kept", `{cases {nodes {number}}}`, 1},
		{"one that holds for the moment only", `{cases(filter: {overdue: true}) {nodes {number}}}`, 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gate := make(chan struct{})
				var executed atomic.Int64
				d := w.deps
				d.Observe = func(ctx context.Context, _ exec.Operation) (context.Context, func(bool)) {
					executed.Add(1)
					<-gate
					return ctx, func(bool) {}
				}
				h, err := graphql.New(d)
				if err != nil {
					t.Fatal(err)
				}
				var crowd sync.WaitGroup
				answers := make([]reply, 20)
				for i := range answers {
					crowd.Go(func() { answers[i] = post(t, h, c.query, nil) })
				}
				synctest.Wait()
				if n := executed.Load(); n != 1 {
					t.Errorf("%d execute at once", n)
				}
				close(gate)
				crowd.Wait()
				for _, a := range answers {
					if a.status != http.StatusOK || a.raw != answers[0].raw {
						t.Errorf("status %d: %s", a.status, a.raw)
					}
				}
				if n := executed.Load(); n != c.executed {
					t.Errorf("%d were executed, want %d", n, c.executed)
				}
			})
		})
	}
}
