package memory_test

import (
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/memory"
	"caseledger/ledger/storetest"
)

func TestStore(t *testing.T) {
	storetest.Suite{
		Open:   func(*testing.T) ledger.Store { return memory.New() },
		Dense:  true,
		Unique: true,
	}.Run(t)
}
