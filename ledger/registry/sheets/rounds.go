package sheets

import (
	"fmt"
	"slices"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// round plans what a row says of a clean-up round: its beginning, and its end
// with what became of the items as the centre states it.
func (p *plan) round(r *row) {
	code := r.text("round")
	held, there := p.directory.Round(code, registry.Latest)
	if there {
		r.agrees("name", held.Name)
		r.agrees("basis", held.Basis)
		r.counts("found", held.Found)
		if items := r.list("items"); r.has("items") && len(items) > 0 && !slices.Equal(items, held.Items) {
			r.wrong("items", "differs from the ledger, and a round is opened once")
		}
	} else {
		e := registry.RoundOpened{Round: code, Name: r.text("name"), Basis: r.text("basis"), Date: p.since(r, "date"), Found: r.whole("found"), Items: r.list("items")}
		if !r.has("found") {
			e.Found = len(e.Items)
		}
		p.add(r, e)
	}
	closed := r.date("closed")
	if closed == workdays.NoDate {
		return
	}
	e := registry.RoundClosed{Round: code, Date: closed, Retained: r.whole("retained"), Delegated: r.whole("delegated"), Changed: r.whole("changed"), Abolished: r.whole("abolished")}
	if held.Closed == workdays.NoDate || !there {
		p.add(r, e)
		return
	}
	r.counts("retained", held.Stated.Retained)
	r.counts("delegated", held.Stated.Delegated)
	r.counts("changed", held.Stated.Changed)
	r.counts("abolished", held.Stated.Abolished)
}

// agrees notes a text that the ledger holds otherwise and that does not change.
func (r *row) agrees(key, held string) {
	if r.has(key) && r.text(key) != held {
		r.wrong(key, "differs from the ledger, and does not change")
	}
}

// counts notes a number that the ledger holds otherwise and that does not
// change.
func (r *row) counts(key string, held int) {
	if r.has(key) && r.whole(key) != held {
		r.wrong(key, fmt.Sprintf("is %d in the ledger, and does not change", held))
	}
}
