package sheets

import (
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// window plans what a row says of a window; one whose name or organisation
// differs is closed and opened.
func (p *plan) window(r *row) {
	code := r.text("window")
	w := registry.WindowOpened{Date: p.since(r, "date"), Window: code}
	set(r, "name", &w.Name)
	set(r, "org", &w.Org)
	closed := r.date("closed")
	switch last, known := p.directory.Window(code, registry.Latest); {
	case last == nil && known && closed != workdays.NoDate:
		return
	case last == nil:
		if known {
			w.Date = p.day
		}
		p.add(r, w)
	case r.has("name") && w.Name != last.Name || r.has("org") && w.Org != last.Org:
		next := *last
		next.Date = p.day
		set(r, "name", &next.Name)
		set(r, "org", &next.Org)
		p.add(r, registry.WindowClosed{Date: p.day, Window: code})
		p.add(r, next)
	}
	if closed != workdays.NoDate {
		p.add(r, registry.WindowClosed{Date: closed, Window: code})
	}
}

// since is the day of a column, or else the plan's.
func (p *plan) since(r *row, key string) workdays.Date {
	if day := r.date(key); day != workdays.NoDate {
		return day
	}
	return p.day
}
