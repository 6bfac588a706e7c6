package graphql

import (
	"context"
	"errors"
	"fmt"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/audit"
	"caseledger/ledger/casefile"
	"caseledger/ledger/vault"
	"caseledger/projections"
)

// revealed is a personal value as an auditor sees it.
type revealed struct {
	label, text string
	erased      bool
}

// sealedField gives events their sealed values. Only schemas of auditors have
// it.
func (a *api) sealedField(t *types) {
	value := t.Object("SealedValue", "A personal value (个人信息) of a record.", exec.Fields{
		"label":  exec.Of(required(gql.String), "What it is (名称): `applicant.name`.", func(v revealed) any { return v.label }),
		"text":   exec.Of(gql.String, "The value itself (内容); null where it was erased.", func(v revealed) any { return v.shown() }),
		"erased": exec.Of(required(gql.Boolean), "Its subject was erased (已删除): nobody can read it again.", func(v revealed) any { return v.erased }),
	})
	t.Add(t.event, "sealed", &exec.Field{
		Price:       &exec.Price{Own: 100, Size: 4},
		Type:        gql.NewList(required(value)),
		Description: "The sealed values (密封信息). That you read them is recorded before you see them: the case, the labels, your post and your pseudonym.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			request := p.Info.RootValue.(*exec.Request)
			if request.Record != nil {
				return nil, exec.BadInput("sealed: read sealed values by a query, not by a subscription")
			}
			request.Timed = true // an answer that was kept would be read without a record
			return a.reveal(p.Context, p.Source.(*projections.TimelineEntry))
		},
	})
}

func (v revealed) shown() any {
	if v.erased {
		return nil
	}
	return v.text
}

// reveal opens the sealed values of a record for whoever asks. From the moment
// at which the reading is durable a failure is harmless: it says of one more
// reading than there was.
func (a *api) reveal(ctx context.Context, e *projections.TimelineEntry) ([]revealed, error) {
	who := access.Of(ctx)
	switch {
	case !who.Roles.May(access.Auditor):
		return nil, exec.Refuse(exec.CodeForbidden, "this client may not read sealed values")
	case a.reads == nil:
		return nil, exec.Refuse(exec.CodeUnavailable, "this server has no vault: sealed values cannot be read here")
	case e.Sealed == 0:
		return []revealed{}, nil
	}
	record, err := a.recordOf(ctx, e)
	if err != nil {
		return nil, err
	}
	var labels []string
	out := make([]revealed, len(record.Sealed))
	for i := range record.Sealed {
		one := record
		one.Sealed = record.Sealed[i : i+1]
		values, err := a.desk.Vault.Reveal(&one)
		out[i].label = one.Sealed[0].Label
		switch {
		case errors.Is(err, vault.ErrErased):
			out[i].erased = true
		case err != nil:
			return nil, err
		default:
			out[i].text = values[0].Text
			labels = append(labels, out[i].label)
		}
	}
	if len(labels) == 0 {
		return out, nil
	}
	read := audit.Read{Case: e.Number, Event: e.ID.String(), Labels: labels, Reader: who.Subject, Revision: e.Revision}
	if err := a.reads.Record(ctx, who.Post, read); err != nil {
		return nil, err
	}
	return out, nil
}

// recordOf reads a record with its boxes, which the views do not hold.
func (a *api) recordOf(ctx context.Context, e *projections.TimelineEntry) (ledger.Record, error) {
	for r, err := range a.store.Stream(ctx, casefile.Stream(e.Number), e.Revision) {
		if err == nil && r.ID != e.ID {
			err = fmt.Errorf("revision %d of case %s is event %s, not %s as in the views", e.Revision, e.Number, r.ID, e.ID)
		}
		return r, err
	}
	return ledger.Record{}, fmt.Errorf("revision %d of case %s: %w", e.Revision, e.Number, ledger.ErrNotFound)
}
