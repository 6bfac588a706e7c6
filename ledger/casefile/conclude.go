package casefile

import (
	"slices"
)

func outcomes() []Outcome { return []Outcome{Granted, Refused, Completed, Cancelled} }

func determine(c *Case, cmd Determine) (Event, error) {
	if !slices.Contains(outcomes(), cmd.Outcome) {
		return nil, invalid("outcome", string(cmd.Outcome), "want granted, refused, completed or cancelled")
	}
	if err := fit(text{"document", cmd.Document}); err != nil {
		return nil, err
	}
	if !c.DecidedAt.IsZero() {
		return nil, refuse(RuleDecision, "the case was decided on %s: %s", c.on(c.DecidedAt), c.Outcome)
	}
	if err := c.notOnTheWay(); err != nil {
		return nil, err
	}
	if notice, ok := c.missing(); ok && cmd.Outcome == Granted {
		return nil, refuse(RuleMissing, "the documents of notice %s have not come in", notice)
	}
	return Decided(cmd), nil
}

func closed(c *Case, cmd Close) (Event, error) {
	decided := !c.DecidedAt.IsZero()
	if cmd.Outcome == "" {
		cmd.Outcome = Completed
		if decided {
			cmd.Outcome = c.Outcome
		}
	}
	if !slices.Contains(outcomes(), cmd.Outcome) {
		return nil, invalid("outcome", string(cmd.Outcome), "want granted, refused, completed or cancelled")
	}
	if err := c.notOnTheWay(); err != nil {
		return nil, err
	}
	switch {
	case decided && cmd.Outcome != c.Outcome:
		return nil, refuse(RuleDecision, "the case was decided as %s and cannot be closed as %s", c.Outcome, cmd.Outcome)
	case !decided && (c.Routing == Joint || c.Routing == Forwarded) && cmd.Outcome != Cancelled:
		return nil, refuse(RuleDecision, "a %s case is closed after the decision of all who must act on it; record the decision first", c.Routing)
	}
	if notice, ok := c.missing(); ok && cmd.Outcome == Granted {
		return nil, refuse(RuleMissing, "the documents of notice %s have not come in", notice)
	}
	return Closed(cmd), nil
}

func returned(c *Case, cmd Return) (Event, error) {
	if err := need(text{"basis", cmd.Basis}, text{"reason", cmd.Reason}); err != nil {
		return nil, err
	}
	if err := fit(text{"remedy", cmd.Remedy}); err != nil {
		return nil, err
	}
	if !c.DecidedAt.IsZero() {
		return nil, refuse(RuleDecision, "the case was decided on %s and cannot be sent back", c.on(c.DecidedAt))
	}
	return Returned(cmd), nil
}

func withdrawn(c *Case, cmd Withdraw) (Event, error) {
	if err := fit(text{"reason", cmd.Reason}); err != nil {
		return nil, err
	}
	if !c.DecidedAt.IsZero() {
		return nil, refuse(RuleDecision, "the case was decided on %s and cannot be taken back", c.on(c.DecidedAt))
	}
	return Withdrawn(cmd), nil
}

func deliver(c *Case, cmd Deliver) (Event, error) {
	if !slices.Contains([]string{"counter", "post", "agent", "electronic"}, cmd.Means) {
		return nil, invalid("means", cmd.Means, "want counter, post, agent or electronic")
	}
	switch {
	case !c.DeliveredAt.IsZero():
		return nil, refuse(RuleDelivery, "the result was delivered on %s", c.on(c.DeliveredAt))
	case c.DecidedAt.IsZero() && c.Status == Open:
		return nil, refuse(RuleDelivery, "there is no result to deliver yet")
	}
	return Delivered(cmd), nil
}

func charge(c *Case, cmd ChargeFee) (Event, error) {
	if len(cmd.Currency) != 3 || slices.ContainsFunc([]byte(cmd.Currency), func(b byte) bool { return b < 'A' || b > 'Z' }) {
		return nil, invalid("currency", cmd.Currency, "want an ISO 4217 code such as CNY")
	}
	if err := fit(text{"standard", cmd.Standard}); err != nil {
		return nil, err
	}
	if cmd.Amount <= 0 {
		return nil, refuse(RuleFee, "a fee of %s is not a charge", cmd.Amount)
	}
	if c.Currency != "" && cmd.Currency != c.Currency {
		return nil, refuse(RuleFee, "fees of this case are charged in %s", c.Currency)
	}
	return FeeCharged(cmd), nil
}
