package access_test

import (
	"encoding/json"
	"strings"
	"testing"

	"caseledger/graphql/access"
)

func TestRolesByName(t *testing.T) {
	for _, c := range []struct {
		names  string
		roles  access.Roles // Public: refused
		string string
	}{
		{"clerk", access.Clerk, "clerk"},
		{"record", access.Clerk, "clerk"},
		{"reveal", access.Auditor, "auditor"},
		{"record clerk", access.Clerk, "clerk"},
		{"supervisor", access.Supervisor, "supervisor"},
		{"clerk supervisor", access.Supervisor, "supervisor"},
		{"operator analyst auditor", access.Auditor | access.Analyst | access.Operator, "auditor+analyst+operator"},
		{names: ""},
		{names: "public"},
		{names: "Clerk"},
		{names: "clerk boss"},
		{names: "clerk,analyst"},
		{names: "clerk auditor"},
		{names: "record reveal"},
		{names: "supervisor reveal"},
	} {
		r, err := access.Parse(strings.Fields(c.names)...)
		if c.roles == access.Public {
			if err == nil {
				t.Errorf("%q is taken as %s", c.names, r)
			}
			continue
		}
		if err != nil || r != c.roles || r.String() != c.string {
			t.Errorf("%q: %s, %v", c.names, r, err)
		}
		again, b := access.Public, []byte(nil)
		if b, err = json.Marshal(r); err == nil {
			err = json.Unmarshal(b, &again)
		}
		if again != r || err != nil {
			t.Errorf("%s is read again as %s from %s, %v", r, again, b, err)
		}
	}
}

// TestWhoMayWhat is the order of the roles: a supervisor may what a clerk may,
// and nobody else what another may.
func TestWhoMayWhat(t *testing.T) {
	all := []access.Roles{access.Clerk, access.Supervisor, access.Auditor, access.Analyst, access.Operator}
	for _, who := range all {
		for _, what := range all {
			if want := who == what || who == access.Supervisor && what == access.Clerk; who.May(what) != want {
				t.Errorf("%s may what %s may: %v", who, what, !want)
			}
		}
		if access.Public.May(who) || !who.May(access.Public) {
			t.Errorf("%s and the public", who)
		}
	}
}
