// Package backup copies a data folder into one consistent set and brings such
// a set back.
//
// A set has two parts, each a folder with a manifest. The ledger's part has the
// records, their mark, and the hashes of tokens with the key of pseudonyms.
// The vault's part has the keys of sealed values and their master key. They are
// apart because they must be kept apart: whoever has both can read every
// personal value that was not erased when the vault was copied, also those
// erased since, so copies of the vault expire (30 days at most) while those of
// the ledger are kept. The vault is copied after the ledger, since the key of
// a value is durable before the record is: a vault of the same set, or of a
// newer one, opens every value of the ledger. An older one lacks keys and is
// refused.
//
// Views are not in a set: they follow from the records.
//
// # Manifest
//
// A part's manifest.json is one JSON object: "format" 1; "part" "ledger" or
// "vault"; "set", which both parts share, the first 32 hexadecimal digits of
// the SHA-256 of the ledger's file; "made", the time; "caseledger", the version
// that made it; of the ledger also "position", a string, and "lastRecord", the
// leaf hash of the last record in hexadecimal, empty for none; "files", a list
// of "name" with slashes, "bytes" and "sha256". It is written last: a folder
// without it is no backup.
package backup
