package disclosure

import (
	"fmt"

	"caseledger/ledger"
)

// Rule names what an [Error] rests on.
type Rule string

// The rules. The last four find personal data.
const (
	RuleEncoding  Rule = "encoding"         // not UTF-8
	RuleLength    Rule = "length"           // more bytes than may stand in public
	RuleForm      Rule = "form"             // characters that the form does not have
	RuleInvisible Rule = "invisible"        // control, direction and other characters that nobody sees
	RuleIdentity  Rule = "identity-number"  // 公民身份号码, GB 11643, or a permanent residence card's
	RuleTelephone Rule = "telephone-number" // mobile, landline or international
	RuleCard      Rule = "card-number"      // bank card, ISO/IEC 7812
	RuleMail      Rule = "e-mail-address"
)

// An Error refuses a value that may not stand in public. It holds nothing of
// the value.
type Error struct {
	Field  string // what the caller calls the value
	Rule   Rule
	Reason string // what is wrong, as the predicate of Field
	Advice string // what to do, in the imperative
}

func (e *Error) Error() string { return e.Field + ": " + e.Reason + "; " + e.Advice }

// Unwrap makes the error a [*ledger.InvalidError] to whoever tells errors apart
// by kind.
func (e *Error) Unwrap() error {
	return &ledger.InvalidError{Field: e.Field, Reason: e.Reason + "; " + e.Advice}
}

const notUTF8 = "is not UTF-8"

func encoding(field string) error {
	return &Error{field, RuleEncoding, notUTF8, "convert it to UTF-8"}
}

func tooLong(field string, have, most int) error {
	return &Error{field, RuleLength, fmt.Sprintf("has %d bytes, at most %d may stand in public", have, most),
		`shorten it, or seal it as a personal value such as "note"`}
}

func invisible(field string) error {
	return &Error{field, RuleInvisible, "holds control characters or others that nobody sees", "leave them out: it is one line of plain text"}
}

// findings says what was found, and as what it should be sealed instead.
var findings = map[Rule]struct{ reason, label string }{
	RuleIdentity:  {"holds an identity number", "applicant.idNumber"},
	RuleTelephone: {"holds a telephone number", "applicant.phone"},
	RuleCard:      {"holds a bank card number", "applicant.card"},
	RuleMail:      {"holds an e-mail address", "applicant.email"},
}

// found is the error for personal data in a field, nil for the rule "".
func found(field string, rule Rule) error {
	if rule == "" {
		return nil
	}
	f := findings[rule]
	return &Error{field, rule, f.reason + ", which would be public for ever",
		fmt.Sprintf("seal it as a personal value such as %q and leave it out here", f.label)}
}
