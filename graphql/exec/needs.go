package exec

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/graphql-go/graphql/language/ast"

	"caseledger/graphql/access"
)

// challenge is what a request without a token needs for a mutation (RFC 6750
// §3). "record" is the scope of clerks.
const challenge = `Bearer realm="caseledger", scope="record"`

// howToAsk says what a mutation needs, and how it is sent.
const howToAsk = `%s needs a token with the role "%s"; send it with POST as the header "Authorization: Bearer …"; ` +
	`the operator makes one with "caseledger token create --role %[2]s --post POST --label TEXT"`

// lacking says which role is missing for the mutations of a document; nil where
// none is. A name that is no command is answered so only to those who have no
// commands but the public's: for the others the validator knows better.
func (s *server) lacking(doc *ast.Document) *RequestError {
	names, mutates := mutations(doc)
	if !mutates {
		return nil
	}
	known := len(names) > 0
	for _, name := range names {
		role, is := s.Commands[name]
		if !s.roles.May(role) {
			return s.needs(name, role)
		}
		known = known && is
	}
	if !known && !s.commands() {
		return s.needs("", access.Clerk)
	}
	return nil
}

// commands says whether there are commands for the roles beside the public's.
func (s *server) commands() bool {
	for _, role := range s.Commands {
		if role != access.Public && s.roles.May(role) {
			return true
		}
	}
	return false
}

func (s *server) needs(command string, role access.Roles) *RequestError {
	e := &RequestError{code: codeUnknown, status: http.StatusUnauthorized, message: fmt.Sprintf(howToAsk, cmp.Or(command, "recording"), role)}
	if s.roles != access.Public {
		e.code, e.status = CodeForbidden, http.StatusForbidden
		e.message = fmt.Sprintf("this token is %s: %s", s.roles, e.message)
	}
	return e
}

// mutations gives the fields of a document's mutations, and whether it has
// mutations.
func mutations(doc *ast.Document) (names []string, mutates bool) {
	var walk func(set *ast.SelectionSet)
	walk = func(set *ast.SelectionSet) {
		if set == nil {
			return
		}
		for _, s := range set.Selections {
			switch s := s.(type) {
			case *ast.Field:
				names = append(names, s.Name.Value)
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			}
		}
	}
	for _, d := range doc.Definitions {
		switch d := d.(type) {
		case *ast.OperationDefinition:
			if d.Operation == ast.OperationTypeMutation {
				mutates = true
				walk(d.SelectionSet)
			}
		case *ast.FragmentDefinition:
			if d.TypeCondition != nil && d.TypeCondition.Name.Value == "Mutation" {
				walk(d.SelectionSet)
			}
		}
	}
	return names, mutates
}
