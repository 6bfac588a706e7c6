package county

import (
	"fmt"
	"time"

	"caseledger/ledger/workdays"
)

// Parts of a county, each with a source of numbers of its own. Cases follow
// after them.
const (
	partItems = iota
	partDays
	partCases
	partFit
	partFlaws
	partLive
	partsEnd
)

// A County is one that is planned: it never changes and is safe for concurrent
// use.
type County struct {
	Job
	prefix   string
	days     days
	units    []unit
	windows  []window
	posts    []post
	items    []item
	desks    []desk
	rounds   []round
	cases    []plan
	founding []founding
	known    []published // of the calendar, in the order in which it became known
	end      time.Time
	town     bool         // what is done beyond the windows is recorded too
	given    map[int]bool // cases whose applicants are given a time (预约)
	visits   bool         // applicants are asked afterwards how it went (回访)
}

// New plans a county. What is wrong with a job is a [*ledger.InvalidError].
func New(job Job) (*County, error) {
	p, job, err := job.complete()
	if err != nil {
		return nil, err
	}
	c := &County{Job: job, prefix: p.prefix, days: newDays(job.From, job.To)}
	c.end = onDate(job.To+1, 0)
	p.lay(c)
	if err := p.plan(c); err != nil {
		return nil, fmt.Errorf("plan %s of seed %d: %w", p.name, job.Seed, err)
	}
	c.number()
	if c.town {
		c.given = c.booked()
	}
	c.establish()
	return c, nil
}

// busy shares cases out over the days of the period.
func (c *County) busy(n int) []int {
	r := drawOf(c.Seed, partDays)
	return spread(n, c.days.weights(&r), n)
}

// announced is the instant at which a notice of the next year becomes known: on
// 1 December, as such notices do.
func announced(year int) time.Time { return onDate(workdays.Civil(year-1, 12, 1), 10*3600) }
