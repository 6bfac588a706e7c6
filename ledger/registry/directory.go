package registry

import (
	"maps"
	"strings"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// Directory (名录) is what the registries say of organisations, items, rounds,
// windows, posts, channels and rules, by date. It is made of events in ledger
// order, [Directory.With]; what it says of a day changes with events that speak
// of that day or an earlier one. It never changes itself, is safe for concurrent
// use, and shares what it can with the one that it was made of. The zero
// Directory knows nothing.
type Directory struct {
	organisations map[string]*organisation
	shifts        []workdays.Date // days on which organisations moved or merged, ascending
	items         map[string]*life
	rounds        map[string]RoundOpened
	closed        map[string]RoundClosed
	windows       standing[WindowOpened]
	posts         standing[PostEstablished]
	staff         map[string][]PostStaffed // by post
	channels      standing[ChannelOpened]
	rules         standing[RulePublished]
}

// Latest is the day on which everything that was recorded has begun.
var Latest = workdays.Civil(9999, 12, 31)

// streams are the prefixes of the names of streams whose events it is made of.
var streams = []string{string(OrganisationStream), ItemPrefix, RoundPrefix, WindowPrefix, PostPrefix, ChannelPrefix, RulePrefix}

// Listed says whether a [Directory] is made of what a stream holds, among
// others.
func Listed(stream string) bool {
	for _, prefix := range streams {
		if strings.HasPrefix(stream, prefix) {
			return true
		}
	}
	return false
}

// With is the directory with more events, which come in ledger order behind
// those that it was made of. Events of other books and registries say nothing to
// it. It copies an index of each registry, so give many events at once.
func (d *Directory) With(events ...act.Event) *Directory {
	out := d.clone()
	for _, e := range events {
		out.take(e)
	}
	return out
}

// clone is a directory with maps of its own.
func (d *Directory) clone() *Directory {
	return &Directory{
		organisations: maps.Clone(d.organisations),
		shifts:        d.shifts,
		items:         maps.Clone(d.items),
		rounds:        maps.Clone(d.rounds),
		closed:        maps.Clone(d.closed),
		windows:       maps.Clone(d.windows),
		posts:         maps.Clone(d.posts),
		staff:         maps.Clone(d.staff),
		channels:      maps.Clone(d.channels),
		rules:         maps.Clone(d.rules),
	}
}

// take changes a directory that nobody else has yet. What its maps hold is
// replaced, never written into. Every event is taken as a fact.
func (d *Directory) take(e act.Event) {
	switch e := e.(type) {
	case RoundOpened:
		put(&d.rounds, e.Round, e)
	case RoundClosed:
		put(&d.closed, e.Round, e)
	case WindowOpened:
		d.windows.take(e.Window, e.Date, &e)
	case WindowClosed:
		d.windows.take(e.Window, e.Date, nil)
	case PostEstablished:
		d.posts.take(e.Post, e.Date, &e)
	case PostAbolished:
		d.posts.take(e.Post, e.Date, nil)
	case PostStaffed:
		put(&d.staff, e.Post, staffed(d.staff[e.Post], e))
	case ChannelOpened:
		d.channels.take(e.Channel, e.Date, &e)
	case ChannelClosed:
		d.channels.take(e.Channel, e.Date, nil)
	case RulePublished:
		d.rules.take(e.Rule, e.Date, &e)
	case RuleSuperseded:
		d.rules.take(e.Rule, e.Date, nil)
	default:
		d.takeOrganisation(e)
		d.takeItem(e)
	}
}

// Allows says whether a rule of the registries allows an entry to follow: nil,
// or a [*act.Refusal]. What stands in the entry's own stream is enough to say
// so.
func (d *Directory) Allows(e Entry) error {
	if r, ok := e.(ruled); ok {
		return r.allowed(d)
	}
	return nil
}
