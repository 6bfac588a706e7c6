package graphql

import (
	"strconv"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
)

// BareSchema gives tests the schema of an audience without its data.
func BareSchema(who access.Audience) (*exec.Schema, error) { return newSchema(newAPI(Deps{}), who) }

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
