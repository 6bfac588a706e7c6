package graphql

import (
	gql "github.com/graphql-go/graphql"

	"caseledger/ledger/act"
	"caseledger/ledger/counter"
)

// command is one mutation: an action of the case that can be asked for.
type command struct {
	*act.Action
	fields gql.InputObjectConfigFieldMap
}

// commands are the mutations, one for each command in the book of the case.
func (t *types) commands() []command {
	var out []command
	for _, a := range counter.Actions() {
		out = append(out, command{a, t.inputs(a.Members)})
	}
	return out
}

// inputs are the fields of an input with these members.
func (t *types) inputs(members []act.Member) gql.InputObjectConfigFieldMap {
	fields := gql.InputObjectConfigFieldMap{}
	for i := range members {
		if m := &members[i]; !m.Has(act.Derived) {
			fields[m.Input] = field(t.member(m), m.Says)
		}
	}
	return fields
}

// member is the type of a member in the input of its command.
func (t *types) member(m *act.Member) gql.Input {
	var of gql.Input = gql.String
	switch m.Kind {
	case act.KindTime:
		of = t.dateTime
	case act.KindWhole:
		of = t.integer
	case act.KindSum:
		of = t.decimal
	case act.KindTexts:
		return listOf(gql.String)
	case act.KindChoice:
		of = map[string]*gql.Enum{"Handling": t.handling, "Routing": t.routing, "Outcome": t.outcome}[m.Options.Name]
	}
	if m.Has(act.Required) || m.Has(act.Asked) {
		return required(of)
	}
	return of
}

func field(t gql.Input, description string) *gql.InputObjectFieldConfig {
	return &gql.InputObjectFieldConfig{Type: t, Description: description}
}
