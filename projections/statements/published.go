package statements

import (
	"slices"
	"time"

	"caseledger/ledger/casefile"
)

// Published names the statements whose figures a record may have changed after
// they were published (已公布报表): those of the whole, and of the organisation of
// its case itself, that had been frozen when it was recorded, and whose month had
// not ended before it happened. They are named as their streams are, "2024-05" and
// "2024-05.ORG", ascending. Whether and how figures changed says [Restatement].
func Published(list []Edition, org string, ordinal uint64, occurred time.Time) (out []string) {
	on := casefile.StandardDate(occurred)
	for i := range list {
		e := &list[i]
		if e.N > 1 || uint64(e.Ordinal) >= ordinal || e.Org != "" && e.Org != org {
			continue
		}
		if _, last := e.Period.Days(); on > last {
			continue
		}
		name := string(e.Period)
		if e.Org != "" {
			name += "." + e.Org
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
