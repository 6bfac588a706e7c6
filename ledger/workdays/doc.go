// Package workdays counts working days (工作日) as the published calendar says:
// State Council holidays and make-up working days (调休) included, the clock
// stopped while a case is suspended, and every day of the count explained.
//
// The rules (行政许可法 art. 82; domain rules of the project):
//
//   - Day 0 is the local date of acceptance. It is not counted.
//   - A working day is counted unless the clock is suspended at 24:00 of it.
//   - A limit of N working days is due at 24:00 of the N-th counted day.
//   - A year without a published notice is counted Monday to Friday and
//     everything that rests on it is provisional. It is never guessed.
//
// All functions are pure. Dates are local dates; the caller converts instants
// in the case's time zone.
package workdays
