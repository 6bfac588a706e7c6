// Package registry keeps what cases refer to as records of the ledger. Today
// that is working-day calendars.
package registry
