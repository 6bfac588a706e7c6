// Package figures says what the published figures are: which cells a case adds,
// how sums of cells become numbers, and how those are said in words. A figure
// is one file, one line in list.go, and its row in FIGURES.md. Package runs
// stores the cells and reads them; HOW.md shows how a figure travels.
//
// Nothing here reads a database, a clock, or the network.
package figures
