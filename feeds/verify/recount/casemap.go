package recount

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
)

// leaf is a case in the map of cases (feeds/FORMAT.md §6.5).
type leaf struct{ place, hash [32]byte }

// Cases gives the root of the map of cases as of the last record, and their
// number.
func (l *Ledger) Cases() (root [32]byte, n int) {
	list := make([]*leaf, 0, len(l.cases))
	for number, d := range l.cases {
		if d.leaf == nil {
			d.leaf = &leaf{sha256.Sum256([]byte(number)), sha256.Sum256(append([]byte{0}, CaseLeaf(number, ordinalsOf(d.ordinals))...))}
		}
		list = append(list, d.leaf)
	}
	slices.SortFunc(list, func(a, b *leaf) int { return bytes.Compare(a.place[:], b.place[:]) })
	return mapRoot(list, 0), len(list)
}

// CaseLeaf is what the map holds under a number.
func CaseLeaf(number string, ordinals []uint64) []byte {
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

func ordinalsOf(b []byte) (out []uint64) {
	for at := uint64(0); len(b) > 0; {
		d, n := binary.Uvarint(b)
		at, b = at+d, b[n:]
		out = append(out, at)
	}
	return out
}

// mapRoot is the root of leaves whose places share so many bits.
func mapRoot(list []*leaf, depth int) [32]byte {
	switch len(list) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return list[0].hash
	}
	i := 0
	for j := len(list); i < j; { // the first whose next bit is 1
		if h := (i + j) / 2; list[h].place[depth/8]>>(7-depth%8)&1 == 1 {
			j = h
		} else {
			i = h + 1
		}
	}
	left, right := mapRoot(list[:i], depth+1), mapRoot(list[i:], depth+1)
	var b [65]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[33:], right[:])
	return sha256.Sum256(b[:])
}
