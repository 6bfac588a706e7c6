package graphql

import (
	"context"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/dossier"
	"caseledger/ledger/voice"
	voices "caseledger/projections/voice"
)

// codePrice is what trying a receipt code costs: two hundred points of the client's
// own bucket, so that an address can try few, and two in one document are too many.
const codePrice = 20_000

// byReceipt is a mutation of whoever holds a receipt, with or without a token.
type byReceipt struct {
	name, says string
	class      string // name of the input that says what it is about
	classes    *gql.Enum
	about      func(number, kase, class string) dossier.Event // nil of a rating
}

// receiptMutations lists them.
func (t *types) receiptMutations() []byReceipt {
	other := choice{"OTHER", "other", "其他: something else."}
	return []byReceipt{
		{"complainByReceipt", "Complains about the case of a receipt (凭回执投诉), once; what is written is sealed.", "matter",
			enum("ComplaintMatter", "What a complaint is about (投诉事由).", choice{"ATTITUDE", "attitude", "服务态度: how somebody was treated."}, choice{"DELAY", "delay", "办理拖延: it takes too long."},
				choice{"FEE", "fee", "收费: what was charged."}, choice{"PROCEDURE", "procedure", "程序: how it was done."}, other),
			func(number, kase, class string) dossier.Event {
				return voice.ComplaintFiled{Case: kase, Channel: voice.Web, Class: class, Complaint: number}
			}},
		{"askByReceipt", "Asks about the case of a receipt (凭回执咨询), once; what is written is sealed.", "matter",
			enum("QuestionMatter", "What a question is about (咨询事由).", choice{"MATERIALS", "materials", "材料: what to bring."}, choice{"PROGRESS", "progress", "进度: how far it is."},
				choice{"POLICY", "policy", "政策: what the rules are."}, other),
			func(number, kase, class string) dossier.Event {
				return voice.QuestionAsked{Case: kase, Channel: voice.Web, Class: class, Question: number}
			}},
		{"objectByReceipt", "Objects to the outcome of the case of a receipt (凭回执提出异议), once; what is written is sealed.", "ground",
			enum("ObjectionGround", "Why somebody objects (异议理由).", choice{"OUTCOME", "outcome", "结果: the outcome is wrong."}, choice{"FACTS", "facts", "事实: the facts are wrong."},
				choice{"PROCEDURE", "procedure", "程序: the way was wrong."}, other),
			func(number, kase, class string) dossier.Event {
				return voice.ObjectionFiled{Case: kase, Channel: voice.Web, Ground: class, Objection: number}
			}},
		{name: "rateByReceipt", says: "Rates the case of a receipt (凭回执评价), once in each stage; what is written is sealed, and who writes how he is reached rates by name (实名).",
			class: "stage", classes: t.choices["RatingStage"]},
	}
}

// receiptRoles adds the mutations of the public to the roles of commands.
func receiptRoles(roles map[string]access.Roles) map[string]access.Roles {
	for _, m := range new(types).receiptMutations() {
		roles[m.name] = access.Public
	}
	return roles
}

// receiptFields adds the mutations to the fields of the mutation type.
func (a *api) receiptFields(t *types, payload *gql.Object, fields exec.Fields) {
	for _, m := range t.receiptMutations() {
		in := gql.InputObjectConfigFieldMap{
			"code":    field(required(gql.String), "The code on the receipt (回执码), as it is printed there."),
			m.class:   field(required(m.classes), "What it is about (类别). Public."),
			"text":    field(required(gql.String), "What you want to say (内容), at most 4000 bytes. Sealed, never public."),
			"contact": field(gql.String, "How you are reached (联系方式), at most 200 bytes. Sealed, never public."),
		}
		if m.about == nil {
			in["level"] = field(required(t.integer), "5 非常满意, 4 满意, 3 基本满意, 2 不满意 or 1 非常不满意 (等级). Public.")
			in["text"] = field(gql.String, in["text"].Description)
		}
		fields[m.name] = &exec.Field{
			Type: payload, Description: m.says, Price: &exec.Price{Own: codePrice},
			Args: gql.FieldConfigArgument{"input": {Description: "What is said (内容).",
				Type: required(gql.NewInputObject(gql.InputObjectConfig{Name: inputName(m.name), Description: m.says, Fields: in}))}},
			Resolve: func(p gql.ResolveParams) (any, error) { return a.hear(p, m) },
		}
	}
}

func inputName(mutation string) string {
	return string(mutation[0]-'a'+'A') + mutation[1:] + "Input"
}

// hear takes what the holder of a receipt says.
func (a *api) hear(p gql.ResolveParams, m byReceipt) (any, error) {
	in := p.Args["input"].(map[string]any)
	class := in[m.class].(string)
	w := counter.Word{At: a.clock()}
	if m.about == nil {
		level, _ := in["level"].(int)
		w.Rating = casefile.RateCase{Channel: "web", Level: level, Stage: casefile.RatingStage(class)}
	} else {
		w.About = func(number, kase string) dossier.Event { return m.about(number, kase, class) }
	}
	w.Code, _ = in["code"].(string)
	w.Text, _ = in["text"].(string)
	w.Contact, _ = in["contact"].(string)
	out, err := a.counter.Hear(p.Context, w, func(ctx context.Context, hash string) (string, error) {
		return voices.CaseOf(ctx, a.views, hash)
	})
	p.Info.RootValue.(*exec.Request).Waited += a.clock().Sub(w.At) // for the disk
	if err != nil {
		return nil, err
	}
	return &out, nil
}
