//go:build race

package graphql_test

// slowdown is how much the bounds of this build are wider.
const slowdown = 20
