package access

import (
	"fmt"
	"net/http"
)

// Reason is why a token is not taken.
type Reason int

// The reasons.
const (
	BadToken    Reason = iota // it is none of ours, expired, revoked or changed
	NotEntitled               // it is genuine, and its holder has no right here
	Unreachable               // its issuer cannot be asked at this moment
)

// Denial is a token that was not taken. Its text may be shown to the client:
// it holds nothing of the token.
type Denial struct {
	Reason Reason
	Text   string
}

func (d *Denial) Error() string { return d.Text }

// Status is the HTTP status of the answer.
func (d *Denial) Status() int {
	switch d.Reason {
	case NotEntitled:
		return http.StatusForbidden
	case Unreachable:
		return http.StatusServiceUnavailable
	}
	return http.StatusUnauthorized
}

// Challenge is the value of the header WWW-Authenticate (RFC 6750 §3); empty
// where another token would not help.
func (d *Denial) Challenge() string {
	switch d.Reason {
	case NotEntitled:
		return fmt.Sprintf(`Bearer realm="caseledger", error="insufficient_scope", error_description=%+q`, d.Text)
	case Unreachable:
		return ""
	}
	return fmt.Sprintf(`Bearer realm="caseledger", error="invalid_token", error_description=%+q`, d.Text)
}

func deny(r Reason, format string, args ...any) *Denial {
	return &Denial{r, fmt.Sprintf(format, args...)}
}
