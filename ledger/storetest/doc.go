// Package storetest is the contract of [ledger.Store] as a test suite. Every
// store runs all of it, so that what one store promises every store promises:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) ledger.Store { return memory.New() })
//	}
//
// A [Suite] says more about a store: that it can be reopened, that its
// positions have no gaps, that it can be made to lose a reply. [Flaky] wraps
// any store for tests of what callers do when the outcome is unknown.
//
// The suite needs no empty store: it works behind the head it finds, in
// streams of its own, so it can also run against a server that keeps its data.
// Nobody else may append meanwhile.
package storetest
