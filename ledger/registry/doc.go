// Package registry keeps what cases refer to as records of the ledger. Today
// that is working-day calendars: each published notice is one record, so that
// a deadline can be recomputed from the calendar as it was known at any
// position.
//
// The notices of the calendar CN stand in the stream calendar/CN, in the order
// in which they were recorded. Of two notices of one year the later counts. A
// body is a [workdays.Notice] in canonical JSON:
//
//	{"calendar":"CN","days":[{"date":"2024-02-04","name":"春节","off":false}, …],"papers":["https://…"],"year":2024}
package registry
