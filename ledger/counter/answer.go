package counter

import (
	"errors"
	"regexp"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/receipt"
	"caseledger/ledger/vault"
)

// An Answer says what came of a request.
type Answer struct {
	Number  string          // of the case, as the input names it; none of a registry
	Records []ledger.Record // of the command, also where it was sent before
	// Repeated: it had been carried out before, or a registry says so already;
	// nothing was added.
	Repeated bool
	// Receipt is the code of the receipt that was issued, also where the command was
	// sent before; its zero value is none.
	Receipt receipt.Code
	// Warnings say what may be wrong and was recorded all the same: what rests on
	// inference alone refuses nothing.
	Warnings []string
	// Errors say why nothing was recorded; there are none if it was.
	Errors []UserError
}

// Position is that of the last record of the command, zero if there is none.
func (a *Answer) Position() ledger.Position {
	if n := len(a.Records); n > 0 {
		return a.Records[n-1].Position
	}
	return 0
}

// Revision is that of the case or the registry after the command, [ledger.NoStream] if nothing
// was recorded.
func (a *Answer) Revision() ledger.Revision {
	if n := len(a.Records); n > 0 {
		return a.Records[n-1].Revision
	}
	return ledger.NoStream
}

// A UserError is an answer of the rules to a command: the sender can do
// something about it.
type UserError struct {
	Code    Code
	Rule    string // that refused: a statute or a form; empty where none did
	Message string // what is wrong, and what would be allowed
	Field   []string
}

// Code is the kind of a [UserError].
type Code string

// Codes.
const (
	Refused  Code = "REFUSED"  // 规则不允许: a rule does not allow it
	Conflict Code = "CONFLICT" // 版本冲突: the case is not at the expected revision
	Invalid  Code = "INVALID"  // 输入有误: a value cannot be taken as it is
)

// Explain is the user error that an error is to whoever asked for the action,
// nil for a fault. The action is nil where it is not known.
func Explain(a *act.Action, err error) []UserError {
	var (
		refusal  *act.Refusal
		conflict *ledger.ConflictError
		twice    *ledger.DuplicateError
		large    *ledger.TooLargeError
		invalid  *ledger.InvalidError
	)
	switch {
	case errors.As(err, &refusal):
		return []UserError{{Code: Refused, Rule: refusal.Rule, Message: refusal.Reason}}
	case errors.As(err, &conflict):
		return []UserError{{Code: Conflict, Message: conflict.Error(), Field: []string{"input", "expectedRevision"}}}
	case errors.As(err, &twice):
		return []UserError{{Code: Invalid, Message: twice.Error(), Field: []string{"input", "idempotencyKey"}}}
	case errors.As(err, &large):
		return []UserError{{Code: Invalid, Message: large.Error(), Field: []string{"input"}}}
	case errors.Is(err, vault.ErrErased):
		return []UserError{{Code: Invalid, Message: vault.ErrErased.Error(), Field: []string{"input", Sealed}}}
	case errors.As(err, &invalid):
		return []UserError{{Code: Invalid, Message: invalid.Error(), Field: path(a, invalid.Field)}}
	}
	return nil
}

// renamed are the names of inputs that the ledger calls otherwise.
var renamed = map[string]string{"addressee": "toOrg", "case number": "number", "occurred time": "occurredAt", "time zone": "zone"}

// steps finds the parts of a name such as "days[3].name".
var steps = regexp.MustCompile(`[^.\[\]]+`)

// path is where in an input stands what an error calls field, as far as it has
// a place of its own.
func path(a *act.Action, field string) []string {
	if name := renamed[field]; name != "" {
		return []string{"input", name}
	}
	if strings.HasPrefix(field, "sealed value ") {
		return []string{"input", Sealed}
	}
	first := steps.FindString(field)
	if first == Sealed || first == Corrects || input(Envelope, first) != nil || a != nil && input(a.Members, first) != nil {
		return append([]string{"input"}, steps.FindAllString(field, -1)...)
	}
	return []string{"input"}
}
