package plain

import "slices"

// Thing is something that registries list on a day.
type Thing struct {
	What string // see the constants
	Code string
	// Nodes are its organisation and those above it on the day, the nearest
	// first; empty behind the last.
	Nodes [1 + len(Case{}.Above)]string
	// Level is that of an item, or of the organisation.
	Level string

	Class           string // of an item
	Tags            Tags   // of an item
	Immediate       bool   // an item that is handled on the spot
	Legal, Promised int    // of an item, in working days; 0 where there is none
	Served          bool   // an organisation that has an open window or somebody on duty itself
}

// What registries list.
const (
	AnItem         = "item"
	AWindow        = "window"       // open
	AHolder        = "staff"        // one who holds a post that is no agent's
	AnAgent        = "agent"        // one who holds an agent's post
	AnOrganisation = "organisation" // open
)

// In says whether a thing stands at an organisation, or below it.
func (t *Thing) In(org string, only bool) bool {
	if only {
		return t.Nodes[0] == org
	}
	return slices.Contains(t.Nodes[:], org)
}

// BothLimits says whether a legal and a promised limit are given.
func (t *Thing) BothLimits() bool { return t.Promised > 0 && t.Legal > 0 && t.Legal <= maxLegal }

// Listed counts the things of one kind of which f holds.
func (p *Pick) Listed(what string, f func(*Thing) bool) int64 {
	return p.SumListed(what, f, func(*Thing) int64 { return 1 })
}

// SumListed adds up v over the things of one kind of which f holds.
func (p *Pick) SumListed(what string, f func(*Thing) bool, v func(*Thing) int64) (sum int64) {
	for i := range p.Things {
		if t := &p.Things[i]; t.What == what && f(t) {
			sum += v(t)
		}
	}
	return sum
}
