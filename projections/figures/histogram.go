package figures

import (
	"maps"
	"slices"
)

const nearValues = 256

// Histogram counts whole numbers: exact, and quick where lengths in days lie.
type Histogram struct {
	near []int64 // 0 … 255; nil while empty
	far  map[int]int64
	n    int64
	sum  int64
}

func (h *Histogram) add(value int, n int64) {
	h.n += n
	h.sum += int64(value) * n
	if value >= 0 && value < nearValues {
		if h.near == nil {
			h.near = make([]int64, nearValues)
		}
		h.near[value] += n
		return
	}
	if h.far == nil {
		h.far = map[int]int64{}
	}
	h.far[value] += n
}

func (h *Histogram) merge(o *Histogram) {
	for v, n := range o.near {
		if n != 0 {
			h.add(v, n)
		}
	}
	for v, n := range o.far {
		h.add(v, n)
	}
}

// at is the k-th smallest value, k from 1 to n.
func (h *Histogram) at(k int64) int {
	far := slices.Sorted(maps.Keys(h.far))
	i, _ := slices.BinarySearch(far, 0)
	for _, v := range far[:i] {
		if k -= h.far[v]; k <= 0 {
			return v
		}
	}
	for v, n := range h.near {
		if k -= n; k <= 0 {
			return v
		}
	}
	for _, v := range far[i:] {
		if k -= h.far[v]; k <= 0 {
			return v
		}
	}
	return 0
}

// A Length is how many cases took so many days.
type Length struct {
	Days  int   `json:"days"`
	Cases int64 `json:"cases"`
}

// list gives the values that occur, ascending.
func (h *Histogram) list() (out []Length) {
	far := slices.Sorted(maps.Keys(h.far))
	i, _ := slices.BinarySearch(far, 0)
	for _, v := range far[:i] {
		out = append(out, Length{v, h.far[v]})
	}
	for v, n := range h.near {
		if n != 0 {
			out = append(out, Length{v, n})
		}
	}
	for _, v := range far[i:] {
		out = append(out, Length{v, h.far[v]})
	}
	return out
}

// WorkingDays is the distribution of which working_days_p50 and its like are
// percentiles: the working days of the cases closed in the period, ascending.
func (r *Reading) WorkingDays() []Length { return r.Flow.lengths(closings).list() }
