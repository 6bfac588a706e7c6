package casefile_test

import (
	"testing"

	"caseledger/ledger/act/acttest"
	"caseledger/ledger/casefile"
)

func TestFormatNamesEveryMember(t *testing.T) {
	acttest.Format(t, casefile.Book, "## 2. ", *update)
}
