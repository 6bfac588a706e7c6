// Package statement holds the monthly statements (月办月结): that the figures of a
// month were frozen, as they were known at one record of the ledger.
//
// A [Closed] month names that record by its ordinal, the definitions of the figures
// by ids and versions, and the SHA-256 of the canonical rows of figures, which
// package projections/statements computes. So the frozen figures can be computed
// again for ever, and held against the hash. What is recorded later never changes
// a statement: a [Restated] month is a record beside it that names the hash before.
//
// The statements of a month are one stream, statement/2024-05 of the whole and
// statement/2024-05.ORG of an organisation.
package statement
