// Package casefile is the case (办件): the actions that are possible on it, with
// their events, commands, rules and effects, and the state that follows. Each
// action is a file and a name in [Book].
//
// [Decide] and [Evolve] are pure: no context, clock, randomness or I/O; times
// are in the command. The zero [Case] is the case nothing has happened to.
// Events are in the past tense, commands in the imperative. Stored names and
// schema versions are written with each action and never follow from Go names;
// FORMAT.md specifies them.
package casefile
