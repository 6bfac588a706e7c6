package access

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Roles are what somebody is here: a set of the roles below, whose zero value
// is the public alone. Everybody reads what the public reads; each role adds
// something, and several add up. Sets can be compared, and there are sixteen
// that a holder can have.
type Roles uint8

// The roles, each as the set of itself: a closed list.
const (
	Public     Roles = 0         // 公众: reads what is public; needs no token
	Clerk      Roles = 1         // 经办: sends the commands of a case
	Supervisor Roles = 2 | Clerk // 督办: sends those that supervise, and whatever a clerk may
	Auditor    Roles = 4         // 审计: reads sealed values; each reading is recorded
	Analyst    Roles = 8         // 分析: asks questions that nobody has defined before
	Operator   Roles = 16        // 运维: looks after the system
)

// named has the roles that a token can carry, one that holds another before it.
var named = []struct {
	name string
	role Roles
}{{"supervisor", Supervisor}, {"clerk", Clerk}, {"auditor", Auditor}, {"analyst", Analyst}, {"operator", Operator}}

// scopes are the names that clerks and auditors had before there were roles.
// Tokens carry them, so they are good for ever.
var scopes = map[string]Roles{"record": Clerk, "reveal": Auditor}

// Parse makes a set of the names of roles, exactly as they are spelt here; also
// of "record", which is a clerk, and "reveal", which is an auditor.
func Parse(names ...string) (r Roles, err error) {
	for _, name := range names {
		one, ok := scopes[name]
		for _, n := range named {
			if n.name == name {
				one, ok = n.role, true
			}
		}
		if !ok {
			return Public, fmt.Errorf("role %q is not known; want clerk, supervisor, auditor, analyst or operator", name)
		}
		r |= one
	}
	return r, r.check()
}

// check holds a holder to a role at least, and keeps recording and reading
// sealed values apart.
func (r Roles) check() error {
	switch {
	case r == Public:
		return fmt.Errorf("a role is missing; want clerk, supervisor, auditor, analyst or operator")
	case r.May(Clerk) && r.May(Auditor):
		return fmt.Errorf("whoever reads sealed values does not record: an auditor is neither clerk nor supervisor")
	}
	return nil
}

// May says whether the set has all of some roles. What a clerk may, a
// supervisor may.
func (r Roles) May(some Roles) bool { return r&some == some }

// Names are the names of the roles, none for the public. That of a clerk is
// left out where there is a supervisor's.
func (r Roles) Names() (out []string) {
	var told Roles
	for _, n := range named {
		if r.May(n.role) && !told.May(n.role) {
			out, told = append(out, n.name), told|n.role
		}
	}
	return out
}

// Scopes are the names of old of the set, as far as it has some.
func (r Roles) Scopes() (out []string) {
	for name, role := range scopes {
		if r.May(role) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// String is the names with a plus between them: "public", "clerk+analyst".
func (r Roles) String() string {
	if r == Public {
		return "public"
	}
	return strings.Join(r.Names(), "+")
}

// MarshalJSON writes the names as a list.
func (r Roles) MarshalJSON() ([]byte, error) { return json.Marshal(r.Names()) }

// UnmarshalJSON reads a list of names as [Parse] does.
func (r *Roles) UnmarshalJSON(b []byte) error {
	var names []string
	if err := json.Unmarshal(b, &names); err != nil {
		return err
	}
	var err error
	*r, err = Parse(names...)
	return err
}
