// Package site is the public disclosure website (政务服务公开): what a centre does,
// case by case and figure by figure, for people. Pages are rendered on the server
// from the views alone, in Chinese and English from one table of texts, and work
// without script, on paper and at large type.
//
// The address is the whole state: /zh/orgs/ZX?from=2026-01-01 is one page for
// everybody, the same with .json, .csv, .excel.csv or .atom behind the path is its
// data, all of it, and /at/482917/zh/… is what was known at that record, for ever.
// "Today" is the day of the last record that counts, so a page follows from its
// address and that record, and is kept by both.
//
// A page is one file here, a template in pages, and one line in [pages]. Each page
// makes a [sheet], the table of its data, beside what its template shows.
package site
