package graphql

import (
	"context"
	"maps"
	"strconv"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/counter"
	"caseledger/projections"
)

// mutationType has one field for each command.
func (a *api) mutationType(t *types, who access.Roles, commands []command) *gql.Object {
	ofCase, ofRegistry := a.payloadTypes(t)
	sealed := gql.NewInputObject(gql.InputObjectConfig{Name: "SealedValueInput", Description: "A personal value (个人信息), stored encrypted under the key of its subject.",
		Fields: t.inputs("SealedValue", counter.SealedValue)})
	corrects := gql.NewInputObject(gql.InputObjectConfig{Name: "CorrectsInput", Description: "A wrong record, and why it is wrong (更正).",
		Fields: t.inputs("Corrects", counter.Correction)})
	fields := exec.Fields{}
	for _, c := range commands {
		in, payload := t.inputs("", counter.EnvelopeOf(c.Action)), ofRegistry
		if counter.OfCase(c.Action) {
			payload = ofCase
			in[counter.Corrects] = field(corrects, counter.CorrectsSays)
		}
		if counter.Seals(c.Action) {
			in[counter.Sealed] = field(gql.NewList(required(sealed)), counter.SealedSays)
		}
		maps.Copy(in, c.fields)
		fields[c.Command] = &exec.Field{
			Type: payload, Description: c.Says,
			Args: gql.FieldConfigArgument{"input": {Description: "The command (命令).",
				Type: required(gql.NewInputObject(gql.InputObjectConfig{Name: c.Input(), Description: c.Says, Fields: in}))}},
			Resolve: func(p gql.ResolveParams) (any, error) { return a.record(p, c) },
		}
	}
	a.receiptFields(t, ofRegistry, fields)
	if who.May(access.Operator) {
		fields[eraseSubject] = a.eraseField(t, ofRegistry)
	}
	return t.Object("Mutation", "Everything that can be recorded (命令). One command in each request.", fields)
}

// payloadTypes are what a command to a case answers, and one to a registry.
func (a *api) payloadTypes(t *types) (ofCase, ofRegistry *gql.Object) {
	code := enum("UserErrorCode", "Why nothing was recorded (未记录原因).",
		choice{"REFUSED", "REFUSED", "规则不允许: a rule does not allow it."},
		choice{"CONFLICT", "CONFLICT", "版本冲突: the case is not at the expected revision."},
		choice{"INVALID", "INVALID", "输入有误: a value cannot be taken as it is."})
	problem := t.Object("UserError", "An answer of the rules (规则答复): the sender can do something about it.", exec.Fields{
		"code":    exec.Of(required(code), "Why (原因).", func(e counter.UserError) any { return string(e.Code) }),
		"rule":    exec.Of(gql.String, "The rule that refused (规则): a statute or a form.", func(e counter.UserError) any { return text(e.Rule) }),
		"message": exec.Of(required(gql.String), "What is wrong, and what would be allowed (说明).", func(e counter.UserError) any { return e.Message }),
		"field":   exec.Of(gql.NewList(required(gql.String)), "The input it is about (字段).", func(e counter.UserError) any { return e.Field }).Costs(exec.Price{}),
	})
	shared := func() exec.Fields {
		return exec.Fields{
			"userErrors": exec.Of(listOf(problem), "Why nothing was recorded (未记录原因); empty if it was.", func(r *counter.Answer) any { return r.Errors }).Costs(exec.Price{}),
			"position":   exec.Of(t.position, "Ledger position of the last record (账本位置). Give it as `waitFor` to read what you wrote.", placed),
			"revision":   exec.Of(t.integer, "Revision after the command (版本), of the case or of the registry's stream.", revised),
			"repeated":   exec.Of(required(gql.Boolean), "The command had been carried out before (重复命令), or a registry says so already; nothing was added.", func(r *counter.Answer) any { return r.Repeated }),
		}
	}
	ofRegistry = t.Object("RegistryPayload", "What a command to a registry did (登记结果).", shared())
	fields := shared()
	fields["case"] = &exec.Field{Type: t.caseObject, Description: "The case after the command (办件), as soon as the views have read it.",
		Resolve: func(p gql.ResolveParams) (any, error) { return a.afterwards(p, p.Source.(*counter.Answer)) }}
	fields["receipt"] = exec.Of(gql.String, "The code of the receipt that was issued (回执码), for its holder's eyes alone; null after any other command.", func(r *counter.Answer) string { return r.Receipt.Letters() })
	fields["warnings"] = exec.Of(listOf(gql.String), "What may be wrong and was recorded all the same (提醒), such as a number that only looks like one of the national form.", func(r *counter.Answer) any { return r.Warnings }).Costs(exec.Price{})
	return t.Object("CasePayload", "What a command did (命令结果).", fields), ofRegistry
}

func placed(r *counter.Answer) any {
	if at := r.Position(); at > 0 {
		return at
	}
	return nil
}

func revised(r *counter.Answer) any {
	if at := r.Revision(); at >= 0 {
		return int(at)
	}
	return nil
}

// record carries out one command.
func (a *api) record(p gql.ResolveParams, c command) (any, error) {
	who := access.Of(p.Context)
	if role := roleOf(c.Action); !who.Roles.May(role) {
		return nil, exec.Refuse(exec.CodeForbidden, c.Command+" needs the role "+role.String())
	}
	began := a.clock()
	out, err := a.counter.Do(p.Context, counter.Request{
		Action: c.Action, Input: p.Args["input"].(map[string]any), Post: who.Post, At: began,
	})
	p.Info.RootValue.(*exec.Request).Waited += a.clock().Sub(began) // for the disk
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// afterwards reads the case when the views have come to the command's records.
func (a *api) afterwards(p gql.ResolveParams, r *counter.Answer) (any, error) {
	if r.Position() == 0 {
		return nil, nil
	}
	if err := a.wait(p, r.Position()); err != nil {
		return nil, err
	}
	c, err := a.views.Case(p.Context, r.Number)
	if err != nil {
		return nil, err
	}
	return a.nodes([]projections.Summary{c})[0], nil
}

// maxWait bounds how long a request waits for the views.
const maxWait = 5 * time.Second

// wait returns when the views have come to a position. From then on the
// request stands there.
func (a *api) wait(p gql.ResolveParams, at ledger.Position) error {
	req := p.Info.RootValue.(*exec.Request)
	if at <= req.Position {
		return nil
	}
	head, err := a.store.Head(p.Context)
	if err != nil {
		return err
	}
	if at > head {
		return exec.BadInput("waitFor: the ledger has come to position %s only", head)
	}
	ctx, cancel := context.WithTimeout(p.Context, maxWait)
	defer cancel()
	began := a.clock()
	err = a.views.Wait(ctx, at)
	req.Waited += a.clock().Sub(began)
	if err != nil {
		if ctx.Err() != nil && p.Context.Err() == nil {
			return exec.Refuse(exec.CodeUnavailable, "the views have not come to position "+strconv.FormatUint(uint64(at), 10)+" yet: ask again")
		}
		return err
	}
	req.Position = at
	return nil
}

// waiting gives a field of the query type the argument waitFor.
func (a *api) waiting(t *types, f *exec.Field) *exec.Field {
	if f.Args == nil {
		f.Args = gql.FieldConfigArgument{}
	}
	f.Args["waitFor"] = &gql.ArgumentConfig{Type: t.position, Description: "Answers when the views have come to this position (读己之写), as a mutation's payload gave it; five seconds at most."}
	resolve := f.Resolve
	f.Resolve = func(p gql.ResolveParams) (any, error) {
		if at, ok := p.Args["waitFor"].(ledger.Position); ok {
			if err := a.wait(p, at); err != nil {
				return nil, err
			}
		}
		return resolve(p)
	}
	return f
}
