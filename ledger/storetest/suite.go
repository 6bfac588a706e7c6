package storetest

import (
	"testing"

	"caseledger/ledger"
)

// A Suite is a store under test and what it can do beyond the contract.
type Suite struct {
	// Open gives an open store that nobody else writes to. The suite closes
	// it.
	Open func(t *testing.T) ledger.Store

	// Reopen closes the store and opens the same data again. Nil for a store
	// that does not outlive Close.
	Reopen func(t *testing.T, s ledger.Store) ledger.Store

	// LoseReply makes the store's next append answer
	// [ledger.ErrUnknownOutcome], after it was stored, or if stored is false
	// without storing anything. Nil leaves that to [Flaky].
	LoseReply func(s ledger.Store, stored bool)

	// Dense: positions are consecutive.
	Dense bool

	// Unique: an event id that stands anywhere in the ledger is refused
	// everywhere else, not only in its own stream.
	Unique bool
}

// Run runs the suite against a store of which nothing more is known.
func Run(t *testing.T, open func(t *testing.T) ledger.Store) {
	Suite{Open: open}.Run(t)
}

// Run runs the whole suite, each test against a store of its own.
func (s Suite) Run(t *testing.T) {
	for _, test := range []struct {
		name string
		run  func(*bench)
	}{
		{"append gives places", testAppend},
		{"every field comes back byte for byte", testRoundTrip},
		{"what is returned shares nothing with the caller", testNoAliasing},
		{"clocks may go backwards", testBackwardClock},
		{"a wrong revision conflicts and stores nothing", testConflict},
		{"bad input is refused and stores nothing", testInvalid},
		{"an append may fill the limit and not pass it", testSize},
		{"a cancelled context stores nothing", testCancelled},
		{"one winner for each revision", testContention},
		{"the same call again gives the first result", testRetry},
		{"ids that overlap in part conflict", testPartialOverlap},
		{"an id stands once", testDuplicate},
		{"an unknown outcome is settled by the same call", testUnknownOutcome},
		{"everything survives reopening", testReopen},
		{"a stream is read from any revision", testStream},
		{"a stream that is read on and on shows every append", testReadOn},
		{"a follow resumes at every position", testResume},
		{"a follow goes live again and again", testLive},
		{"a filtered follow reports progress", testFiltered},
		{"a follow misses nothing under concurrent appends", testConcurrentFollow},
		{"a follow ends with its context", testFollowCancelled},
		{"a follow from beyond the head is refused", testBeyond},
		{"closing ends every call", testClose},
		{"random histories agree with a model", testRandom},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(newBench(t, s)) })
	}
}
