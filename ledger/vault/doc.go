// Package vault seals personal values and can make them unreadable for ever.
//
// Each data subject, known by a random pseudonym, has a random key. A value is
// encrypted under its subject's key and bound to the public record by a salted
// commitment. [Vault.Erase] destroys the key: the boxes in the ledger, in
// every copy and backup of it, turn into noise, while the public record, its
// hash and every proof stay as they are.
//
// What it does not do: it does not erase copies of the key store. Backups of
// the key store must expire (30 days at most). Package erasure records erasures
// in the ledger, and applies them again after a restore.
//
// # Format
//
// All lengths are 4 bytes, big endian; ‖ joins bytes; lp(x) = length of x ‖ x.
// AES-256-GCM has 12-byte nonces and 16-byte tags.
//
// A sealed value holds its label, its subject and, with a random 32-byte salt
// and a random nonce,
//
//	commitment = HMAC-SHA256(salt, lp(label) ‖ value)
//	box        = 0x01 ‖ nonce ‖ AES-256-GCM(subject key, nonce,
//	                 plain text salt ‖ value,
//	                 associated data lp(stream) ‖ lp(event id) ‖ lp(label))
//
// where stream and label are UTF-8 and the event id is its 16 bytes. Labels
// have the form that package disclosure gives them. Who is shown salt and value
// can check the commitment in the public record; without the salt it tells
// nothing, not even about a value of two choices.
//
// The key store is a SQLite file. Table subject has one row for each subject:
// its name and, unless it was erased,
//
//	key = nonce ‖ AES-256-GCM(master key, nonce, subject key,
//	          associated data "caseledger subject key" ‖ 0x00 ‖ subject)
//
// Table vault has one row: the id of the master key, the first 8 bytes of
// SHA-256("caseledger master key" ‖ 0x00 ‖ master key), and the number of
// erasures, by which other processes notice that a key they hold is gone.
//
// The id of a subject key is the first 16 bytes of
// SHA-256("caseledger subject key id" ‖ 0x00 ‖ subject key). Table applied has at
// most one row: how many of the erasures that the ledger records were carried
// out here; a key store without the table has carried out none.
//
// Rows of the table subject whose names begin with "caseledger/" are keys of the
// vault's own, one for each purpose: what [Vault.Derive] gives is
// HMAC-SHA256(key, lp(purpose) ‖ data). They belong to nobody and are not erased.
//
// The master key stands beside the key store, in the file of the same name with
// ".key" appended: "caseledger-master-key-1 ", 64 hexadecimal digits, a line
// feed. Both files can be read by their owner only. Back them up apart from
// each other and from the ledger: who has all three can read everything.
package vault
