package graphql

import (
	"strings"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/ledger/act"
	"caseledger/ledger/counter"
)

// command is one mutation: an action of a case or a registry that can be asked
// for.
type command struct {
	*act.Action
	fields gql.InputObjectConfigFieldMap
}

// roleOf is the role that may ask for an action.
func roleOf(a *act.Action) access.Roles {
	return [...]access.Roles{act.ByClerk: access.Clerk, act.BySupervisor: access.Supervisor, act.ByOperator: access.Operator}[a.By]
}

// commandRoles has the role that each command needs.
func commandRoles() map[string]access.Roles {
	out := map[string]access.Roles{}
	for _, a := range counter.Actions() {
		out[a.Command] = roleOf(a)
	}
	out[eraseSubject] = access.Operator
	return receiptRoles(out)
}

// commands are the mutations of a set of roles, one for each command that
// they may ask for.
func (t *types) commands(who access.Roles) []command {
	var out []command
	for _, a := range counter.Actions() {
		if who.May(roleOf(a)) {
			out = append(out, command{a, t.inputs(strings.TrimSuffix(a.Input(), "Input"), a.Members)})
		}
	}
	return out
}

// inputs are the fields of an input, one for each member that can be given.
// owner begins the names of the inputs that stand in it: the objects of
// receiveMaterials' list materials are ReceiveMaterialsMaterialsInput.
func (t *types) inputs(owner string, members []act.Member) gql.InputObjectConfigFieldMap {
	fields := gql.InputObjectConfigFieldMap{}
	for i := range members {
		if m := &members[i]; !m.Has(act.Derived) {
			fields[m.Input] = field(t.member(owner, m), m.Says)
		}
	}
	return fields
}

// member is the type of a member in the input of its command.
func (t *types) member(owner string, m *act.Member) gql.Input {
	of := t.value(owner, m)
	if m.Has(act.Required) || m.Has(act.Asked) {
		return required(of)
	}
	return of
}

func (t *types) value(owner string, m *act.Member) gql.Input {
	switch m.Kind {
	case act.KindTime:
		return t.dateTime
	case act.KindDate:
		return t.date
	case act.KindTruth:
		return gql.Boolean
	case act.KindWhole:
		return t.integer
	case act.KindSum:
		return t.decimal
	case act.KindTexts, act.KindNames, act.KindCodes:
		return gql.NewList(required(gql.String))
	case act.KindChoice:
		return t.choices[m.Options.Name]
	case act.KindList:
		owner += strings.ToUpper(m.Input[:1]) + m.Input[1:]
		return gql.NewList(required(gql.NewInputObject(gql.InputObjectConfig{
			Name: owner + "Input", Description: m.Says, Fields: t.inputs(owner, m.Of)})))
	}
	return gql.String
}

func field(t gql.Input, description string) *gql.InputObjectFieldConfig {
	return &gql.InputObjectFieldConfig{Type: t, Description: description}
}
