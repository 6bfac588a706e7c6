// Package runs keeps the figures: every change of a case is an entry of a
// journal, cells by population; after each block of the journal a run of rows
// adds up what came before, so that a question about any period, as of any day
// and as known at any position, reads few rows. HOW.md in the folder above
// follows one record through all of it; DECISIONS.md there says why.
//
// [View] writes; [Figures], [Series], [Ranking] and [Values] read, on a
// snapshot. What is stored depends on the changes alone, never on how they were
// cut into batches.
package runs
