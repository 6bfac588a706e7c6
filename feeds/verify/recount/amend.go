package recount

import (
	"slices"
	"strings"
)

// place is where a record of a case stands: the fact that holds there, and the
// revision that put it there.
type place struct {
	fact  Fact
	by    int64
	holds bool
}

// retell makes the state of a case of all that was told of it: corrections and
// voidings are resolved, and the state follows anew from what then holds
// (ledger/casefile/FORMAT.md §2).
func retell(list []Fact, names *shared) (file, error) {
	var places []place
	at := map[int64]int{} // the place of each revision that has one
	for _, f := range list {
		if f.kind != "record_corrected" && f.kind != "record_voided" {
			at[f.revision] = len(places)
			places = append(places, place{f, f.revision, true})
			continue
		}
		i, ok := at[f.body.Revision]
		if !ok || places[i].by != f.body.Revision || !places[i].holds {
			continue
		}
		p := &places[i]
		p.by, p.holds = f.revision, false
		if f.kind == "record_corrected" {
			kind, _ := strings.CutSuffix(strings.TrimPrefix(f.body.Instead.Action, "case."), "/1")
			p.fact, p.holds = Fact{stream: f.stream, kind: kind, revision: f.revision, occurred: f.occurred, recorded: f.recorded}, true
			if kinds[kind] {
				p.fact.public = slices.Clone(f.body.Instead.Body)
				p.fact.read()
			}
			at[f.revision] = i
		}
	}
	var d file
	for i := range places {
		if p := &places[i]; p.holds {
			if p.fact.err != nil {
				return d, p.fact.err
			}
			if err := d.take(&p.fact, names); err != nil {
				return d, err
			}
		}
	}
	return d, nil
}
