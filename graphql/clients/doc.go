// Package clients bounds what each client of a server may take from the
// others: work, places, connections, and memory for answers that wait to be
// written. One [Book] serves every door of a server, so that what a client
// spends at one is not there at the next.
//
// A client is the holder of a token, or an address ([Address]). Work is paid
// in points that come back with time. A request is priced before it is done
// and refused where the points are not there; what it took beyond its price is
// settled afterwards, so that a bucket can fall below zero and the client waits
// until it is paid. Whatever a price misses is therefore paid all the same.
//
// Nothing that a slow reader does holds a place: a place is held while an
// answer is made, and given back before it is written.
package clients
