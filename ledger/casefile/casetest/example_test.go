package casetest_test

import (
	"fmt"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

func ExampleCase() {
	h := casetest.Case("BJ-2024-000017").
		On("2024-03-04 10:00", casefile.Accepted{Promise: 5}).
		On("2024-03-06 11:30", casefile.Closed{Outcome: casefile.Granted})
	fmt.Println(h.Stream(), len(h.Drafts), h.Case.Status, h.Case.Limit(casefile.Rules{Calendar: casetest.China()}).On)
	// Output: case/BJ-2024-000017 2 closed 2024-03-11
}
