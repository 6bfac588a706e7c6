// Package exec executes GraphQL over any schema that is made with [Types]: it
// reads requests by HTTP, server-sent events and WebSocket, looks at documents
// before graphql-go does, prices them, compiles them into plans, keeps answers,
// and writes JSON while it goes. It names no case: what there is to ask, and
// where answers come from, is the schema's.
//
// An answer is a function of document, variables and a position in the ledger,
// unless the schema says otherwise; that is what keeping and sharing answers
// rests on. Nobody is executed twice for the same, nobody waits for a slow
// reader, and what one client takes is counted by package clients.
//
// The library graphql-go stays schema, parser and validator, and its executor
// the oracle of the tests.
package exec
