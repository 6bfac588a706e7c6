package graphql

import (
	"errors"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/counter"
	"caseledger/ledger/erasure"
	"caseledger/ledger/vault"
)

// eraseSubject is the command that erases: it names a person's pseudonym, which
// no record does, so it is no command of a book.
const eraseSubject = "eraseSubject"

// erasureType makes the type of a line of the public register of erasures.
func (t *types) erasureType() {
	t.choose([]act.Member{{Options: erasure.Reasons()}})
	t.erasure = t.Object("Erasure", "A key that was destroyed (删除公示): what was sealed under it can be read by nobody any more. Never whose it was.", exec.Fields{
		"key":      exec.Of(required(gql.String), "Random id of the key (密钥编号).", func(e *erasure.Entry) string { return e.Key }),
		"reason":   exec.Of(required(t.choices[erasure.Reasons().Name]), "Class of reason (原因).", func(e *erasure.Entry) any { return string(e.Reason) }),
		"recorded": exec.Of(required(t.dateTime), "When it was recorded (登记时间).", func(e *erasure.Entry) any { return e.Recorded }),
		"position": exec.Of(required(t.position), "Ledger position of the record (账本位置).", func(e *erasure.Entry) any { return e.Position }),
		"revision": exec.Of(required(t.integer), "Revision in the stream of erasures (版本): 0, 1, 2, …", func(e *erasure.Entry) any { return int(e.Revision) }),
	})
}

func (a *api) erasuresField(t *types) *exec.Field {
	return &exec.Field{
		Type:        gql.NewList(required(t.erasure)),
		Description: "The public register of erasures (删除公示), in the order in which they were recorded.",
		Price:       &exec.Price{Own: 5, Sizes: []string{"first"}, Size: defaultPage},
		Args: gql.FieldConfigArgument{
			"first": {Type: t.integer, Description: "How many, 1 to 100 (前几条). Default 20."},
			"from":  {Type: t.integer, Description: "The first revision to list (起始版本). Default 0."},
		},
		Resolve: func(p gql.ResolveParams) (any, error) {
			first, from := defaultPage, 0
			if n, ok := p.Args["first"].(int); ok {
				first = n
			}
			if n, ok := p.Args["from"].(int); ok {
				from = n
			}
			if first < 1 || first > maxPage || from < 0 {
				return nil, exec.BadInput("want first from 1 to %d, and from of at least 0", maxPage)
			}
			out := []*erasure.Entry{}
			for e, err := range erasure.List(p.Context, a.store, ledger.Revision(from)) {
				if err != nil {
					return nil, err
				}
				if out = append(out, &e); len(out) == first {
					break
				}
			}
			return out, nil
		},
	}
}

// eraseField is the mutation of the operator.
func (a *api) eraseField(t *types, payload *gql.Object) *exec.Field {
	const says = "Makes what was sealed of a person unreadable for ever, and says so in public: the class of reason and the key's random id, never whose (删除个人信息). It cannot be taken back. Sent again it adds nothing."
	return &exec.Field{
		Type: payload, Description: says,
		Args: gql.FieldConfigArgument{"input": {Description: "The command (命令).",
			Type: required(gql.NewInputObject(gql.InputObjectConfig{Name: "EraseSubjectInput", Description: says, Fields: gql.InputObjectConfigFieldMap{
				"subject": field(required(gql.String), "The person's pseudonym, under which values were sealed (主体代号). It is not recorded."),
				"reason":  field(required(t.choices[erasure.Reasons().Name]), "Class of reason (原因)."),
			}}))}},
		Resolve: a.erase,
	}
}

// erase carries the command out.
func (a *api) erase(p gql.ResolveParams) (any, error) {
	who := access.Of(p.Context)
	if !who.Roles.May(access.Operator) {
		return nil, exec.Refuse(exec.CodeForbidden, eraseSubject+" needs the role "+access.Operator.String())
	}
	if a.desk.Vault == nil {
		return nil, errors.New("erase a subject: this server has no vault")
	}
	in := p.Args["input"].(map[string]any)
	began, out := a.clock(), &counter.Answer{}
	register := &erasure.Register{Store: a.store, Vault: a.desk.Vault}
	record, repeated, err := register.Erase(p.Context, began, who.Post, in["subject"].(string), erasure.Reason(in["reason"].(string)))
	p.Info.RootValue.(*exec.Request).Waited += a.clock().Sub(began) // for the disk
	var invalid *ledger.InvalidError
	switch {
	case errors.Is(err, vault.ErrErased):
		out.Repeated = true
	case errors.Is(err, vault.ErrUnknownSubject), errors.As(err, &invalid):
		out.Errors = []counter.UserError{{Code: counter.Invalid, Message: err.Error(), Field: []string{"input", "subject"}}}
	case err != nil:
		return nil, err
	default:
		out.Records, out.Repeated = []ledger.Record{record}, repeated
	}
	return out, nil
}
