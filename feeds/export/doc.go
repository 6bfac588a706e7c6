// Package export writes the public record as files that analysts open: a table
// of cases as CSV, for spreadsheets and as Parquet, all public records as
// CloudEvents, event logs as XES (IEEE 1849) and OCEL 2.0, and a data package
// (Frictionless) with the tables of cases and of events.
//
// A file is of one snapshot of the views and of public bodies only; the same
// record and the same query give the same bytes. Rows are written as they are
// read, so memory does not grow with the number of cases. What was corrected or
// voided is not in tables and event logs, what holds instead is; the CloudEvents
// are the records as they stand. [FORMAT.md] lists the columns.
package export
