package graphql

import (
	"strconv"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/ledger/act"
)

// BareSchema gives tests the schema of a set of roles without its data.
func BareSchema(who access.Roles) (*exec.Schema, error) { return newSchema(newAPI(Deps{}), who) }

// NewBench takes the public's engine apart.
func NewBench(d Deps) (*exec.Bench, error) {
	c, err := d.engine()
	if err != nil {
		return nil, err
	}
	return exec.NewBench(c, access.Public)
}

// ParseNode reads a global id.
func ParseNode(id string) (number string, revision int, ok bool) {
	n, ok := parseNodeID(id)
	return n.number, n.revision, ok
}

// GlobalID writes a global id; a revision of -1 means the case itself.
func GlobalID(number string, revision int) string {
	if revision < 0 {
		return caseID(number)
	}
	return globalID(eventKind, number+"/"+strconv.Itoa(revision))
}

// InputTypes gives the types of the fields of an input, and of those that stand
// in it, by their names.
func InputTypes(owner string, members []act.Member) map[string]string {
	t := &types{Types: exec.NewTypes(), choices: map[string]*gql.Enum{}}
	t.scalars = newScalars(t.Types)
	t.choose(members)
	out := map[string]string{}
	for name, f := range t.inputs(owner, members) {
		out[name] = f.Type.String()
		if inner, ok := gql.GetNamed(f.Type).(*gql.InputObject); ok {
			for name, f := range inner.Fields() {
				out[inner.Name()+"."+name] = f.Type.String()
			}
		}
	}
	return out
}
