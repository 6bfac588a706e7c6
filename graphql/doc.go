// Package graphql answers queries over the ledger's views and takes commands,
// as GraphQL over HTTP. It has one door, [New].
//
// The schema, its parser and its validator are graphql-go's. Around them stand
// things that library lacks: a guard that looks at a document before it is
// parsed and again before it is validated, strict scalars, a cost limit, and
// an HTTP handler that follows the GraphQL over HTTP specification.
//
// What it promises: a document is refused before it can cost more than its
// answer is worth; an error of ours is logged under an id and shown to the
// client as that id only; every answer says at which ledger position it
// stands. There is a schema for each audience of package access: the public
// records nothing, and none but auditors see sealed values, each reading of
// which is recorded first. What it does not do: it never computes a figure
// itself; that is the views' part.
package graphql
