// Package receipt is the code on the receipt of a case (回执码): with it, and
// without a token, somebody rates, complains, asks or objects, once each.
//
// A code has 100 bits that follow from a key of the vault, the case and the command
// that issued it, so that the command, sent again, shows it again. It is written in
// base 32 (0–9 and A–Z without I, L, O and U), five letters in a group, and ends
// with two check letters. Read as a number, V, of base 32 from the left,
//
//	V mod 1021 = 1
//
// 1021 is a prime, and no two of the 22 places have the same weight modulo it: one
// wrong letter, and any two letters that change places, are found. Small letters
// count as capitals, O as 0, I and L as 1; blanks and hyphens are passed over.
//
// The ledger holds the hash of a code alone, in public: 64 hexadecimal digits of
// SHA-256("caseledger receipt code" ‖ 0x00 ‖ the 22 letters). Who has the record
// cannot find the code; who has the code finds the record.
package receipt
