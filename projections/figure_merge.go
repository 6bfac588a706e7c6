package projections

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"

	"caseledger/projections/door"
)

// rowBatch is how many rows are read or written at a time, so that memory does
// not grow with the ledger.
const rowBatch = 512

// storedRow is one row of a run within a dimension and a grain.
type storedRow struct {
	period int32
	id     uint32
	cells  []byte
}

func compareRows(a, b storedRow) int {
	return cmp.Or(cmp.Compare(a.period, b.period), cmp.Compare(a.id, b.id))
}

// rowReader gives the rows of one dimension and grain of a run, in order.
type rowReader struct {
	t     door.Tx
	run   int64
	dim   dim
	grain int64
	page  []storedRow
	after storedRow // last row of the page
	ended bool
}

// peek is the next row; nil at the end.
func (r *rowReader) peek() (*storedRow, error) {
	if len(r.page) == 0 && !r.ended {
		if err := r.fill(); err != nil {
			return nil, err
		}
	}
	if len(r.page) == 0 {
		return nil, nil
	}
	return &r.page[0], nil
}

func (r *rowReader) fill() error {
	err := r.t.Query(`SELECT period, id, cells FROM figure_runs WHERE run = ?1 AND dim = ?2 AND grain = ?3 AND (period, id) > (?4, ?5)
		ORDER BY period, id LIMIT ?6`, func(row door.Row) error {
		r.page = append(r.page, storedRow{int32(row.Int(0)), uint32(row.Int(1)), row.Bytes(2)})
		return nil
	}, r.run, int64(r.dim), r.grain, int64(r.after.period), int64(r.after.id), int64(rowBatch))
	if n := len(r.page); n > 0 {
		r.after = r.page[n-1]
	}
	r.ended = len(r.page) < rowBatch
	return err
}

// mergeRun writes a dimension and grain of run k: the rows of the sources, and
// new ones.
func mergeRun(t door.Tx, k int64, sources []int64, d dim, grain int64, added []newRow) error {
	readers := make([]*rowReader, len(sources))
	for i, s := range sources {
		readers[i] = &rowReader{t: t, run: s, dim: d, grain: grain, after: storedRow{period: -1 << 31}}
	}
	var out []storedRow
	flush := func() error {
		err := t.Put(runSheet, len(out), func(i int, p door.Params) {
			p.Int(k)
			p.Int(int64(d))
			p.Int(grain)
			p.Int(int64(out[i].period))
			p.Int(int64(out[i].id))
			p.Blob(out[i].cells)
		})
		out = out[:0]
		return err
	}
	for {
		row, more, err := nextRow(readers, &added)
		if err != nil {
			return err
		}
		if len(row.cells) > 0 {
			out = append(out, row)
		}
		if len(out) == rowBatch || !more {
			if err := flush(); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
	}
}

// nextRow takes the next row from all that have it and adds it up. The row has
// no cells where they add up to nothing.
func nextRow(readers []*rowReader, added *[]newRow) (out storedRow, more bool, err error) {
	if len(*added) > 0 {
		out, more = storedRow{period: (*added)[0].period, id: (*added)[0].id}, true
	}
	for _, r := range readers {
		row, err := r.peek()
		if err != nil {
			return out, false, err
		}
		if row != nil && (!more || compareRows(*row, out) < 0) {
			out, more = storedRow{period: row.period, id: row.id}, true
		}
	}
	if !more {
		return out, false, nil
	}
	var stored [][]byte
	for _, r := range readers {
		if len(r.page) > 0 && compareRows(r.page[0], out) == 0 {
			stored = append(stored, r.page[0].cells)
			r.page = r.page[1:]
		}
	}
	var cells []packed
	if len(*added) > 0 && (*added)[0].period == out.period && (*added)[0].id == out.id {
		cells = (*added)[0].cells
		*added = (*added)[1:]
	} else if len(stored) == 1 {
		out.cells = stored[0]
		return out, true, nil
	}
	for _, b := range stored {
		old, err := parseRow(b)
		if err != nil {
			return out, false, err
		}
		cells = addRows(old, cells)
	}
	out.cells = appendRow(nil, cells)
	return out, true, nil
}

var slipSheet = &door.Sheet{Table: "figure_slips", Columns: []string{"item", "officer", "org", "run", "cells"}}

// slipBlocks is how many blocks slips are written for together.
const slipBlocks = 16

// writeSlips writes the cells of the last slipBlocks blocks once more, by item, officer and unit
// together. A slip is a sequence of months, each with its rows of days: the
// month, the length of the row in bytes, the row. It answers what rows of one
// dimension cannot: populations of an item at one unit, say.
func writeSlips(t door.Tx, run int64, entries []entry) error {
	slips := map[population]*gathering{}
	for i := range entries {
		e := &entries[i]
		k := population{org: e.org, item: e.item, officer: e.officer}
		g := slips[k]
		if g == nil {
			g = &gathering{index: map[uint64]int{}}
			slips[k] = g
		}
		for _, c := range e.cells {
			g.add(c, 0, e.kind, e.channel)
		}
	}
	keys := slices.SortedFunc(maps.Keys(slips), func(a, b population) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.officer, b.officer), cmp.Compare(a.org, b.org))
	})
	return t.Put(slipSheet, len(keys), func(i int, p door.Params) {
		p.Int(int64(keys[i].item))
		p.Int(int64(keys[i].officer))
		p.Int(int64(keys[i].org))
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
