package graphql

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/vault"
	"caseledger/projections"
)

// userError is an answer of the rules to a command: the sender can do
// something about it.
type userError struct {
	code, rule, message string
	field               []string
}

// recorded is what a mutation resolves to.
type recorded struct {
	number  string
	receipt casefile.Receipt
	errors  []userError
}

func (r *recorded) position() ledger.Position {
	if n := len(r.receipt.Records); n > 0 {
		return r.receipt.Records[n-1].Position
	}
	return 0
}

// mutationType has one field for each command of the case.
func (a *api) mutationType(t *types) *gql.Object {
	payload := a.payloadType(t)
	sealed := gql.NewInputObject(gql.InputObjectConfig{Name: "SealedValueInput", Description: "A personal value (个人信息), stored encrypted under the key of its subject.",
		Fields: gql.InputObjectConfigFieldMap{
			"label": field(required(gql.String), "What it is (名称): `applicant.name`. Public."), "subject": field(required(gql.String), "Random pseudonym of the person (主体代号)."),
			"text": field(required(gql.String), "The value itself (内容). Never public."),
		}})
	fields := exec.Fields{}
	for _, c := range t.commands() {
		in := gql.InputObjectConfigFieldMap{
			"number":           field(required(gql.String), "Public case number (办件编号)."),
			"idempotencyKey":   field(required(gql.String), "Names this command for ever (幂等键): sent again, it adds nothing. A UUID, best of version 7, or any other text of up to 200 bytes."),
			"expectedRevision": field(t.integer, "The revision you saw (预期版本); at another one nothing is recorded. -1 for a case that does not exist yet."),
			"occurredAt":       field(t.dateTime, "When it happened (发生时间); default now."),
			"sealed":           field(gql.NewList(required(sealed)), "Personal values (密封信息)."),
		}
		maps.Copy(in, c.fields)
		fields[c.Command] = &exec.Field{
			Type: payload, Description: c.Says,
			Args: gql.FieldConfigArgument{"input": {Description: "The command (命令).",
				Type: required(gql.NewInputObject(gql.InputObjectConfig{Name: c.Input(), Description: c.Says, Fields: in}))}},
			Resolve: func(p gql.ResolveParams) (any, error) { return a.record(p, c) },
		}
	}
	return t.Object("Mutation", "Everything that can be recorded (命令). One command in each request.", fields)
}

func (a *api) payloadType(t *types) *gql.Object {
	code := enum("UserErrorCode", "Why nothing was recorded (未记录原因).",
		choice{"REFUSED", "REFUSED", "规则不允许: a rule does not allow it."},
		choice{"CONFLICT", "CONFLICT", "版本冲突: the case is not at the expected revision."},
		choice{"INVALID", "INVALID", "输入有误: a value cannot be taken as it is."})
	problem := t.Object("UserError", "An answer of the rules (规则答复): the sender can do something about it.", exec.Fields{
		"code":    exec.Of(required(code), "Why (原因).", func(e userError) any { return e.code }),
		"rule":    exec.Of(gql.String, "The rule that refused (规则): a statute or a form.", func(e userError) any { return text(e.rule) }),
		"message": exec.Of(required(gql.String), "What is wrong, and what would be allowed (说明).", func(e userError) any { return e.message }),
		"field":   exec.Of(gql.NewList(required(gql.String)), "The input it is about (字段).", func(e userError) any { return e.field }).Costs(exec.Price{}),
	})
	return t.Object("CasePayload", "What a command did (命令结果).", exec.Fields{
		"userErrors": exec.Of(listOf(problem), "Why nothing was recorded (未记录原因); empty if it was.", func(r *recorded) any { return r.errors }).Costs(exec.Price{}),
		"position":   exec.Of(t.position, "Ledger position of the last record (账本位置). Give it as `waitFor` to read what you wrote.", func(r *recorded) any { return placed(r) }),
		"revision":   exec.Of(t.integer, "Revision of the case after the command (版本).", func(r *recorded) any { return revised(r) }),
		"repeated":   exec.Of(required(gql.Boolean), "The command had been carried out before (重复命令); nothing was added.", func(r *recorded) any { return r.receipt.Repeated }),
		"case": &exec.Field{Type: t.caseObject, Description: "The case after the command (办件), as soon as the views have read it.",
			Resolve: func(p gql.ResolveParams) (any, error) { return a.afterwards(p, p.Source.(*recorded)) }},
	})
}

func placed(r *recorded) any {
	if at := r.position(); at > 0 {
		return at
	}
	return nil
}

func revised(r *recorded) any {
	if n := len(r.receipt.Records); n > 0 {
		return int(r.receipt.Records[n-1].Revision)
	}
	return nil
}

// record carries out one command.
func (a *api) record(p gql.ResolveParams, c command) (any, error) {
	in := input(p.Args["input"].(map[string]any))
	out := &recorded{number: in.text("number")}
	order, err := a.order(in)
	order.Post = access.Of(p.Context).Post // never from the input
	if err == nil {
		order.Command, err = c.Take(act.Input(in))
	}
	if err == nil {
		err = a.checkCalendar(p.Context, in.text("calendar"))
	}
	if err == nil {
		began := a.clock()
		out.receipt, err = a.desk.Do(p.Context, order)
		p.Info.RootValue.(*exec.Request).Waited += a.clock().Sub(began) // for the disk
	}
	if err == nil {
		return out, nil
	}
	var (
		bad      *exec.RequestError
		refusal  *casefile.Refusal
		conflict *ledger.ConflictError
		invalid  *ledger.InvalidError
	)
	switch {
	case errors.As(err, &bad):
		out.errors = []userError{{code: "INVALID", message: bad.Error(), field: bad.Input()}}
	case errors.As(err, &refusal):
		out.errors = []userError{{code: "REFUSED", rule: refusal.Rule, message: refusal.Reason}}
	case errors.As(err, &conflict):
		out.errors = []userError{{code: "CONFLICT", message: conflict.Error(), field: []string{"input", "expectedRevision"}}}
	case errors.As(err, &invalid):
		out.errors = []userError{{code: "INVALID", message: invalid.Error(), field: c.inputOf(invalid.Field)}}
	default:
		return nil, err
	}
	return out, nil
}

// inputs are the names of inputs that the ledger calls otherwise.
var inputs = map[string]string{"addressee": "toOrg", "case number": "number", "occurred time": "occurredAt", "time zone": "zone"}

// inputOf is the path of the input that the ledger calls so, as far as it has
// one.
func (c command) inputOf(field string) []string {
	if name := inputs[field]; name != "" {
		return []string{"input", name}
	}
	if _, ok := c.fields[field]; ok {
		return []string{"input", field}
	}
	return []string{"input"}
}

// order reads what all commands share.
func (a *api) order(in input) (o casefile.Order, err error) {
	key := in.text("idempotencyKey")
	if key == "" || len(key) > 200 {
		return o, exec.BadField("idempotencyKey", "want 1 to 200 bytes")
	}
	if o.ID, err = ledger.ParseCommandID(key); err != nil {
		o.ID = ledger.NewCommandID(time.Unix(0, 0), in.text("number")+"\x00"+key)
	}
	o.Number = in.text("number")
	o.Recorded = ledger.Time(a.clock())
	o.Occurred = in.time("occurredAt")
	if n, ok := in["expectedRevision"].(int); ok {
		r := ledger.Revision(n)
		o.Expect = &r
	}
	values, _ := in["sealed"].([]any)
	if len(values) > 0 && a.desk.Vault == nil {
		return o, exec.BadField("sealed", "this server has no vault to keep personal values in")
	}
	for _, v := range values {
		in := input(v.(map[string]any))
		o.Sealed = append(o.Sealed, vault.Value{Label: in.text("label"), Subject: in.text("subject"), Text: in.text("text")})
	}
	return o, nil
}

// afterwards reads the case when the views have come to the command's records.
func (a *api) afterwards(p gql.ResolveParams, r *recorded) (any, error) {
	if r.position() == 0 {
		return nil, nil
	}
	if err := a.wait(p, r.position()); err != nil {
		return nil, err
	}
	c, err := a.views.Case(p.Context, r.number)
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
