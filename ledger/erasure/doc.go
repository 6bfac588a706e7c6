// Package erasure makes what the ledger holds of a person unreadable for ever
// (删除个人信息), and says in public that it did. PIPL article 47 names the
// grounds.
//
// Every erasure is a record in the stream erasure/subjects, which names the key
// that was destroyed by its random id, and a class of reason:
//
//	{"key":"6d0f9e2b4c8a4f0e9b1d7c3a5e8f2046","reason":"request"}
//
// It never says whose key it was: neither pseudonym nor case. What was sealed
// under the key stays in the ledger as noise, so no record, hash or figure
// changes.
//
// A record comes first, the key goes then: whatever happens between, [Register.Apply]
// ends it, and carries out again what a restored older vault has not seen.
package erasure
