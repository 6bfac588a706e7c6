package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"caseledger/projections/follow"
)

// followerKind is one of the things of this program that read along with the
// ledger, or with a topic, for ever.
type followerKind struct {
	name string
	does string
	// vital says that answers are old, or missing, while it fails: then no
	// request is to be sent here.
	vital bool
}

// followers lists them all. Every one goes on by itself after a fault; a test
// walks the list, so a new one stands here first.
var followers = []followerKind{
	{"views", "keeps the views equal to the ledger", true},
	{"live", "reads the public record for /feeds/live", false},
	{"subscriptions", "reads the public record for GraphQL subscriptions", false},
	{"calendars", "records the official calendars", false},
	{"supervise", "records warnings, cards and what silence brings", false},
	{"log", "keeps the transparency log equal to the public record", false},
	{"figures", "keeps the log of published figures equal to the statements", false},
	{"publish", "keeps a Kafka topic equal to the public record", true},
	{"intake", "records case events from a Kafka topic", true},
}

// kindOf is the follower of a name, which must be in the list.
func kindOf(name string) followerKind {
	i := slices.IndexFunc(followers, func(k followerKind) bool { return k.name == name })
	if i < 0 {
		panic(fmt.Sprintf("follower %q is not in the list", name))
	}
	return followers[i]
}

// newFollower makes a follower of the list, at the pace of this program.
func newFollower(name string, now func() time.Time, random io.Reader, logger *slog.Logger) *follow.Follower {
	f := follow.New(kindOf(name).name, follow.Pace{Now: now, Jitter: jitter(random)})
	f.Logger = logger
	return f
}

// jitter makes numbers from 0 to less than 1 of random bytes; of a source that
// fails, 0.
func jitter(random io.Reader) func() float64 {
	return func() float64 {
		var b [8]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0
		}
		return float64(binary.LittleEndian.Uint64(b[:])>>11) / (1 << 53)
	}
}

// trouble says in words how a follower fails: what it is, since when, and the
// class of the fault.
func trouble(s follow.Status) string {
	switch s.State {
	case follow.Rebuilding:
		return fmt.Sprintf("%s: made anew since %s", s.Name, s.Since.Format(time.RFC3339))
	case follow.Stopped:
		return fmt.Sprintf("%s: stopped at %s (%s)", s.Name, s.Since.Format(time.RFC3339), s.Class)
	}
	return fmt.Sprintf("%s: failing since %s (%s), tried again %d times", s.Name, s.Since.Format(time.RFC3339), s.Class, s.Retries)
}

// followerMetrics shows how followers stand. Labels come from short lists.
type followerMetrics []*follow.Follower

var (
	followerState    = prometheus.NewDesc("caseledger_follower_state", "1 for the state that the follower is in.", []string{"follower", "state"}, nil)
	followerSince    = prometheus.NewDesc("caseledger_follower_state_since_seconds", "When it came into this state, in seconds since 1970.", []string{"follower"}, nil)
	followerPosition = prometheus.NewDesc("caseledger_follower_position", "How far it has read the ledger, where that is known.", []string{"follower"}, nil)
	followerRetries  = prometheus.NewDesc("caseledger_follower_retries_total", "Tries after a fault.", []string{"follower"}, nil)
	followerFault    = prometheus.NewDesc("caseledger_follower_last_error", "1 for the class of its last fault.", []string{"follower", "class"}, nil)
)

// Describe implements [prometheus.Collector].
func (m followerMetrics) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{followerState, followerSince, followerPosition, followerRetries, followerFault} {
		ch <- d
	}
}

// Collect implements [prometheus.Collector].
func (m followerMetrics) Collect(ch chan<- prometheus.Metric) {
	for _, f := range m {
		s := f.Status()
		gauge := func(d *prometheus.Desc, v float64, labels ...string) {
			ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, append([]string{s.Name}, labels...)...)
		}
		gauge(followerState, 1, string(s.State))
		if !s.Since.IsZero() {
			gauge(followerSince, float64(s.Since.UnixMilli())/1000)
		}
		if s.Position > 0 {
			gauge(followerPosition, float64(s.Position))
		}
		ch <- prometheus.MustNewConstMetric(followerRetries, prometheus.CounterValue, float64(s.Retries), s.Name)
		if s.Class != "" {
			gauge(followerFault, 1, s.Class)
		}
	}
}
