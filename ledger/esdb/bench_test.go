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
// through the bare client, either first in turn; x-bare is the cost of the
// store in units of the bare client's.
func BenchmarkAppend(b *testing.B) {
	node := start(b, &esdbtest.Node{})
	s, c := open(b, node.URL()), bare(b, node.URL())
	ctx := context.Background()
	metadata := make([]byte, 180) // about what the store's envelope takes
	own := func(n int, d ledger.Draft) error {
		_, err := s.Append(ctx, "case/A-1", ledger.Revision(n-1), d)
		return err
	}
	other := func(n int, d ledger.Draft) error {
		var expect client.ExpectedRevision = client.NoStream{}
		if n > 0 {
			expect = client.Revision(uint64(n - 1))
		}
		_, err := c.AppendToStream(ctx, "bare/case/A-1", client.AppendToStreamOptions{ExpectedRevision: expect}, client.EventData{
			EventID: uuid.UUID(d.ID), EventType: d.Type, ContentType: client.ContentTypeJson, Data: d.Public, Metadata: metadata,
		})
		return err
	}
	calls := []func(int, ledger.Draft) error{own, other}
	var spent [2]time.Duration
	for n := 0; b.Loop(); n++ {
		d := draft(n)
		for k := range 2 {
			which := (n + k) % 2
			began := time.Now()
			if err := calls[which](n, d); err != nil {
				b.Fatal(err)
			}
			spent[which] += time.Since(began)
		}
	}
	b.ReportMetric(float64(spent[0])/float64(spent[1]), "x-bare")
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
