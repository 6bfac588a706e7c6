package exec

import (
	"strconv"
	"time"

	gql "github.com/graphql-go/graphql"
)

// Field is a field of an object: what graphql-go needs to know of it, and what
// the engine does.
type Field struct {
	Type                           gql.Output
	Args                           gql.FieldConfigArgument
	Description, DeprecationReason string
	Resolve                        gql.FieldResolveFn
	// Price is what the field costs; nil is 1 for an object and nothing for a
	// leaf. A list needs one.
	Price *Price
	// Follow runs a subscription to the field. Nil follows the views: the field
	// is answered now and whenever its answer changes.
	Follow Follow

	shortcut shortcut
}

// Fields are the fields of an object by name.
type Fields map[string]*Field

// Costs sets the field's price.
func (f *Field) Costs(p Price) *Field {
	f.Price = &p
	return f
}

// accessor gives a field's value from its parent alone. A plan calls it in
// place of the resolver, whose parameters are large.
type accessor func(source any) any

// writer appends a field's value as JSON, from its parent alone. It gives false
// and appends nothing where the value is null.
type writer func(b []byte, source any) ([]byte, bool)

// shortcut is the way around a resolver: the value in a box, or as what it is.
type shortcut struct {
	get     accessor
	text    func(source any) string
	instant func(source any) time.Time
	whole   func(source any) int
	never   bool // never null
}

// Of makes a field whose value follows from its parent alone. Where it may be
// null, an empty string is, and the zero time.
func Of[P, V any](t gql.Output, description string, get func(P) V) *Field {
	_, never := t.(*gql.NonNull)
	s := shortcut{get: func(source any) any { return get(source.(P)) }, never: never}
	switch get := any(get).(type) {
	case func(P) string:
		s.text = func(source any) string { return get(source.(P)) }
		if !never {
			s.get = func(source any) any {
				if v := get(source.(P)); v != "" {
					return v
				}
				return nil
			}
		}
	case func(P) time.Time:
		s.instant = func(source any) time.Time { return get(source.(P)) }
		s.get = func(source any) any {
			if v := get(source.(P)); !v.IsZero() {
				return v
			}
			return nil
		}
	case func(P) int:
		s.whole = func(source any) int { return get(source.(P)) }
	}
	plain := s.get
	return &Field{Type: t, Description: description, shortcut: s,
		Resolve: func(p gql.ResolveParams) (any, error) { return plain(p.Source), nil }}
}

// writer is the shortcut's way to write a value of the scalar, nil where it has
// to be completed by its type.
func (s shortcut) writer(of Leaf) writer {
	switch {
	case s.text != nil && of.Text:
		return func(b []byte, source any) ([]byte, bool) {
			v := s.text(source)
			if v == "" && !s.never {
				return b, false
			}
			return appendString(b, v), true
		}
	case s.instant != nil && of.Instant != nil:
		return func(b []byte, source any) ([]byte, bool) {
			at := s.instant(source)
			if at.IsZero() {
				return b, false
			}
			return of.Instant(b, at), true
		}
	case s.whole != nil && of.Whole:
		return func(b []byte, source any) ([]byte, bool) {
			return strconv.AppendInt(b, int64(s.whole(source)), 10), true
		}
	}
	return nil
}
