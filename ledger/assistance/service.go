package assistance

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ServicePrefix begins the names of the streams of services.
const ServicePrefix = "assistance/"

// Given (帮办代办): an agent served people. How many they were is a count; who
// they were is nowhere.
type Given struct {
	Agent   string
	Case    string
	Item    string
	Org     string
	Persons int
	Service string
}

// Stored names the schema.
func (Given) Stored() string { return "assistance.given/1" }

// Stream is the service's.
func (e Given) Stream() ledger.StreamID { return ledger.StreamID(ServicePrefix + e.Service) }

// Service is a service as it stands.
type Service struct{ Given time.Time }

// Services is the kind of the services of agents. A service may name its case,
// which must be there.
var Services = &dossier.Kind[Service, bool]{
	Prefix: ServicePrefix,
	Book:   act.NewBook(serviceGiven),
	Look: func(ctx context.Context, s ledger.Store, _ *Service, o *dossier.Order) (bool, error) {
		if e := o.Event.(Given); e.Case != "" {
			return exists(ctx, s, e.Case)
		}
		return true, nil
	},
}

var serviceGiven = act.Of(act.Spec[Service, dossier.Ask[bool], Given]{
	Zh: "帮办代办", En: "Assistance given", Public: act.Published,
	Command: "giveAssistance", Says: "Records that an agent served people (帮办代办).",
	Members: func(e *Given, m *act.Members) {
		m.Text(&e.Agent, "agent", "Post of the agent (帮办代办岗位), never a person's name.", act.Always, act.Required)
		m.Name(&e.Case, "case", "Number of the case (关联办件), where it was about one.")
		m.Name(&e.Item, "item", "Code of the item (事项编码).")
		m.Name(&e.Org, "org", "Code of the agent's organisation (所属机构).", act.Always, act.Required)
		m.Whole(&e.Persons, "persons", "How many were served (服务人数); none given: 1.", 0, 1000, act.Always)
		m.Name(&e.Service, "service", "Number of the service (服务编号), by which its stream is named.", act.Always, act.Required)
	},
	Check: func(e *Given) error {
		return dossier.Given(e.Stream(), "service", e.Service, "agent", e.Agent, "org", e.Org)
	},
	Decide: func(s *Service, a *dossier.Ask[bool], e Given) (Given, error) {
		switch {
		case !s.Given.IsZero():
			return e, refuse(RuleService, "the service was recorded on %s", casefile.StandardDate(s.Given))
		case !a.Known:
			return e, refuse(RuleService, "there is no such case; leave it out if none is meant")
		}
		e.Persons = max(e.Persons, 1)
		return e, nil
	},
	Evolve: func(s *Service, f act.Facts, _ Given) { s.Given = f.Occurred },
})
