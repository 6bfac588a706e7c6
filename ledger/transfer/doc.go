// Package transfer copies a ledger from one store to another and proves that
// both hold the same records.
//
// A copy keeps streams, revisions, ids, times and all bytes, public and
// sealed; only positions differ, since a store gives its own. It needs no state
// of its own: a copy that was stopped anywhere is resumed by comparing what the
// target already holds with the source, record by record, and going on behind
// it. A target that holds anything else is refused before a byte is written.
//
// The proof is the Merkle tree hash (RFC 6962 §2.1) over the records' leaf
// hashes in ledger order, computed from each store on its own after the copy;
// sealed parts, which are not under the hash, are compared byte by byte.
package transfer
