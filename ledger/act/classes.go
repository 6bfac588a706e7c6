package act

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"caseledger/ledger/disclosure"
)

// Classes are the lists that a centre has closed: the values that a class may
// take, by the name of the member, such as "channel" or "reason". A member
// without a list takes every value of the form of a code. What was recorded
// before a list was closed stays as it is.
type Classes map[string][]string

// ReadClasses reads {"member": ["value", …], …} and says which name is no
// class of the actions, and which value no code.
func ReadClasses(text []byte, actions []*Action) (Classes, error) {
	var c Classes
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, a := range actions {
		classesIn(a.Members, known)
	}
	for name, values := range c {
		if !known[name] {
			return nil, fmt.Errorf("%q is no class of any action", name)
		}
		for _, v := range values {
			if err := disclosure.Code(name, v); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// classesIn notes the names of the members that are classes.
func classesIn(members []Member, known map[string]bool) {
	for i := range members {
		m := &members[i]
		known[m.Name] = known[m.Name] || m.Kind == KindCode || m.Kind == KindCodes
		classesIn(m.Of, known)
	}
}

// check says whether a value stands in the list of its member, if that is
// closed.
func (c Classes) check(d *Member, field, value string) error {
	list, closed := c[d.Name]
	if !closed || value == "" || slices.Contains(list, value) {
		return nil
	}
	return Invalid(field, value, "is not in the list of this centre: "+strings.Join(list, ", "))
}
