package runs

import (
	"fmt"
	"slices"
	"strings"

	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// A population is where a case counts, in numbers; 0 is no number.
type population struct{ place, item, officer, mix uint32 }

// facets are the dimensions that have few values, in the order of the columns
// of figure_mixes.
var facets = [...]dim{dimKind, dimChannel, dimHandling, dimRouting, dimIntake, dimLevel, dimClass, dimTags}

// A mix is a combination of facets, in numbers of names. Where it occurs it has
// a number: a further facet is a further column, and costs the rows nothing.
type mix [len(facets)]uint32

// of is the name of a facet.
func (m *mix) of(d dim) uint32 { return m[slices.Index(facets[:], d)] }

// named is where a case counts, in names; of two that are equal it is the same.
type named struct {
	org, item, officer string
	above              [len(figures.Case{}.Above)]string
	facets             [len(facets)]string
}

func namesOf(c *figures.Case) named {
	return named{c.Org, c.Item, c.Officer, c.Above, [...]string{
		string(c.Kind), c.Channel, string(c.Handling), string(c.Routing), string(c.Intake), c.Level, c.Class, string(c.Tags)}}
}

// A place is a unit and the nodes above it as of acceptance, the nearest first,
// in numbers of dimOrg; 0 behind the last. A case counts in each of them.
type place [1 + len(figures.Case{}.Above)]uint32

// nodes lists the numbers of a place.
func (p *place) nodes() []uint32 {
	for i, n := range p {
		if n == 0 {
			return p[:i]
		}
	}
	return p[:]
}

const (
	mixBits = 24
	maxMix  = below - 1
	// below is set with the mix of a cell that a node has from a unit below it;
	// so a node's own cases can be told apart, and rows of units pay nothing.
	below = 1 << (mixBits - 1)
)

type nameKey struct {
	dim  dim
	name string
}

// numbers are the numbers of names, mixes and places, each from 1 on in order
// of first appearance, and those that are not stored yet.
type numbers struct {
	names  map[nameKey]uint32
	counts [nameDims]uint32               // names of each dimension
	mixed  map[[len(facets)]string]uint32 // mixes by names; what was asked for since the start
	mixes  map[mix]uint32
	places map[place]uint32
	placed []place // by number, from 0 on; the first is no place

	newNames  []namedRow
	newMixes  []mix
	newPlaces []uint32
}

type namedRow struct {
	nameKey
	id uint32
}

func newNumbers() *numbers {
	return &numbers{names: map[nameKey]uint32{}, mixes: map[mix]uint32{}, mixed: map[[len(facets)]string]uint32{}, places: map[place]uint32{}, placed: make([]place, 1)}
}

// total is how many numbers there are; the state says how many are stored.
func (n *numbers) total() int64 { return int64(len(n.names) + len(n.mixes) + len(n.places)) }

func (n *numbers) name(d dim, name string) uint32 {
	k := nameKey{d, name}
	id, ok := n.names[k]
	if !ok {
		n.counts[d]++
		id = n.counts[d]
		n.names[k] = id
		n.newNames = append(n.newNames, namedRow{k, id})
	}
	return id
}

// population is where a case counts that has these names.
func (n *numbers) population(c *named) (p population, err error) {
	at, next := place{n.name(dimOrg, c.org)}, 1
	for _, above := range c.above {
		if above == "" {
			break
		}
		if id := n.name(dimOrg, above); !slices.Contains(at[:next], id) { // a case counts once in a node
			at[next] = id
			next++
		}
	}
	p = population{item: n.name(dimItem, c.item), officer: n.name(dimOfficer, c.officer)}
	p.place = n.places[at]
	if p.place == 0 {
		p.place = uint32(len(n.placed))
		n.places[at] = p.place
		n.placed = append(n.placed, at)
		n.newPlaces = append(n.newPlaces, p.place)
	}
	p.mix, err = n.mix(&c.facets)
	return p, err
}

// mix is the number of a mix.
func (n *numbers) mix(names *[len(facets)]string) (uint32, error) {
	if id := n.mixed[*names]; id != 0 {
		return id, nil
	}
	var m mix
	for i, d := range facets {
		m[i] = n.name(d, names[i])
	}
	id := n.mixes[m]
	if id == 0 {
		if len(n.mixes) == maxMix {
			return 0, fmt.Errorf("more than %d combinations of kind, channel and the other dimensions of few values; map the source's channels to fewer values", maxMix)
		}
		id = uint32(len(n.mixes)) + 1
		n.mixes[m] = id
		n.newMixes = append(n.newMixes, m)
	}
	n.mixed[*names] = id
	return id, nil
}

var (
	nameSheet  = &door.Sheet{Table: "figure_names", Columns: []string{"dim", "id", "name"}}
	mixSheet   = &door.Sheet{Table: "figure_mixes", Columns: []string{"id", "kind", "channel", "handling", "routing", "intake", "level", "class", "tags"}}
	placeSheet = &door.Sheet{Table: "figure_places", Columns: []string{"node", "place", "above"}}
)

// put stores what is new.
func (n *numbers) put(t door.Tx) error {
	err := t.Put(nameSheet, len(n.newNames), func(i int, p door.Params) {
		p.Int(int64(n.newNames[i].dim))
		p.Int(int64(n.newNames[i].id))
		p.Text(n.newNames[i].name)
	})
	if err != nil {
		return err
	}
	known := len(n.mixes) - len(n.newMixes)
	err = t.Put(mixSheet, len(n.newMixes), func(i int, p door.Params) {
		p.Int(int64(known + i + 1))
		for _, name := range n.newMixes[i] {
			p.Int(int64(name))
		}
	})
	if err != nil {
		return err
	}
	type node struct {
		place, node uint32
		above       int
	}
	var nodes []node
	for _, id := range n.newPlaces {
		for above, x := range n.placed[id].nodes() {
			nodes = append(nodes, node{id, x, above})
		}
	}
	err = t.Put(placeSheet, len(nodes), func(i int, p door.Params) {
		p.Int(int64(nodes[i].node))
		p.Int(int64(nodes[i].place))
		p.Int(int64(nodes[i].above))
	})
	n.newNames, n.newMixes, n.newPlaces = nil, nil, nil
	return err
}

func loadNumbers(t door.Tx) (*numbers, error) {
	n := newNumbers()
	err := t.Query("SELECT dim, id, name FROM figure_names", func(r door.Row) error {
		k := nameKey{dim(r.Int(0)), r.Text(2)}
		n.names[k] = uint32(r.Int(1))
		n.counts[k.dim]++
		return nil
	})
	if err != nil {
		return nil, err
	}
	mixes, err := loadMixes(t)
	if err != nil {
		return nil, err
	}
	for i, m := range mixes[1:] {
		n.mixes[m] = uint32(i) + 1
	}
	if n.placed, err = loadPlaces(t); err != nil {
		return nil, err
	}
	for i, p := range n.placed[1:] {
		n.places[p] = uint32(i) + 1
	}
	return n, nil
}

// loadMixes gives the mixes by number; the first is none.
func loadMixes(t door.Tx) ([]mix, error) {
	list := make([]mix, 1)
	err := t.Query("SELECT "+strings.Join(mixSheet.Columns, ", ")+" FROM figure_mixes ORDER BY id", func(r door.Row) error {
		if r.Int(0) != int64(len(list)) {
			return errEntry
		}
		var m mix
		for i := range m {
			m[i] = uint32(r.Int(1 + i))
		}
		list = append(list, m)
		return nil
	})
	return list, err
}

// loadPlaces gives the places by number; the first is none.
func loadPlaces(t door.Tx) ([]place, error) {
	list := make([]place, 1)
	err := t.Query("SELECT place, above, node FROM figure_places ORDER BY place, above", func(r door.Row) error {
		if id := r.Int(0); id == int64(len(list)) {
			list = append(list, place{})
		} else if id != int64(len(list))-1 {
			return errEntry
		}
		return addNode(list, r)
	})
	return list, err
}

// loadPlacesNear gives the places at and below a node, and all others of the
// nodes below it, by number; those between are none.
func loadPlacesNear(t door.Tx, node uint32) ([]place, error) {
	var list []place
	err := t.Query(`WITH below AS (SELECT DISTINCT a.node FROM figure_places n JOIN figure_places a ON a.place = n.place AND a.above < n.above WHERE n.node = ?1),
		near AS (SELECT place FROM figure_places WHERE node = ?1 UNION SELECT p.place FROM below JOIN figure_places p ON p.node = below.node)
		SELECT p.place, p.above, p.node FROM near JOIN figure_places p ON p.place = near.place`, func(r door.Row) error {
		if n := int(r.Int(0)) + 1 - len(list); n > 0 {
			list = append(list, make([]place, n)...)
		}
		return addNode(list, r)
	}, int64(node))
	return list, err
}

// addNode puts a row of figure_places into its place.
func addNode(list []place, r door.Row) error {
	above := r.Int(1)
	if above < 0 || above >= int64(len(place{})) {
		return errEntry
	}
	list[r.Int(0)][above] = uint32(r.Int(2))
	return nil
}
