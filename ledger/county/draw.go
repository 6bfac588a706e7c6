package county

import "math/bits"

// draw draws numbers that follow from a seed alone, on every machine and by
// every version of the program (SplitMix64).
type draw struct{ state uint64 }

// drawOf is the source of the n-th part of a county.
func drawOf(seed uint64, part uint64) draw {
	d := draw{seed ^ 0x6a09e667f3bcc909}
	d.state ^= d.next() + part*0x9e3779b97f4a7c15
	d.next()
	return d
}

func (d *draw) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// n is one of 0 … n−1.
func (d *draw) n(n int) int {
	hi, _ := bits.Mul64(d.next(), uint64(n))
	return int(hi)
}

// between is one of lo … hi.
func (d *draw) between(lo, hi int) int { return lo + d.n(hi-lo+1) }

// chance is true for so many in a thousand.
func (d *draw) chance(permille int) bool { return d.n(1000) < permille }

// one is one of a list.
func one[T any](d *draw, list []T) T { return list[d.n(len(list))] }

// shuffle puts a list into a random order.
func shuffle[T any](d *draw, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := d.n(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// weighed is an index, each as likely as its weight.
func (d *draw) weighed(weights []int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	at := d.n(total)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	panic("county: weights that are not")
}
