package casefile

// empowered says whether the acting post may decide by a delegation (首席代表):
// it holds on the day of the decision, is the post's, and covers the item. A
// decision that names none is the organ's own.
func (c *Case) empowered(a *Ask, number string) error {
	if number == "" {
		return nil
	}
	d, on := a.Delegations[number], c.on(a.Occurred)
	switch {
	case d.Delegation != number:
		return refuse(RuleDelegation, "no delegation %s was granted", number)
	case !d.On(on):
		return refuse(RuleDelegation, "delegation %s does not hold on %s", number, on)
	case d.Post != a.Post:
		return refuse(RuleDelegation, "delegation %s is that of %s; another post cannot decide by it", number, d.Post)
	case !d.Covers(c.Item):
		return refuse(RuleDelegation, "delegation %s does not cover the item %s", number, c.Item)
	}
	return nil
}
