// Package audit keeps account of who has read sealed personal values: each
// reading is a record of the ledger, written before the values are shown. The
// records stand in one stream for each month of UTC, audit/2026-11, in the
// order in which they were appended.
//
// A record of type sealed.read/1 has the reader's post as its post, and the
// body of a [Read] in canonical JSON:
//
//	{"case":"XK-2024-0001","event":"018e…","labels":["applicant.name"],"reader":"token/0123456789abcdef","revision":0}
//
// It names what was read, never a value, and the reader by post and pseudonym,
// so it is public like all others.
//
// What it does not do: it does not decide who may read.
package audit
