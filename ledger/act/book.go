package act

import (
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
)

// A Book holds the actions of one kind of stream, whose state is an S and whose
// commands come with an A. It never changes and is safe for concurrent use.
type Book[S, A any] struct {
	acts    []Act[S, A]
	byName  map[string]*Act[S, A]
	actions []*Action
}

// NewBook makes a book of actions, in the order in which documents list them.
// It panics where two have one stored name or one command.
func NewBook[S, A any](acts ...Act[S, A]) *Book[S, A] {
	b := &Book[S, A]{acts: acts, byName: make(map[string]*Act[S, A], len(acts))}
	commands := map[string]bool{"": false}
	for i := range acts {
		a := &acts[i]
		if b.byName[a.Name] != nil || commands[a.Command] {
			panic("act: " + a.Name + " or its command stands twice in a book")
		}
		b.byName[a.Name], commands[a.Command] = a, a.Command != ""
		b.actions = append(b.actions, a.Action)
		a.join(b.Action)
		a.book = &b.actions
	}
	return b
}

// Actions lists the actions. The list is not to be written into.
func (b *Book[S, A]) Actions() []*Action { return b.actions }

// Names lists the stored names.
func (b *Book[S, A]) Names() []string {
	names := make([]string, len(b.actions))
	for i, a := range b.actions {
		names[i] = a.Name
	}
	return names
}

// Action finds an action by its stored name, nil if there is none.
func (b *Book[S, A]) Action(name string) *Action {
	if a := b.byName[name]; a != nil {
		return a.Action
	}
	return nil
}

// of finds the action of an event; one that is in no book is a mistake in the
// program.
func (b *Book[S, A]) of(e Event) (*Act[S, A], error) {
	if e != nil {
		if a := b.byName[e.Stored()]; a != nil {
			return a, nil
		}
	}
	return nil, fmt.Errorf("%T is not in the book of actions", e)
}

// Body is where an event becomes bytes. It says whether the event and the
// acting post may stand in public, whoever brings them, and whether classes
// stand in the lists that the centre has closed, and gives the stored name and
// the canonical public body. What may not is a [*disclosure.Error] or a
// [*ledger.InvalidError]; neither repeats a personal value.
func (b *Book[S, A]) Body(e Event, post string, closed Classes) (name string, public []byte, err error) {
	a, err := b.of(e)
	if err != nil {
		return "", nil, err
	}
	if err := disclosure.Post(post); err != nil {
		return "", nil, err
	}
	if err := a.check(e, false, closed); err != nil {
		return "", nil, err
	}
	public, err = a.encode(e)
	return a.Name, public, err
}

// Encode gives an event's stored name and canonical body without the check of
// [Book.Body]: what old ledgers hold can be written again.
func (b *Book[S, A]) Encode(e Event) (name string, public []byte, err error) {
	a, err := b.of(e)
	if err != nil {
		return "", nil, fmt.Errorf("encode: %w", err)
	}
	if public, err = a.encode(e); err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", a.Name, err)
	}
	return a.Name, public, nil
}

// UnknownTypeError: no action of the book has the type of a record.
type UnknownTypeError struct{ Type string }

func (e *UnknownTypeError) Error() string {
	return fmt.Sprintf("record type %q is not known to this version; upgrade caseledger", e.Type)
}

// Decode reads a record of the stream. Errors are an [*UnknownTypeError] or a
// fault in the bytes.
func (b *Book[S, A]) Decode(r *ledger.Record) (Event, error) {
	a := b.byName[r.Type]
	if a == nil {
		return nil, &UnknownTypeError{r.Type}
	}
	e, err := a.Read(r.Public)
	if err != nil {
		return nil, fmt.Errorf("decode %s at position %s: %w", r.Type, r.Position, err)
	}
	return e, nil
}

// Decide gives the event that follows from a command to a stream in this
// state: first whether the state allows it, then whether the command is
// complete and may stand in public, then the rule.
func (b *Book[S, A]) Decide(s *S, by *A, command Event) (Event, error) {
	a, err := b.of(command)
	switch {
	case err != nil:
		return nil, err
	case a.decide == nil:
		return nil, fmt.Errorf("nobody can ask for %s", a.Name)
	}
	if a.needs != nil {
		if err := a.needs(s, by); err != nil {
			return nil, err
		}
	}
	if err := a.check(command, true, nil); err != nil {
		return nil, err
	}
	return a.decide(s, by, command)
}

// Evolve changes the state by one more event. It panics on an event that is
// not in the book: decoding gives none.
func (b *Book[S, A]) Evolve(s *S, f Facts, e Event) {
	a, err := b.of(e)
	if err != nil {
		panic("act: " + err.Error())
	}
	a.evolve(s, f, e)
}
