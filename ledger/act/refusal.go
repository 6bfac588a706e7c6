package act

import "fmt"

// A Refusal is a rule's answer to a command that it does not allow. It is an
// answer, not a fault: the sender can do something about it.
type Refusal struct {
	// Rule names the statute or form. It is stable.
	Rule string
	// Reason says in words why, and what would be allowed.
	Reason string
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused by %s: %s", r.Rule, r.Reason) }

// Refuse is a [*Refusal].
func Refuse(rule, format string, args ...any) error {
	return &Refusal{Rule: rule, Reason: fmt.Sprintf(format, args...)}
}
