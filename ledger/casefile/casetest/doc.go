// Package casetest makes case histories for tests, benchmarks and
// demonstrations. [Case] writes one by hand in three lines; [Generate] makes
// as many as wanted, of the shape a Chinese service centre has: units, items,
// posts and channels; immediate and promised cases; corrections, suspensions,
// extensions, transfers, fees; late, returned, withdrawn and open cases; late
// entry. Everything is a pure function of its arguments.
package casetest
