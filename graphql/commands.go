package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
)

// command is one mutation: a command of the case with its fields.
type command struct {
	name, input, description string
	fields                   gql.InputObjectConfigFieldMap
	read                     func(input) (casefile.Command, error)
}

// input is the input of a mutation.
type input map[string]any

func (in input) text(name string) string { s, _ := in[name].(string); return s }

func (in input) number(name string) int { n, _ := in[name].(int); return n }

func (in input) time(name string) time.Time { t, _ := in[name].(time.Time); return t }

func (in input) texts(name string) (out []string) {
	vs, _ := in[name].([]any)
	for _, v := range vs {
		s, _ := v.(string)
		out = append(out, s)
	}
	return out
}

// one gives an enum's value, empty where it is not given.
func one[T ~string](in input, name string) T { v, _ := in[name].(T); return v }

func field(t gql.Input, description string) *gql.InputObjectFieldConfig {
	return &gql.InputObjectFieldConfig{Type: t, Description: description}
}

// commands are the mutations, one for each command of the case.
func (t *types) commands() []command {
	return append(t.openingCommands(), append(t.clockCommands(), t.closingCommands()...)...)
}

func (t *types) openingCommands() []command {
	return []command{
		{"acceptCase", "AcceptCaseInput", "Takes a case in (受理).", gql.InputObjectConfigFieldMap{
			"org": field(gql.String, "Accepting unit (受理部门)."), "item": field(gql.String, "Code of the service item (事项)."),
			"window": field(gql.String, "Window (窗口)."), "channel": field(gql.String, "Channel (办理渠道): window, internet, post …"),
			"officer": field(gql.String, "Responsible post (责任岗位), never a person's name."), "handling": field(t.handling, "How it is promised to be handled (办理方式)."),
			"routing": field(t.routing, "Who must act besides the accepting unit (办理路径)."), "promisedDays": field(t.integer, "Promised limit in working days (承诺时限)."),
			"legalDays": field(t.integer, "Legal limit in working days (法定时限)."), "deadline": field(t.dateTime, "An explicit deadline (约定期限)."),
			"calendar": field(gql.String, "Working-day calendar (工作日历); default CN."), "zone": field(gql.String, "IANA time zone (时区); default Asia/Shanghai."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Accept{Org: in.text("org"), Item: in.text("item"), Window: in.text("window"), Channel: in.text("channel"), Officer: in.text("officer"),
				Handling: one[casefile.Handling](in, "handling"), Routing: one[casefile.Routing](in, "routing"), Promise: in.number("promisedDays"),
				Legal: in.number("legalDays"), Deadline: in.time("deadline"), Calendar: in.text("calendar"), Zone: in.text("zone")}, nil
		}},
		{"performStep", "PerformStepInput", "Records a step of the procedure (环节办理).", gql.InputObjectConfigFieldMap{
			"step": field(required(gql.String), "Code of the step (环节)."), "name": field(gql.String, "Its name (环节名称)."),
			"org": field(gql.String, "Unit of the acting post (部门)."), "due": field(t.dateTime, "The step's own deadline (环节期限)."),
			"ref": field(gql.String, "The sender's own id of the step (来源编号)."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Perform{Step: in.text("step"), Name: in.text("name"), Org: in.text("org"), Due: in.time("due"), Ref: in.text("ref")}, nil
		}},
		{"transferCase", "TransferCaseInput", "Hands the case to another unit or post (转办).", gql.InputObjectConfigFieldMap{
			"toOrg": field(gql.String, "Receiving unit (接收部门)."), "toPost": field(gql.String, "Receiving post (接收岗位)."), "reason": field(gql.String, "Reason class (原因), never free text."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Transfer{ToOrg: in.text("toOrg"), ToPost: in.text("toPost"), Reason: in.text("reason")}, nil
		}},
		{"receiveCase", "ReceiveCaseInput", "Takes a transferred case (转办接收).", gql.InputObjectConfigFieldMap{
			"org": field(gql.String, "Unit that takes it (接收部门); default the addressee."), "byPost": field(gql.String, "Post that takes it (接收岗位); default the addressee."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Receive{Org: in.text("org"), Post: in.text("byPost")}, nil
		}},
		{"requestCorrection", "RequestCorrectionInput", "Tells the applicant once all that is missing (补正告知).", gql.InputObjectConfigFieldMap{
			"notice": field(required(gql.String), "Number of the notice (文书号)."), "items": field(listOf(gql.String), "Codes of the missing documents (所缺材料)."),
		}, func(in input) (casefile.Command, error) {
			return casefile.RequestCorrection{Notice: in.text("notice"), Items: in.texts("items")}, nil
		}},
		{"receiveCorrection", "ReceiveCorrectionInput", "Records that the missing documents came in (补正收到).", gql.InputObjectConfigFieldMap{
			"notice": field(required(gql.String), "Number of the notice (文书号)."),
		}, func(in input) (casefile.Command, error) {
			return casefile.ReceiveCorrection{Notice: in.text("notice")}, nil
		}},
	}
}

func (t *types) clockCommands() []command {
	return []command{
		{"suspendClock", "SuspendClockInput", "Stops the clock (中止计时).", gql.InputObjectConfigFieldMap{
			"reason": field(required(gql.String), "Reason class (原因)."), "basis": field(gql.String, "Legal basis (法律依据)."), "notice": field(gql.String, "Number of the notice (文书号)."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Suspend{Reason: in.text("reason"), Basis: in.text("basis"), Notice: in.text("notice")}, nil
		}},
		{"resumeClock", "ResumeClockInput", "Lets the clock run again (恢复计时).", gql.InputObjectConfigFieldMap{},
			func(input) (casefile.Command, error) { return casefile.Resume{}, nil }},
		{"extendLimit", "ExtendLimitInput", "Prolongs the limit (延期).", gql.InputObjectConfigFieldMap{
			"days": field(required(t.integer), "Working days (延长工作日)."), "notice": field(required(gql.String), "Number of the notice (文书号)."), "approver": field(required(gql.String), "Approving post (批准岗位)."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Extend{Days: in.number("days"), Notice: in.text("notice"), Approver: in.text("approver")}, nil
		}},
	}
}

func (t *types) closingCommands() []command {
	return []command{
		{"decideCase", "DecideCaseInput", "Records the organ's decision (作出决定).", gql.InputObjectConfigFieldMap{
			"outcome": field(required(t.outcome), "The decision (决定)."), "document": field(gql.String, "Number of the document (文书号)."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Determine{Outcome: one[casefile.Outcome](in, "outcome"), Document: in.text("document")}, nil
		}},
		{"closeCase", "CloseCaseInput", "Ends the work on the case (办结).", gql.InputObjectConfigFieldMap{
			"outcome": field(t.outcome, "How (办理结果); default the decision's."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Close{Outcome: one[casefile.Outcome](in, "outcome")}, nil
		}},
		{"returnCase", "ReturnCaseInput", "Sends the case back without a decision (退回).", gql.InputObjectConfigFieldMap{
			"basis": field(required(gql.String), "Legal basis (法律依据)."), "reason": field(required(gql.String), "Reason class (原因)."), "remedy": field(gql.String, "Where the applicant can turn (救济途径)."),
		}, func(in input) (casefile.Command, error) {
			return casefile.Return{Basis: in.text("basis"), Reason: in.text("reason"), Remedy: in.text("remedy")}, nil
		}},
		{"withdrawCase", "WithdrawCaseInput", "Records that the applicant took the application back (撤回).", gql.InputObjectConfigFieldMap{
			"reason": field(gql.String, "Reason class (原因), never free text."),
		}, func(in input) (casefile.Command, error) { return casefile.Withdraw{Reason: in.text("reason")}, nil }},
		{"deliverResult", "DeliverResultInput", "Records that the result reached the applicant (送达).", gql.InputObjectConfigFieldMap{
			"means": field(required(gql.String), "How (送达方式): counter, post, agent, electronic."),
		}, func(in input) (casefile.Command, error) { return casefile.Deliver{Means: in.text("means")}, nil }},
		{"chargeFee", "ChargeFeeInput", "Records a fee (收费).", gql.InputObjectConfigFieldMap{
			"amount": field(required(t.decimal), "Amount (金额), up to six decimals."), "currency": field(required(gql.String), "ISO 4217 (币种)."), "standard": field(gql.String, "Fee standard (收费标准)."),
		}, func(in input) (casefile.Command, error) {
			amount, err := casefile.ParseAmount(in.text("amount"))
			if err != nil {
				return nil, exec.BadField("amount", err.Error())
			}
			return casefile.ChargeFee{Amount: amount, Currency: in.text("currency"), Standard: in.text("standard")}, nil
		}},
	}
}
