// Package memory keeps a ledger in memory. It is the model that every other
// store is compared with, and the store of tests that need no file. Nothing
// survives the process.
package memory
