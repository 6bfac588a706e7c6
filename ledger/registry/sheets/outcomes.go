package sheets

import "caseledger/ledger/registry"

// outcome plans what became of an item in a round.
func (p *plan) outcome(r *row) {
	code, round := r.text("item"), r.text("round")
	of, there := p.directory.Item(code, registry.Latest)
	switch {
	case round == "":
		r.wrong("round", "is missing")
		return
	case !there:
		r.wrong("item", "is not registered")
		return
	}
	r.agrees("name", of.Name)
	day, basis, decided := p.since(r, "date"), r.text("basis"), p.directory.Decided(code, round)
	switch r.code("outcome", outcomeWords) {
	case "retained":
		if decided.Retained == 0 {
			p.add(r, registry.ItemRetained{Basis: basis, Date: day, Item: code, Round: round})
		}
	case "delegated":
		if decided.Delegated == 0 {
			p.add(r, registry.ItemDelegated{Basis: basis, Date: day, Item: code, Level: registry.Level(r.code("level", levelWords)), Org: r.text("org"), Round: round})
		}
	case "changed":
		if decided.Changed == 0 {
			v := registry.ItemChanged(of.ItemRegistered)
			v.Date, v.Round = day, round
			p.add(r, v)
		}
	case "abolished":
		if decided.Abolished == 0 {
			p.add(r, registry.ItemAbolished{Basis: basis, Date: day, Item: code, Round: round})
		}
	default:
		r.wrong("outcome", "want retained (保留), delegated (下放), changed (变更) or abolished (取消)")
	}
}

// Words of people for what becomes of an item.
var outcomeWords = map[string]string{"保留": "retained", "下放": "delegated", "变更": "changed", "调整": "changed", "取消": "abolished"}
