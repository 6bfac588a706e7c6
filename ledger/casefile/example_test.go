package casefile_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
)

// A desk carries out orders; a rule may refuse one.
func ExampleDesk() {
	desk := &casefile.Desk{Store: memory.New()}
	do := func(when time.Time, c casefile.Command) {
		r, err := desk.Do(context.Background(), casefile.Order{
			ID: ledger.NewCommandID(when, "order 1"), Number: "BJ-2024-000017", Post: "window-3",
			Recorded: when, Command: c,
		})
		if refusal := (*casefile.Refusal)(nil); errors.As(err, &refusal) {
			fmt.Println("refused:", refusal.Reason)
			return
		}
		fmt.Println(r.Records[0].Type, r.Case.Status)
	}
	monday := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC)
	do(monday, casefile.Accept{Handling: casefile.Promised, Promise: 5, Legal: 20})
	do(monday.Add(time.Hour), casefile.RequestCorrection{Items: []string{"CL-01"}, Notice: "BZ-17"})
	do(monday.Add(2*time.Hour), casefile.RequestCorrection{Items: []string{"CL-02"}, Notice: "BZ-18"})
	do(monday.Add(24*time.Hour), casefile.ReceiveCorrection{})
	do(monday.Add(48*time.Hour), casefile.Close{Outcome: casefile.Granted})
	// Output:
	// case.accepted/1 open
	// case.correction_requested/1 open
	// refused: notice BZ-17 of 2024-03-04 has told the applicant what is missing; the law allows one notice
	// case.correction_received/1 open
	// case.closed/1 closed
}

// Decide and Evolve are pure: events follow from a state and an order, the
// next state from the events.
func ExampleDecide() {
	now := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC)
	var c casefile.Case
	events, err := casefile.Decide(c, casefile.Order{
		ID: ledger.NewCommandID(now, "accept"), Number: "BJ-2024-000017", Recorded: now,
		Command: casefile.Accept{Handling: casefile.Promised, Promise: 5},
	}, casefile.Known{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range events {
		c = casefile.Evolve(c, casefile.Entry{Occurred: now, Recorded: now, Event: e})
	}
	limit := c.Limit(casefile.Rules{})
	fmt.Println(c.Kind(), limit.Days, limit.On, limit.Provisional)
	// Output: promised 5 2024-03-11 true
}
