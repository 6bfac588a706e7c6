// Package voice is the view of what people say (投诉、咨询、表扬、测评、明察暗访、
// 异议): a row for each complaint, question, praise, survey round, inspection and
// objection, by organisation, channel, state and day, with the last days on which
// something is in time.
//
// Those days follow from the policies and the calendar that the ledger holds: a
// notice or a policy that is published later moves them, and whether something is
// overdue is asked as of an instant. The view also finds the case of a receipt code
// by the code's hash.
package voice
