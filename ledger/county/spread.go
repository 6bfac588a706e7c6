package county

import (
	"cmp"
	"errors"
	"slices"
)

// spread shares n out in the proportion of weights, to none more than most. It
// shares out less only where all have most. What does not come out even goes to
// the largest weights.
func spread(n int, weights []int, most int) []int {
	out := make([]int, len(weights))
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weights[b], weights[a]) })
	for n > 0 {
		total := 0
		for i, w := range weights {
			if out[i] < most {
				total += w
			}
		}
		if total == 0 {
			return out
		}
		all := n
		for i, w := range weights {
			share := min(all*w/total, most-out[i])
			out[i] += share
			n -= share
		}
		if n < all {
			continue
		}
		for _, i := range order {
			if n > 0 && weights[i] > 0 && out[i] < most {
				out[i]++
				n--
			}
		}
	}
	return out
}

var errUnsettled = errors.New("the totals of the profile cannot be reached")

// settle closes a gap between the sum that members have and the one that is
// wanted. move changes one member so that the gap gets smaller, and says by how
// much, or leaves it as it is.
func settle(d *draw, members []int, gap int, move func(member, gap int) int) error {
	members = slices.Clone(members)
	for gap != 0 {
		before := gap
		shuffle(d, members)
		for _, i := range members {
			if gap == 0 {
				return nil
			}
			gap -= move(i, gap)
		}
		if gap == before {
			return errUnsettled
		}
	}
	return nil
}
