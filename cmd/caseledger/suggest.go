package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"caseledger/ledger"
)

// meant adds to a value that is not known the one of the same kind that it is most
// like, where there is one.
func meant(invalid *ledger.InvalidError) string {
	if like := nearest(invalid.Value, vocabularies[invalid.Field]); like != "" {
		return fmt.Sprintf("%s %q: there is none; did you mean %s?", invalid.Field, invalid.Value, like)
	}
	return invalid.Error()
}

// asUsage turns a query that cannot be answered into a usage error.
func asUsage(err error) error {
	var invalid *ledger.InvalidError
	if errors.As(err, &invalid) {
		return &usageError{meant(invalid)}
	}
	return err
}

// nearest is the word of a list that differs least from what was written, and in
// no more than a third of its letters; empty where there is none.
func nearest(written string, list []string) (like string) {
	least := max(len(written)/3, 1) + 1
	for _, w := range list {
		if d := distance(written, w); d < least {
			least, like = d, w
		}
	}
	if slices.Contains(list, written) {
		return ""
	}
	return like
}

// distance counts the letters to be added, left out, changed or swapped with the
// next, to make one word of another.
func distance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		last := before
		before, row = row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(before[j]+1, row[j-1]+1, before[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], last[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
