package runs

import "slices"

// addRows joins two ordered rows; what adds up to nothing falls out.
func addRows(a, b []packed) []packed {
	out := make([]packed, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch comparePacked(&a[0], &b[0]) {
		case -1:
			out, a = append(out, a[0]), a[1:]
		case 1:
			out, b = append(out, b[0]), b[1:]
		default:
			c := packed{a[0].at, a[0].key, a[0].n + b[0].n, a[0].sum + b[0].sum}
			if c.n != 0 || c.sum != 0 {
				out = append(out, c)
			}
			a, b = a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// addUp sorts cells and joins those of one place; what adds up to nothing
// falls out. It writes into its argument.
func addUp(cells []packed) []packed {
	slices.SortFunc(cells, func(a, b packed) int { return comparePacked(&a, &b) })
	out := cells[:0]
	for i := range cells {
		c := &cells[i]
		if n := len(out); n > 0 && comparePacked(&out[n-1], c) == 0 {
			out[n-1].n += c.n
			out[n-1].sum += c.sum
			continue
		}
		out = append(out, *c)
	}
	return slices.DeleteFunc(out, func(c packed) bool { return c.n == 0 && c.sum == 0 })
}
