// Package graphql answers queries over the ledger's views and takes commands,
// as GraphQL over HTTP. It has one door, [New].
//
// Here stands what can be asked of cases, and where answers come from: types,
// resolvers, prices, commands and what can be followed. How a request is read,
// judged, executed and written is package exec's; whom it is for, access's; how
// much each may take, clients'.
//
// What it promises: a document is refused before it can cost more than its
// answer is worth; an error of ours is logged under an id and shown to the
// client as that id only; every answer says at which ledger position it
// stands. There is a schema for each set of roles of package access: the
// public records nothing, each command is for the role that its action names,
// and none but auditors see sealed values, each reading of which is recorded
// first. What it does not do: it never computes a figure
// itself; that is the views' part.
package graphql
