package tlog

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"

	"caseledger/ledger"
)

// A caseMap says of each case which records are of it, by their ordinals. Its root
// stands in each leaf of the log of figures, so that the holder of one case can
// check that no record of it is missing. feeds/FORMAT.md §6.5 specifies it.
type caseMap struct {
	ordinals map[string][]byte // by number: the differences, as varints
	last     map[string]uint64
}

// add notes a record; ordinals ascend.
func (m *caseMap) add(number string, ordinal uint64) {
	if m.ordinals == nil {
		m.ordinals, m.last = map[string][]byte{}, map[string]uint64{}
	}
	m.ordinals[number] = binary.AppendUvarint(m.ordinals[number], ordinal-m.last[number])
	m.last[number] = ordinal
}

// upTo are the ordinals of a case up to one.
func (m *caseMap) upTo(number string, size uint64) (out []uint64) {
	at := uint64(0)
	for b := m.ordinals[number]; len(b) > 0; {
		d, n := binary.Uvarint(b)
		if at, b = at+d, b[n:]; at > size {
			break
		}
		out = append(out, at)
	}
	return out
}

// caseLeaf is what the map holds under a number: canonical JSON, in which names
// of streams need no escapes.
func caseLeaf(number string, ordinals []uint64) []byte {
	b := append([]byte(`{"case":"`), number...)
	b = append(b, `","ordinals":[`...)
	for i, n := range ordinals {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, n, 10)
	}
	return append(b, "]}"...)
}

// placed is a leaf with its place: the SHA-256 of the number, bit by bit.
type placed struct {
	place, hash [32]byte
	number      string
}

// placed lists the leaves of the cases that have records up to one, by place.
func (m *caseMap) placed(size uint64) []placed {
	out := make([]placed, 0, len(m.ordinals))
	for number := range m.ordinals {
		if list := m.upTo(number, size); len(list) > 0 {
			out = append(out, placed{sha256.Sum256([]byte(number)), hashLeaf(caseLeaf(number, list)), number})
		}
	}
	slices.SortFunc(out, func(a, b placed) int { return slices.Compare(a.place[:], b.place[:]) })
	return out
}

// head is the root as of a record, with the number of cases.
func (m *caseMap) head(size uint64) treeHead {
	list := m.placed(size)
	return treeHead{mapRoot(list, 0), uint64(len(list))}
}

// mapRoot is the root of leaves that share so many bits.
func mapRoot(list []placed, depth int) ledger.Hash {
	switch len(list) {
	case 0:
		return emptyRoot
	case 1:
		return list[0].hash
	}
	i := split(list, depth)
	left, right := mapRoot(list[:i], depth+1), mapRoot(list[i:], depth+1)
	return ledger.Hash(sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...)))
}

// split is where the leaves begin whose bit is 1.
func split(list []placed, depth int) int {
	i, _ := slices.BinarySearchFunc(list, byte(1), func(p placed, one byte) int {
		return int(p.place[depth/8]>>(7-depth%8)&1) - int(one)
	})
	return i
}

// beside are the hashes beside the way to a number, from the leaf up.
func beside(list []placed, number string) (out []ledger.Hash) {
	place := sha256.Sum256([]byte(number))
	for depth := 0; len(list) > 1; depth++ {
		i := split(list, depth)
		here, there := list[:i], list[i:]
		if place[depth/8]>>(7-depth%8)&1 == 1 {
			here, there = there, here
		}
		out, list = append(out, mapRoot(there, depth+1)), here
	}
	slices.Reverse(out)
	return out
}
