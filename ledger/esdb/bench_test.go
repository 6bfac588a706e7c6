package esdb_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"caseledger/ledger"
	"caseledger/ledger/esdb/esdbtest"
)

func bare(b *testing.B, url string) *client.Client {
	config, err := client.ParseConnectionString(url)
	if err != nil {
		b.Fatal(err)
	}
	config.Logger = client.NoopLogging()
	c, err := client.NewClient(config)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Close() })
	return c
}

// BenchmarkAppend alternates single-event appends through the store and
// through the bare client; x-bare is the cost of the store in units of the
// bare client's.
func BenchmarkAppend(b *testing.B) {
	node := start(b, &esdbtest.Node{})
	s, c := open(b, node.URL()), bare(b, node.URL())
	ctx := context.Background()
	var own, other time.Duration
	n := 0
	for b.Loop() {
		began := time.Now()
		if _, err := s.Append(ctx, "case/A-1", ledger.Revision(n-1), draft(n)); err != nil {
			b.Fatal(err)
		}
		own += time.Since(began)
		began = time.Now()
		var expect client.ExpectedRevision = client.NoStream{}
		if n > 0 {
			expect = client.Revision(uint64(n - 1))
		}
		d := draft(n)
		if _, err := c.AppendToStream(ctx, "bare", client.AppendToStreamOptions{ExpectedRevision: expect}, client.EventData{
			EventID: uuid.UUID(d.ID), EventType: d.Type, ContentType: client.ContentTypeJson, Data: d.Public, Metadata: make([]byte, 180),
		}); err != nil {
			b.Fatal(err)
		}
		other += time.Since(began)
		n++
	}
	b.ReportMetric(float64(own)/float64(other), "x-bare")
}

// BenchmarkFollow reads the same ledger to its end through the store and
// through a bare subscription; x-bare is the store's speed in units of the bare
// client's.
func BenchmarkFollow(b *testing.B) {
	const records = 20_000
	node := start(b, &esdbtest.Node{})
	s, c := open(b, node.URL()), bare(b, node.URL())
	ctx := context.Background()
	for i := 0; i < records; i += 500 {
		drafts := make([]ledger.Draft, 500)
		for j := range drafts {
			drafts[j] = draft(i + j)
		}
		if _, err := s.Append(ctx, ledger.StreamID(fmt.Sprint("case/A-", i)), ledger.NoStream, drafts...); err != nil {
			b.Fatal(err)
		}
	}
	var own, other time.Duration
	for b.Loop() {
		began := time.Now()
		for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
			if err != nil {
				b.Fatal(err)
			}
			if item.Live {
				break
			}
		}
		own += time.Since(began)
		began = time.Now()
		sub, err := c.SubscribeToAll(ctx, client.SubscribeToAllOptions{
			From: client.Start{}, MaxSearchWindow: 1000,
			Filter: &client.SubscriptionFilter{Type: client.StreamFilterType, Prefixes: []string{"caseledger/"}},
		})
		if err != nil {
			b.Fatal(err)
		}
		for sub.Recv().CaughtUp == nil {
		}
		sub.Close()
		other += time.Since(began)
	}
	b.ReportMetric(float64(records)*float64(b.N)/own.Seconds(), "records/s")
	b.ReportMetric(float64(other)/float64(own), "x-bare")
}
