package runs

import "caseledger/projections/door"

// topLevel is the level of the largest blocks.
const topLevel = 2

// levels are the sizes of the dimensions' blocks. Of level l a block is radixˡ
// of the layout's. A dimension begins at level 0, so that little of the journal
// is left to read; with its names the blocks grow, since most rows of a small
// one would hold one case, and of the longer rest most entries can be skipped.
//
// levels[d][l] is the run from which on the dimension has at least that level:
// a multiple of radixˡ, 0 while it has not come to that. The run of a larger
// block has the number, and the cells, of that of the last small one in it.
type levels [rowDims][topLevel + 1]int64

// size is radix to the power of a level: how many small blocks are in one.
func size(level int) int64 { return 1 << (2 * level) }

// of is the level of a dimension's blocks after run k.
func (l *levels) of(d dim, k int64) int {
	for level := topLevel; level > 0; level-- {
		if since := l[d][level]; since > 0 && k >= since {
			return level
		}
	}
	return 0
}

// upTo is the last run of a dimension among the first k.
func (l *levels) upTo(d dim, k int64) int64 { return k - k%size(l.of(d, k)) }

// grow gives the levels that begin with run k, by how many names the
// dimensions have: at most few at level 0, and radix times as many at each
// level above. Rows of all cases stay at level 0.
func (l *levels) grow(k, few int64, names *[nameDims]uint32) (grown []dim) {
	for _, d := range [...]dim{dimOrg, dimItem, dimOfficer} {
		level := l.of(d, k)
		for next := topLevel; next > level; next-- {
			if k%size(next) == 0 && int64(names[d]) > few*size(next-1) {
				l[d][next] = k
				grown = append(grown, d)
				break
			}
		}
	}
	return grown
}

func readLevels(t door.Tx) (l levels, err error) {
	err = t.Query("SELECT dim, level, since FROM figure_levels", func(r door.Row) error {
		d, level := r.Int(0), r.Int(1)
		if d < 0 || d >= int64(rowDims) || level < 1 || level > topLevel {
			return errEntry
		}
		l[d][level] = r.Int(2)
		return nil
	})
	return l, err
}
