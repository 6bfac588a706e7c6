package casefile

import "cmp"

func perform(cmd Perform) (Event, error) {
	if err := need(text{"step", cmd.Step}); err != nil {
		return nil, err
	}
	if err := fit(text{"name", cmd.Name}, text{"org", cmd.Org}, text{"ref", cmd.Ref}); err != nil {
		return nil, err
	}
	return StepPerformed(cmd), nil
}

func transfer(c *Case, cmd Transfer) (Event, error) {
	to := Holder{Org: cmd.ToOrg, Post: cmd.ToPost}
	if to == (Holder{}) {
		return nil, invalid("addressee", "", "is missing; name a unit or a post")
	}
	if err := fit(text{"reason", cmd.Reason}, text{"unit", to.Org}, text{"post", to.Post}); err != nil {
		return nil, err
	}
	if err := c.notOnTheWay(); err != nil {
		return nil, err
	}
	if to == c.Holder {
		return nil, refuse(RuleTransfer, "%s has the case already", to)
	}
	return Transferred{FromOrg: c.Holder.Org, FromPost: c.Holder.Post, Reason: cmd.Reason, ToOrg: to.Org, ToPost: to.Post}, nil
}

func receive(c *Case, cmd Receive) (Event, error) {
	if c.Transit == nil {
		return nil, refuse(RuleTransfer, "the case is not on its way to anybody")
	}
	got := Holder{Org: cmp.Or(cmd.Org, c.Transit.Org), Post: cmp.Or(cmd.Post, c.Transit.Post)}
	if c.Transit.Org != "" && got.Org != c.Transit.Org || c.Transit.Post != "" && got.Post != c.Transit.Post {
		return nil, refuse(RuleTransfer, "the case is on its way to %s, not to %s", *c.Transit, got)
	}
	if err := fit(text{"unit", got.Org}, text{"post", got.Post}); err != nil {
		return nil, err
	}
	return Received(got), nil
}

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
