package graphql

import (
	"errors"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/projections"
)

// newSchema builds the schema that a set of roles sees. What they may not use is
// not in it, so that nothing restricted shows in introspection or suggestions.
// Every field has a typed resolver. A field that reads something may fail, so
// its type is nullable: an error takes no more with it than its own field.
func newSchema(a *api, who access.Roles) (*exec.Schema, error) {
	t := &types{Types: exec.NewTypes()}
	t.scalars = newScalars(t.Types)
	t.caseEnums()
	t.viewEnums()
	t.proceedingsEnums()
	t.nodeType()
	t.momentTypes()
	t.caseParts()
	t.proceedingsParts()
	t.docketTypes()
	t.filterTypes()
	t.eventType()
	t.clockTypes()
	a.figureTypes(t)
	t.lintTypes()
	t.policyType()
	t.erasureType()
	a.registryTypes(t)
	a.stateType(t)
	a.caseType(t)
	t.connectionType()
	a.ledgerType(t)
	query, subscription := a.queryType(t), a.subscriptionType(t)
	if who.May(access.Clerk) {
		a.worklistFields(t, query, subscription)
	}
	config := gql.SchemaConfig{Query: query, Subscription: subscription, Types: []gql.Type{t.caseObject, t.event}}
	config.Mutation = a.mutationType(t, who, t.commands(who))
	if who.May(access.Auditor) {
		a.sealedField(t)
	}
	return t.Schema(config, description)
}

const description = "The case ledger (办件账本): cases, their history, their clocks, and figures that a stranger can recompute."

func (a *api) queryType(t *types) *gql.Object {
	fields := exec.Fields{
		"ledger":     {Type: t.ledger, Description: "The ledger (账本) and how far the views have read it.", Resolve: a.resolveLedger},
		"case":       a.caseField(t),
		"cases":      a.casesField(t),
		"badReviews": a.badReviewsField(t),
		"figures":    a.figuresField(t),
		"series":     a.seriesField(t),
		"ranking":    a.rankingField(t),
		"policies":   a.policiesField(t),
		"erasures":   a.erasuresField(t),
		"lint":       a.lintField(t),

		"organisations": a.organisationsField(t),
		"organisation":  a.organisationField(t),
		"items":         a.itemsField(t),
		"item":          a.itemField(t),
		"rounds":        a.roundsField(t),
		"windows":       a.windowsField(t),
		"posts":         a.postsField(t),
		"staff":         a.staffField(t),
		"channels":      a.channelsField(t),
		"rules":         a.rulesField(t),

		"node":  a.nodeField(t),
		"nodes": a.nodesField(t),
	}
	a.lateFields(t, fields)
	a.conformanceFields(t, fields)
	a.statementFields(t, fields)
	a.voiceFields(t, fields)
	a.cardFields(t, fields)
	a.windowRatingsField(t, fields)
	a.assistanceFields(t, fields)
	a.assessFields(t, fields)
	for _, f := range fields {
		a.waiting(t, f)
	}
	fields["figureDefinitions"] = &exec.Field{
		Type: listOf(t.figureDefinition), Description: "All figures with their definitions (指标目录).",
		Resolve: func(gql.ResolveParams) (any, error) { return projections.Definitions(), nil },
		Price:   &exec.Price{Size: 80},
	}
	fields["values"] = &exec.Field{
		Price: &exec.Price{Own: 5},
		Type:  gql.NewList(required(gql.String)), Description: "The values of a dimension that occur, sorted (维度取值).",
		Args: gql.FieldConfigArgument{"of": {Type: required(t.dimension), Description: "Which dimension (统计维度)."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			return a.views.Values(p.Context, p.Args["of"].(projections.Dimension))
		},
	}
	return t.Object("Query", "Everything that can be read (查询).", fields)
}

// ledgerInfo is what the ledger field resolves to.
type ledgerInfo struct {
	position, head ledger.Position
	records        uint64
}

func (a *api) ledgerType(t *types) {
	t.ledger = t.Object("Ledger", "The ledger (账本): every action, once and for ever.", exec.Fields{
		"position":  exec.Of(required(t.position), "How far the views have read: answers show what was recorded up to here (已读位置).", func(l *ledgerInfo) any { return l.position }),
		"head":      exec.Of(required(t.position), "Position of the last record (末条位置).", func(l *ledgerInfo) any { return l.head }),
		"records":   exec.Of(required(t.integer), "Records that the views have read (记录数).", func(l *ledgerInfo) any { return int64(l.records) }),
		"simulated": a.simulatedField(),
		"caughtUp":  exec.Of(required(gql.Boolean), "Whether the views have read everything (已追平).", func(l *ledgerInfo) any { return l.position >= l.head }),
	})
}

func (a *api) resolveLedger(p gql.ResolveParams) (any, error) {
	if exec.Selects(p.Info, "head") || exec.Selects(p.Info, "caughtUp") {
		p.Info.RootValue.(*exec.Request).Timed = true
	}
	var l ledgerInfo
	var errs [3]error
	l.position, errs[0] = a.views.Position(p.Context)
	l.records, errs[1] = a.views.Count(p.Context)
	l.head, errs[2] = a.store.Head(p.Context)
	return &l, errors.Join(errs[:]...)
}
