package graphql_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/sqlite"
	"caseledger/projections"
)

// BenchmarkMutations is a command over HTTP, answered when it is durable: 64
// clients beside the server, each with cases of its own, over a ledger in
// SQLite whose views follow.
func BenchmarkMutations(b *testing.B) {
	const clients = 64
	w := newWorld(b, 0)
	w.deps.Now = time.Now
	views, err := projections.Open(b.Context(), filepath.Join(b.TempDir(), "views.sqlite"))
	if err != nil {
		b.Fatal(err)
	}
	defer views.Close()
	store, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "ledger.sqlite"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	w.deps.Views, w.deps.Store, w.deps.Desk = views, store, &casefile.Desk{Store: store}
	w.withAccess(b)
	server := httptest.NewServer(w.newHandler(b))
	defer server.Close()
	ctx, stop := context.WithCancel(context.Background())
	followed := make(chan error)
	go func() { followed <- views.Run(ctx, store) }()
	defer func() { stop(); <-followed }()

	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for c := range clients {
		wg.Go(func() {
			for n := range (b.N + clients - 1 - c) / clients {
				if err := mutate(b.Context(), client, server.URL, w.staff, c, n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	if b.Failed() {
		b.Log(w.log.String())
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mutations/s")
}

// mutate sends the nth command of a client: each of its cases is accepted and
// then has nine steps.
func mutate(ctx context.Context, client *http.Client, url, token string, c, n int) error {
	in := map[string]any{"number": fmt.Sprintf("M-%d-%d", c, n/10), "idempotencyKey": fmt.Sprint("k-", n)}
	query := `mutation($in: PerformStepInput!) { performStep(input: $in) { position revision repeated userErrors { rule message } } }`
	if n%10 == 0 {
		query = `mutation($in: AcceptCaseInput!) { acceptCase(input: $in) { position revision repeated userErrors { rule message } } }`
		in["org"], in["promisedDays"], in["handling"] = "住建局", 10, "PROMISED"
	} else {
		in["step"], in["name"] = "check", "材料核对"
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"in": in}})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, "POST", url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && !strings.Contains(string(text), `"userErrors":[]`) {
		err = fmt.Errorf("command %d of client %d: %d %s", n, c, answer.StatusCode, text)
	}
	return err
}
