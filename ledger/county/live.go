package county

import (
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// Live is a county that goes on after its period: people come, and what was
// begun is worked on. It is used by one goroutine.
type Live struct {
	county *County
	draw
	accepted int
	due      []errand
	inHand   []int // cases of the period that were left open
}

// errand is something that somebody will do.
type errand struct {
	at    time.Time
	order casefile.Order
}

// Live gives what goes on from an instant on. What happens follows from the
// county and from that instant.
func (c *County) Live(from time.Time) *Live {
	l := &Live{county: c, draw: drawOf(c.Seed+uint64(from.Unix()), partLive)}
	for i := range c.cases {
		if p := &c.cases[i]; p.worked == stays && p.script == plain {
			l.inHand = append(l.inHand, i)
		}
	}
	shuffle(&l.draw, l.inHand)
	return l
}

// Next gives what is done at an instant, a second or so after the one before.
// Every third second or so somebody comes with an application.
func (l *Live) Next(now time.Time) []casefile.Order {
	if l.n(3) == 0 {
		l.comes(now)
	}
	if len(l.inHand) > 0 && l.n(20) == 0 {
		l.goesOn(now)
	}
	var out []casefile.Order
	rest := l.due[:0]
	for _, e := range l.due {
		if e.at.After(now) {
			rest = append(rest, e)
			continue
		}
		e.order.Recorded = now
		e.order.ID = ledger.NewCommandID(now, fmt.Sprintf("live/%s/%s", e.order.Number, e.order.Command.Stored()))
		out = append(out, e.order)
	}
	l.due = rest
	return out
}

// will lets a post do something with a case after so many seconds.
func (l *Live) will(now time.Time, seconds int, number, post string, command casefile.Command) {
	l.due = append(l.due, errand{now.Add(time.Duration(seconds) * time.Second), casefile.Order{Number: number, Post: post, Command: command}})
}

// comes: an application at one of the counters, most handled on the spot.
func (l *Live) comes(now time.Time) {
	c := l.county
	d := &c.desks[l.n(len(c.desks))]
	for d.level == casefile.Village || d.merged > 0 {
		d = &c.desks[l.n(len(c.desks))]
	}
	l.accepted++
	number := fmt.Sprintf("%s-%s-%d", c.prefix, now.In(zone).Format("2006-0102-150405"), l.accepted)
	it, handling := &c.items[one(&l.draw, d.quick)], casefile.Immediate
	if l.chance(300) {
		it, handling = &c.items[one(&l.draw, d.slow)], casefile.Promised
	}
	l.will(now, 0, number, d.front, casefile.Accept{
		Channel: one(&l.draw, channels), Handling: handling, Routing: casefile.Single, Item: it.code, Officer: d.front,
		Org: d.org, Window: d.window, Regime: it.regime, Promise: it.promise, Legal: it.legal,
	})
	if handling == casefile.Promised {
		l.will(now, l.between(5, 20), number, d.front, casefile.Transfer{ToOrg: d.org, ToPost: d.back, Reason: "review"})
		l.will(now, l.between(25, 50), number, d.back, casefile.Receive{})
		l.will(now, l.between(60, 300), number, d.back, casefile.Perform{Step: "review", Name: "审查"})
		return
	}
	closing := l.between(4, 25)
	l.will(now, closing, number, d.front, casefile.Close{})
	l.will(now, closing+l.between(2, 9), number, d.front, casefile.Deliver{Means: "counter"})
	if l.chance(350) {
		l.will(now, closing+l.between(10, 20), number, "", casefile.RateCase{Channel: "terminal", Level: 1 + l.weighed(levels), Stage: casefile.AtClosing})
	}
}

// goesOn: a case that was left open is decided, closed and handed over.
func (l *Live) goesOn(now time.Time) {
	i := l.inHand[0]
	l.inHand = l.inHand[1:]
	p, number := &l.county.cases[i], l.county.numberOf(i)
	d := &l.county.desks[p.desk]
	l.will(now, 0, number, d.back, casefile.Determine{Outcome: casefile.Granted, Document: "JD-" + number})
	l.will(now, 3, number, d.front, casefile.Close{})
	l.will(now, 8, number, d.front, casefile.Deliver{Means: "counter"})
}

// zone is the county's.
var zone = time.FixedZone("Asia/Shanghai", 8*3600)
