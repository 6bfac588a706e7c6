// Package esdbtest runs an EventStoreDB node inside the test process. It speaks
// the real gRPC protocol for what a ledger needs (Streams.Append, Streams.Read
// with subscriptions, ServerFeatures, Gossip) and is as strict as version
// 23.10.8 was seen to be: idempotency by exact revision, 1 MiB an append,
// several positions an append, no checkpoint on a filtered subscription before
// a whole window of events was considered, and a CaughtUp without a position.
//
// It keeps its events in memory. Nodes that share a [Log] are a cluster.
// Faults are injected at the places where real nodes fail: see [Node.OnAppend],
// [Node.Stop], [Node.Freeze] and [Node.Follow].
package esdbtest
