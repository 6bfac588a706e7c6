package workdays_test

import (
	"fmt"

	"caseledger/ledger/workdays"
)

// Three working days from the Wednesday before the National Day of 2024, with
// one day on which the clock stood still.
func Example() {
	cal := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		cal = cal.With(n)
	}
	start := workdays.Civil(2024, 9, 25)
	d := cal.Derive(workdays.Clock{Start: start, Days: 3, Spans: []workdays.Span{
		{From: start + 1, Until: start + 2, Reason: "expert_review"},
	}}, workdays.NoDate)
	for _, day := range d.Days {
		fmt.Println(day.Date, day.N, day.Why)
	}
	fmt.Println("due", d.Due)
	// Output:
	// 2024-09-25 0 day 0
	// 2024-09-26 0 suspended: expert_review
	// 2024-09-27 1 weekday
	// 2024-09-28 1 weekend
	// 2024-09-29 2 国庆节 make-up day
	// 2024-09-30 3 weekday
	// due 2024-09-30
}
