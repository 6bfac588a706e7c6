// Package casefile is the case (办件): the events that can happen to it, the
// commands that cause them, the rules that decide, and the state that follows.
//
// [Decide] and [Evolve] are pure: no context, clock, randomness or I/O; times
// are in the command. The zero [Case] is the case nothing has happened to.
// Events are in the past tense, commands in the imperative. Stored names and
// schema versions stand in one table, codec.go, and never follow from Go names;
// FORMAT.md specifies them.
package casefile
