package feeds

import (
	"cmp"
	"fmt"
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/books"
)

// Type is the decision to publish the records of one type: the words by which
// people know it. The public body of a record is public by construction, so
// the decision is for the whole body or against the type.
type Type struct {
	Name    string // stored name with its schema version
	Chinese string
	English string
}

// types is the allow-list: the actions of all streams as their books decide.
// Archive pages are immutable and carry these words: a row never changes, and new
// schema versions get rows of their own.
var types = func() []Type {
	var list []Type
	for _, a := range books.Actions() {
		if a.Public == act.Published {
			list = append(list, Type{a.Name, a.Zh, a.En})
		}
	}
	slices.SortFunc(list, func(a, b Type) int { return cmp.Compare(a.Name, b.Name) })
	return list
}()

var byName = func() map[string]Type {
	m := make(map[string]Type, len(types))
	for _, t := range types {
		m[t.Name] = t
	}
	return m
}()

// Types lists what may be published, sorted by name.
func Types() []Type { return append([]Type(nil), types...) }

// Lookup finds the decision for a stored name; without one the error is an
// [*UnknownTypeError].
func Lookup(name string) (Type, error) {
	t, ok := byName[name]
	if !ok {
		return Type{}, &UnknownTypeError{name}
	}
	return t, nil
}

// UnknownTypeError: nobody has decided that records of this type are public.
type UnknownTypeError struct{ Type string }

func (e *UnknownTypeError) Error() string {
	return fmt.Sprintf("record type %q is not on the list of what may be published; upgrade caseledger", e.Type)
}
