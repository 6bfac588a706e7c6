package casefile

import "caseledger/ledger/act"

// Transferred (转办): the holder handed the case to another unit or post.
type Transferred struct {
	FromOrg  string `json:"fromOrg,omitempty"`
	FromPost string `json:"fromPost,omitempty"`
	Reason   string `json:"reason,omitempty"` // reason class, never free text
	ToOrg    string `json:"toOrg,omitempty"`
	ToPost   string `json:"toPost,omitempty"`
}

// Transfer hands the case to another unit or post; the giver is its holder.
type Transfer = Transferred

// Stored names the schema.
func (Transferred) Stored() string { return "case.transferred/1" }

var transferred = act.Of(spec[Transferred]{
	Zh: "转办", En: "Transferred", Public: act.Published,
	Command: "transferCase", Says: "Hands the case to another unit or post (转办).", Needs: whileOpen,
	Members: func(e *Transferred, m *act.Members) {
		m.Text(&e.FromOrg, "fromOrg", "Giving unit (移交部门).", act.Derived)
		m.Text(&e.FromPost, "fromPost", "Giving post (移交岗位).", act.Derived)
		m.Code(&e.Reason, "reason", "Reason class (原因), never free text.")
		m.Text(&e.ToOrg, "toOrg", "Receiving unit (接收部门).")
		m.Text(&e.ToPost, "toPost", "Receiving post (接收岗位).")
	},
	Decide: func(c *Case, _ *Ask, e Transferred) (Transferred, error) {
		to := Holder{Org: e.ToOrg, Post: e.ToPost}
		if to == (Holder{}) {
			return e, invalid("addressee", "", "is missing; name a unit or a post")
		}
		if err := c.notOnTheWay(); err != nil {
			return e, err
		}
		if to == c.Holder {
			return e, refuse(RuleTransfer, "%s has the case already", to)
		}
		e.FromOrg, e.FromPost = c.Holder.Org, c.Holder.Post
		return e, nil
	},
	Evolve: func(c *Case, _ act.Facts, e Transferred) {
		c.Transfers++
		c.Transit = &Holder{Org: e.ToOrg, Post: e.ToPost}
	},
})

// notOnTheWay refuses while nobody holds the case.
func (c *Case) notOnTheWay() error {
	if c.Transit == nil {
		return nil
	}
	return refuse(RuleTransfer, "the case is on its way to %s, who must receive it first", *c.Transit)
}

// String names unit and post.
func (h Holder) String() string {
	if h.Org == "" || h.Post == "" {
		return h.Org + h.Post
	}
	return h.Org + " " + h.Post
}
