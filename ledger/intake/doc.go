// Package intake turns foreign case histories into records: XES event logs,
// CSV tables and NDJSON CloudEvents, each plain or gzip-compressed.
//
// A [Mapping] says how foreign attributes become case events; MAPPINGS.md in
// this folder documents the file. Attributes that a mapping does not name are
// left out, so that nothing becomes public by accident.
//
// [Import] promises:
//
//   - Ids and order follow from the file and the mapping alone. The same file
//     imported twice adds nothing, and an import that was killed and run again
//     ends in the same ledger as one that was not.
//   - Data is taken as it is. Times that cannot be right are counted as
//     anomalies and are neither mended nor fatal.
//   - Malformed input ends the import with a [*SourceError] that names file,
//     line and reason. What was imported before it stays.
//   - Nothing is overwritten. A case that the ledger tells otherwise than the
//     file is left as it stands and reported in a [*DivergedError].
//   - Memory does not grow with the file. It does grow with the longest case,
//     which may have [MaxCaseEvents] events.
package intake
