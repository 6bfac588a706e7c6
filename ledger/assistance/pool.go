package assistance

import (
	"fmt"

	"caseledger/ledger/act"
)

// Group is a group of people who are served at home (上门服务人群).
type Group string

// Groups, in the order in which [Pool] takes them: the largest first, as a rule.
const (
	Elderly   Group = "elderly"   // 70岁以上
	Disabled  Group = "disabled"  // 重度残疾
	Ill       Group = "ill"       // 重病
	Destitute Group = "destitute" // 五保
	Orphan    Group = "orphan"    // 孤儿
)

var groups = []Group{Elderly, Disabled, Ill, Destitute, Orphan}

// Groups lists the groups in their order.
func Groups() []Group { return append([]Group(nil), groups...) }

func groupCodes() []string {
	out := make([]string, len(groups))
	for i, g := range groups {
		out[i] = string(g)
	}
	return out
}

// DefaultK is the least count of a group that is told apart, where nobody chose
// another.
const DefaultK = 5

// Cell is a count of visits to one group, or to several that are not told apart.
type Cell struct {
	Count  int
	Groups []string // codes, in the order of [Groups]
}

// Pool puts small groups together. It takes the groups in their order: one is told
// apart if it and all after it have at least k visits each; else it and all after
// it are one cell. counts are by group in that order.
//
// So of the groups in one cell with N visits each may have had none of them and
// each may have had all of them, whoever knows the rule too.
func Pool(counts []int, k int) (cells []Cell) {
	rest := 0
	for _, n := range counts {
		rest += n
	}
	codes := groupCodes()
	for i, n := range counts {
		if i == len(counts)-1 || n < k || rest-n < k {
			return append(cells, Cell{rest, codes[i:len(counts)]})
		}
		cells = append(cells, Cell{n, codes[i : i+1]})
		rest -= n
	}
	return cells
}

// checkCells says whether cells can have come from [Pool].
func checkCells(cells []Cell, k int) error {
	codes := groupCodes()
	for i, c := range cells {
		field := fmt.Sprintf("cells[%d].", i)
		last := i == len(cells)-1
		if want := len(codes); len(c.Groups) == 0 || len(c.Groups) > want || !last && len(c.Groups) > 1 || last && len(c.Groups) != want {
			return act.Invalid(field+"groups", "", "want each group once, in their order, the last cell holding all that are left")
		}
		for j, g := range c.Groups {
			if g != codes[j] {
				return act.Invalid(field+"groups", g, "want "+codes[j]+" here")
			}
		}
		if len(cells) > 1 && c.Count < k {
			return act.Invalid(field+"count", fmt.Sprint(c.Count), fmt.Sprintf("is less than %d; put it together with what comes after", k))
		}
		codes = codes[len(c.Groups):]
	}
	return nil
}

// Sum adds published counts: what is told apart in all of them is told apart, all
// else is one cell. It says nothing that they do not say.
func Sum(lists [][]Cell) (cells []Cell) {
	if len(lists) == 0 {
		return nil
	}
	apart := len(lists[0])
	for _, l := range lists {
		apart = min(apart, len(l))
	}
	codes := groupCodes()
	for i := range apart {
		c := Cell{Groups: codes[i : i+1]}
		if i == apart-1 {
			c.Groups = codes[i:]
		}
		cells = append(cells, c)
	}
	for _, l := range lists {
		for i, c := range l {
			cells[min(i, apart-1)].Count += c.Count
		}
	}
	return cells
}
