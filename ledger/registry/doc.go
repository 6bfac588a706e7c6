// Package registry keeps what cases refer to as records of the ledger: working-day
// calendars, policies, delegations, fee standards, and the directory (名录) of
// organisations, service items, windows, posts, channels and rules. Each published
// notice and each version is one record, so that a deadline, a guide or a figure of
// the tree can be recomputed from what was known at any position.
//
// The notices of the calendar CN stand in the stream calendar/CN, in the order
// in which they were recorded. Of two notices of one year the later counts. A
// body is a [workdays.Notice] in canonical JSON:
//
//	{"calendar":"CN","days":[{"date":"2024-02-04","name":"春节","off":false}, …],"papers":["https://…"],"year":2024}
//
// The versions of the regime licence stand in the stream policy/licence; of two of
// one date the later counts, and those of [policy.Official] hold without a
// record. A body is a [policy.Policy].
//
// A [Directory] is what the records of the directory say together, by date. All
// organisations stand in one stream, so that a rule of the tree is decided under one
// revision; each item, round, window, post, channel and rule has a stream of its own,
// and none is held to what stands in another.
//
// A new entry is one file and one word in book.go: its type with Stored, Stream,
// Subject and Since, and its spec with Members, Check, Command, Says and By; a rule
// is its method allowed. The mutation, the lines of a file and FORMAT.md follow.
package registry
