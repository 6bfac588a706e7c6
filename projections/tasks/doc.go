// Package tasks is the view of plan tasks (计划任务) and of what assesses: formulas
// and published scores (效能评估). There are few of them, so the view keeps their
// records as they are and folds them by the rules of ledger/task and
// ledger/assessment when it is asked, up to any record.
package tasks
