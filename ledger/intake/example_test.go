package intake_test

import (
	"context"
	"fmt"
	"time"

	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// The sample that ships with the program, imported twice.
func ExampleImport() {
	m, err := intake.LoadMapping(intake.SampleMapping)
	if err != nil {
		fmt.Println(err)
		return
	}
	store := memory.New()
	defer store.Close()
	for range 2 {
		sum, err := intake.Import(context.Background(), intake.Job{
			Name: intake.SampleName, Input: intake.Sample(), Mapping: m, Store: store, Now: time.Now,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(sum.Cases, "cases,", sum.Events, "events,", sum.Added, "records added")
	}
	// Output:
	// 1434 cases, 8577 events, 11340 records added
	// 1434 cases, 8577 events, 0 records added
}
