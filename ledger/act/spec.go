package act

import (
	"time"
	"unicode"
)

// An Event is the public body of something that happened. Its method is on the
// value, and all events of one type have one name.
type Event interface {
	// Stored is the stored name with its schema version: "case.accepted/1".
	// A name never changes its meaning.
	Stored() string
}

// Facts are what an effect may know of the record around an event.
type Facts struct {
	Occurred time.Time // when it happened, as its reporter says
	Recorded time.Time // when the ledger took it in
	Post     string    // the acting post
}

// Publicity is the decision whether records of an action are published. Its
// zero value is no decision, and [Of] refuses it.
type Publicity uint8

// Decisions.
const (
	Undecided Publicity = iota
	Published           // the whole body is public
)

// Role is who may ask for an action (角色). Whatever a clerk may ask for, a
// supervisor may.
type Role uint8

// Roles that ask.
const (
	ByClerk      Role = iota // 经办, where an action names nobody
	BySupervisor             // 督办
	ByOperator               // 运维
)

// Spec is an action on a stream with state S, asked for by an A, with the
// event E as its body. A command is the event with the members left empty that
// the rule derives.
type Spec[S, A any, E Event] struct {
	Zh, En string    // how people name it; archive pages carry it, so it never changes
	Public Publicity // whether it is published

	// Command is the name of the mutation that asks for it, empty where nobody
	// can ask. Says tells what it does, in a sentence.
	Command, Says string
	// By is who may ask for it, where those who ask have roles.
	By Role

	// Members visits the members of a body, always all of them, in the order
	// of their names.
	Members func(e *E, m *Members)
	// Check says what is wrong with a body, however it comes in, beyond what
	// its members say of themselves. Optional.
	Check func(e *E) error
	// Needs says whether the state allows the command at all. Optional.
	Needs func(s *S, a *A) error
	// Decide gives the event that follows from a command. It is pure. Needs
	// and the command's members have been checked.
	Decide func(s *S, a *A, e E) (E, error)
	// Evolve changes the state. It takes every event as a fact, and never
	// writes into slices that the state holds: states are copied shallowly.
	Evolve func(s *S, f Facts, e E)
}

// Action is what follows from a [Spec] for those who need not know its state.
type Action struct {
	Name          string // stored name with its schema version
	Zh, En        string
	Public        Publicity
	Command, Says string
	By            Role
	Members       []Member
	Empty         Event // with all its members empty

	encode func(Event) ([]byte, error)
	decode func(public string) (Event, error)
	check  func(e Event, asked bool, classes Classes) error
	take   func(Input) (Event, error)
	join   func(find func(stored string) *Action)
	book   *[]*Action
}

// Act is an action with its rule and its effect.
type Act[S, A any] struct {
	*Action
	needs  func(*S, *A) error
	decide func(*S, *A, Event) (Event, error)
	evolve func(*S, Facts, Event)
}

// Of makes an action of its specification. It panics on one that cannot be: a
// mistake in the program.
func Of[S, A any, E Event](spec Spec[S, A, E]) Act[S, A] {
	var none E
	a := &Action{Name: none.Stored(), Zh: spec.Zh, En: spec.En, Public: spec.Public, Command: spec.Command, Says: spec.Says, By: spec.By}
	switch {
	case a.Zh == "" || a.En == "":
		panic("act: " + a.Name + " has no words")
	case spec.Public == Undecided:
		panic("act: nobody has decided whether " + a.Name + " is published")
	case spec.Members == nil || spec.Evolve == nil:
		panic("act: " + a.Name + " lacks its members or its effect")
	case (spec.Command != "") != (spec.Decide != nil) || (spec.Command != "") != (spec.Says != ""):
		panic("act: " + a.Name + " wants a command, what it says, and a rule together, or none of them")
	}
	a.Members = describe(a.Name, func(m *Members) { spec.Members(&none, m) })
	a.Empty = none
	pass := &passes[E]{members: a.Members, visit: spec.Members}
	a.encode, a.decode, a.take = pass.encode, pass.decode, pass.take
	a.join = func(find func(string) *Action) { pass.find = find }
	a.check = func(e Event, asked bool, classes Classes) error {
		return pass.check(e.(E), asked, classes, spec.Check)
	}
	out := Act[S, A]{Action: a, needs: spec.Needs}
	if spec.Decide != nil {
		out.decide = func(s *S, by *A, e Event) (Event, error) {
			decided, err := spec.Decide(s, by, e.(E))
			if err != nil {
				return nil, err
			}
			return decided, nil
		}
	}
	out.evolve = func(s *S, f Facts, e Event) { spec.Evolve(s, f, e.(E)) }
	return out
}

// Input is the name of the input of the action's command: "AcceptCaseInput".
func (a *Action) Input() string {
	r := []rune(a.Command)
	r[0] = unicode.ToUpper(r[0])
	return string(r) + "Input"
}

// Book lists the actions of the book that the action is in.
func (a *Action) Book() []*Action { return *a.book }

// Take makes the command of an input. The error is a [*ledger.InvalidError].
func (a *Action) Take(in Input) (Event, error) { return a.take(in) }

// Read reads a public body in canonical form, strictly: what is not a member
// is an error, for a reader that passed over it would compute other figures
// than the writer.
func (a *Action) Read(public []byte) (Event, error) {
	return a.decode(string(public))
}
