package casefile_test

import (
	"testing"

	"caseledger/ledger/act/acttest"
	"caseledger/ledger/casefile"
)

func TestBook(t *testing.T) { acttest.Check(t, casefile.Book) }
