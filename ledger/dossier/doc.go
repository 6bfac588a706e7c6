// Package dossier is the engine of streams that are neither a case nor a registry
// and have a course of their own (卷宗): a complaint from its filing to its answer,
// a card from its issue to its cancellation, a plan task, a statement.
//
// A [Kind] is one kind of dossier: the prefix of its streams, its [act.Book], and
// what its rules ask the rest of the ledger for. An event names its stream by its
// own members, so nobody gives a number beside them. A new kind is a package with a
// Kind, and one line in package books; its mutations, the lines of a file, import
// and publication follow.
//
// Nothing here reads a clock or draws a number.
package dossier
