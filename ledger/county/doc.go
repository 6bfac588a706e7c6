// Package county makes up a county that does not exist, and what its service
// centres do with cases: a ledger to look at, to measure by and to hold figures
// against.
//
// [New] plans a county of a [Job]: who accepts which case when, and when it is
// closed, so that the totals of its profile come out exactly, whatever the seed.
// [County.Write] lives every case through the rules of ledger/casefile, with
// the registries as they are known at that moment, and appends what follows in
// the order of the simulated clock. [County.Live] goes on in real time.
//
// Everything follows from the job: the same job gives the same records with
// the same ids in the same order, however many processors there are. Nothing
// reads a clock or draws a number from outside. The first record of a county
// says that the ledger is simulated. All names of places, posts and numbers are
// made up; nobody stands behind a pseudonym.
package county
