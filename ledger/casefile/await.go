package casefile

// awaited are those that a decision waits for, each with the deviation of one
// that did not.
var awaited = [...]struct {
	deviation Deviation
	await     func(c *Case) error
}{
	{BeforeParts, (*Case).awaitParts},
	{BeforeSuperior, (*Case).awaitSuperior},
	{WithoutGrant, (*Case).awaitGrant},
}

// ready refuses to decide or close a case while others have not acted that its
// kind needs. A case may be cancelled at any time.
func (c *Case) ready(o Outcome) error {
	for _, x := range awaited {
		if err := x.await(c); err != nil && o != Cancelled {
			return err
		}
	}
	if s := c.superior(); s != nil && o != s.Outcome && o != Cancelled {
		return refuse(RuleForward, "the superior organ decided it as %s on %s", s.Outcome, c.on(s.Until))
	}
	return c.undefaulted(o)
}

// hasten notes what a case was decided or closed without.
func (c *Case) hasten(o Outcome) {
	for _, x := range awaited {
		if o != Cancelled && x.await(c) != nil {
			c.deviate(x.deviation)
		}
	}
}

// awaitParts keeps 行政许可法 art. 26: where several units handle a case jointly,
// one answers for it, and not before the others have said what they say.
func (c *Case) awaitParts() error {
	parts := c.proceedings().Parts
	for i := range parts {
		if p := &parts[i]; p.open() {
			return refuse(RuleJoint, "the part %s of %s is open since %s; the lead waits for every part", p.Name, p.Org, c.on(p.Assigned))
		}
	}
	return nil
}

// awaitSuperior keeps 行政许可法 art. 35: the superior organ decides, and its
// decision is the case's.
func (c *Case) awaitSuperior() error {
	if f := c.withSuperior(); f != nil {
		return refuse(RuleForward, "the case is with %s since %s; record its decision first", f.Organ, c.on(f.From))
	}
	if c.Routing == Forwarded && c.superior() == nil {
		return refuse(RuleForward, "a superior organ decides this case; forward it and record the decision first")
	}
	return nil
}

// awaitGrant keeps 特办 an exception that somebody granted for a reason.
func (c *Case) awaitGrant() error {
	if c.Handling == Special && c.proceedings().Grant == nil {
		return refuse(RuleSpecial, "special handling of this case was granted by nobody yet; record who granted it and why first")
	}
	return nil
}
