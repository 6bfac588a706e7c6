// Package supervise watches the ledger and records what follows from it by the
// rules of supervision (电子监察): warnings and cards of package card, the
// acceptance that silence brings (逾期不告知视为受理), and what a limit that passed
// brings where a policy says so (超时默认).
//
// # Exactly once
//
// What is recorded follows from the records of others and their order alone, never
// from a clock, and its ids follow from what it is for. So a supervisor has no
// state to lose: one that starts reads the ledger from its beginning, derives all
// again, and whatever stands already adds nothing. Two at once write the same.
// A clock gives recorded times only.
//
// # The ledger's time
//
// A day begins with the first record that somebody else recorded on it, or with
// one of [card.DayBegun]; a day never begins twice and time never runs back. What
// has fallen due by the beginning of a day (00:00, Asia/Shanghai) is derived then,
// from what was known before.
//
// # What is not raised
//
// What fell due before the ledger knew of a case; there is a signal for late
// entry. Late and batch entry where the case names a source: imported histories
// were handled elsewhere. What the rules name no signal for.
//
// # Memory
//
// The state of every open case, about 2 KB each, and for 400 days each card with
// the state that it rests on, as much again: for calendars and policies that are
// published later. They take the ground away from cards of that time, and rewrite
// none.
package supervise
