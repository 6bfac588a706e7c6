package runs

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"

	"caseledger/projections/door"
)

// Slips are a block's cells once more, by item, officer and place together.
// They answer what rows of one dimension cannot: populations of an item at one
// unit, say. A slip is a sequence of months, each with its rows of days: the
// month, the length of the row in bytes, the row.

// slipBlocks is how many blocks slips are written for together.
const slipBlocks = 16

var slipSheet = &door.Sheet{Table: "figure_slips", Columns: []string{"item", "officer", "place", "run", "cells"}}

// post is a population without its mix.
func (p *population) post() population {
	return population{place: p.place, item: p.item, officer: p.officer}
}

// writeSlips writes the cells of the last slipBlocks blocks.
func writeSlips(t door.Tx, run int64, entries []entry) error {
	slips := map[population]*gathering{}
	for i := range entries {
		e := &entries[i]
		g := slips[e.post()]
		if g == nil {
			g = new(gathering)
			slips[e.post()] = g
		}
		for j := range e.cells {
			g.add(&e.cells[j], 0, e.mix)
		}
	}
	keys := slices.SortedFunc(maps.Keys(slips), func(a, b population) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.officer, b.officer), cmp.Compare(a.place, b.place))
	})
	return t.Put(slipSheet, len(keys), func(i int, p door.Params) {
		p.Int(int64(keys[i].item))
		p.Int(int64(keys[i].officer))
		p.Int(int64(keys[i].place))
		p.Int(run)
		p.Blob(appendSlip(nil, slips[keys[i]].sorted()))
	})
}

func appendSlip(b []byte, rows []newRow) []byte {
	for _, row := range rows {
		stored := appendRow(nil, row.cells)
		b = binary.AppendVarint(b, int64(row.period))
		b = binary.AppendUvarint(b, uint64(len(stored)))
		b = append(b, stored...)
	}
	return b
}

// eachMonth calls f for every month of a slip with its row of days.
func eachMonth(b []byte, f func(month int32, stored []byte) error) error {
	for len(b) > 0 {
		month, n := binary.Varint(b)
		if n <= 0 {
			return errRow
		}
		size, m := binary.Uvarint(b[n:])
		if m <= 0 || size > uint64(len(b)-n-m) {
			return errRow
		}
		b = b[n+m:]
		if err := f(int32(month), b[:size]); err != nil {
			return err
		}
		b = b[size:]
	}
	return nil
}

// slips reads the cells by item, officer and place together. The cost grows
// with the number of the population's cases.
func (r *reader) slips(s *scan) error {
	adders := map[int32]func(uint32, []byte) error{} // nil for months that are not wanted
	var groups []uint32
	known := r.knownSlips()
	return r.posts(&s.selection, func(p population) error {
		if !s.byMix() {
			groups = s.groups(groups, &p)
		} else {
			groups = append(groups[:0], 0)
		}
		return r.t.Query("SELECT cells FROM figure_slips WHERE item = ?1 AND officer = ?2 AND place = ?3 AND run <= ?4", func(row door.Row) error {
			return eachMonth(row.Bytes(0), func(month int32, stored []byte) error {
				add, known := adders[month]
				if !known {
					if f, ok := s.fetch(grainDays, month, s.use, s.days); ok || s.ever {
						add = s.adder(f, true)
					}
					adders[month] = add
				}
				if add == nil {
					return nil
				}
				for _, g := range groups {
					if err := add(g, stored); err != nil {
						return err
					}
				}
				return nil
			})
		}, int64(p.item), int64(p.officer), int64(p.place), known)
	})
}
