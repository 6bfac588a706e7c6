package sheets

import (
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// channel plans what a row says of a channel; one whose name or web address
// differs is closed and opened.
func (p *plan) channel(r *row) {
	code := r.text("channel")
	e := registry.ChannelOpened{Channel: code, Date: p.since(r, "date"), Name: r.text("name"), Web: r.text("web")}
	closed := r.date("closed")
	switch last, known := p.directory.Channel(code, registry.Latest); {
	case last == nil && known && closed != workdays.NoDate:
		return
	case last == nil:
		if known {
			e.Date = p.day
		}
		p.add(r, e)
	case r.has("name") && e.Name != last.Name || r.has("web") && e.Web != last.Web:
		next := *last
		next.Date = p.day
		set(r, "name", &next.Name)
		set(r, "web", &next.Web)
		p.add(r, registry.ChannelClosed{Channel: code, Date: p.day})
		p.add(r, next)
	}
	if closed != workdays.NoDate {
		p.add(r, registry.ChannelClosed{Channel: code, Date: closed})
	}
}
