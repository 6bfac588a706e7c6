package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
)

// command is one mutation: an action of the case that can be asked for.
type command struct {
	*act.Action
	fields gql.InputObjectConfigFieldMap
}

// commands are the mutations, one for each command in the book of the case.
func (t *types) commands() []command {
	var out []command
	for _, a := range casefile.Book.Actions() {
		if a.Command == "" {
			continue
		}
		fields := gql.InputObjectConfigFieldMap{}
		for i := range a.Members {
			if m := &a.Members[i]; !m.Has(act.Derived) {
				fields[m.Input] = field(t.member(m), m.Says)
			}
		}
		out = append(out, command{a, fields})
	}
	return out
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

// input is the input of a mutation.
type input map[string]any

func (in input) text(name string) string { s, _ := in[name].(string); return s }

func (in input) time(name string) time.Time { t, _ := in[name].(time.Time); return t }

func field(t gql.Input, description string) *gql.InputObjectFieldConfig {
	return &gql.InputObjectFieldConfig{Type: t, Description: description}
}
