package casefile

import (
	"cmp"

	"caseledger/ledger/act"
)

// Received (转办接收): the receiving unit took the transferred case.
type Received struct {
	Org  string `json:"org,omitempty"`
	Post string `json:"post,omitempty"`
}

// Receive takes a transferred case. Empty fields take the addressee's.
type Receive = Received

// Stored names the schema.
func (Received) Stored() string { return "case.received/1" }

var received = act.Of(spec[Received]{
	Zh: "转办接收", En: "Received after transfer", Public: act.Published,
	Command: "receiveCase", Says: "Takes a transferred case (转办接收).", Needs: whileOpen,
	Members: func(e *Received, m *act.Members) {
		m.Text(&e.Org, "org", "Unit that takes it (接收部门); default the addressee.")
		m.Text(&e.Post, "post", "Post that takes it (接收岗位); default the addressee.").As("byPost")
	},
	Decide: func(c *Case, _ *Ask, e Received) (Received, error) {
		if c.Transit == nil {
			return e, refuse(RuleTransfer, "the case is not on its way to anybody")
		}
		got := Holder{Org: cmp.Or(e.Org, c.Transit.Org), Post: cmp.Or(e.Post, c.Transit.Post)}
		if c.Transit.Org != "" && got.Org != c.Transit.Org || c.Transit.Post != "" && got.Post != c.Transit.Post {
			return e, refuse(RuleTransfer, "the case is on its way to %s, not to %s", *c.Transit, got)
		}
		return Received(got), nil
	},
	Evolve: func(c *Case, _ act.Facts, e Received) { c.Holder, c.Transit = Holder(e), nil },
})
