package exec

import (
	"net/http"

	"caseledger/graphql/access"
)

// challenge is what a request without a token needs for a mutation (RFC 6750
// §3).
const challenge = `Bearer realm="caseledger", scope="record"`

const howToRecord = `recording needs a token with the scope "record"; send it as the header "Authorization: Bearer …", ` +
	`over a WebSocket in the payload of connection_init as {"Authorization": "Bearer …"}; ` +
	`the operator makes one with "caseledger token create --scope record --post POST --label TEXT"`

// needsToken is what an audience without mutations is told when it sends one;
// nil for those who have them.
func needsToken(who access.Audience) *RequestError {
	switch who {
	case access.Staff:
		return nil
	case access.Public:
		return &RequestError{code: codeUnknown, status: http.StatusUnauthorized, message: howToRecord}
	}
	return &RequestError{code: CodeForbidden, status: http.StatusForbidden, message: "this token does not have the scope for it: " + howToRecord}
}
