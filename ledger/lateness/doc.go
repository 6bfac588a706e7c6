// Package lateness says what is recorded late (补录) and what is entered in
// batches (批量补录), from the times of records alone.
//
// An entry is a record of a case that is not itself an amendment: what corrects
// or voids another has the times of what it answers, and is told as an amendment.
// Its lag is the number of working days after the local date on which it
// happened, up to and including that on which it was recorded, by the calendar
// of its case. It is late where that is one or more: what happened on a Friday and
// was recorded on the Saturday is not.
//
// A batch are the late entries of one organisation within some ten minutes in
// which there are such entries of ten or more of its cases. Ten minutes that
// share an entry are one batch.
package lateness
