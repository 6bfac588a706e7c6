package recount

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Record is what is read of a canonical record. Public is not kept.
type Record struct {
	Stream, Type       string
	Revision           int64
	Occurred, Recorded time.Time
	Public             []byte
}

// A Fact is a record, taken apart: that can be done for many at once, before they
// are told one after another.
type Fact struct {
	stream   string
	kind     string // of a case's record, without "case." and version
	name     string // type of another record, without version
	revision int64
	occurred time.Time
	recorded time.Time
	public   []byte // nil where nothing of it counts
	body     body
	err      error
}

// body is what counts of the body of a case's record.
type body struct {
	Calendar, Handling, Routing, Zone    string
	Item, Org, Regime                    string
	Deadline                             time.Time
	LegalDays, PromisedDays              int
	Days                                 int
	Notice, Reason, Party, Part, Outcome string
	Revision                             int64
	Instead                              struct {
		Action string
		Body   json.RawMessage
	}
}

// kinds are those of a case's records; true where the body counts.
var kinds = map[string]bool{
	"accepted": true, "application_received": true, "suspended": true, "extended": true, "return_review_decided": true,
	"correction_requested": true, "correction_received": true, "third_party_consulted": true, "consultation_answered": true,
	"record_corrected": true, "record_voided": true,
	"deemed_accepted": false, "closed": false, "returned": false, "withdrawn": false, "deemed_abandoned": false, "resumed": false,
	"annulled": false, "special_granted": false, "part_assigned": false, "part_closed": false, "joint_review_held": false,
	"forwarded": false, "superior_decided": false, "agent_appointed": false,
}

// others are the kinds of which nothing counts in statements.
var others = []string{"step_performed", "fee_charged", "fee_refunded", "visited", "transferred", "received", "decided", "delivered", "agent_acted",
	"agent_released", "return_review_requested", "undertaken", "passed_on", "appointment_made", "site_checked", "officer_assigned",
	"duty_handed_over", "fast_track_granted", "notified", "archived", "struck_off", "materials_received", "materials_returned",
	"result_issued", "result_fed_back", "receipt_issued", "collection_chosen", "rated", "rating_invalidated", "rater_contacted", "bad_review_rectified", "bad_review_explained",
	"rectification_confirmed", "delay_explained", "timeout_default_triggered", "timeout_default_revoked"}

// Parse takes a record apart. What is wrong with it is told when it is read. It
// keeps nothing of r.Public.
func Parse(r Record) (f Fact) {
	f = Fact{stream: r.Stream, revision: r.Revision, occurred: r.Occurred, recorded: r.Recorded}
	name, one := strings.CutSuffix(r.Type, "/1")
	category, _, _ := strings.Cut(r.Stream, "/")
	if category != "case" {
		f.name = name
		if tells(name) {
			f.public = slices.Clone(r.Public)
		} else if strings.HasPrefix(name, "organisation.") || strings.HasPrefix(name, "item.") || strings.HasPrefix(name, "calendar.") || strings.HasPrefix(name, "policy.") {
			f.err = fmt.Errorf("the type %q is not known here", r.Type)
		}
		return f
	}
	f.kind, _ = strings.CutPrefix(name, "case.")
	counts, known := kinds[f.kind]
	switch {
	case !one || !known && !slices.Contains(others, f.kind):
		f.err = fmt.Errorf("the type %q is not known here", r.Type)
	case counts:
		f.public = slices.Clone(r.Public)
		f.read()
	}
	return f
}

func (f *Fact) read() {
	if err := json.Unmarshal(f.public, &f.body); err != nil && f.err == nil {
		f.err = fmt.Errorf("%s revision %d: %w", f.stream, f.revision, err)
	}
}

// append appends the fact, as it is kept to be told again.
func (f *Fact) append(b []byte) []byte {
	for _, n := range []int64{f.revision, f.occurred.UnixMicro(), f.recorded.UnixMicro(), int64(len(f.kind))} {
		b = binary.AppendVarint(b, n)
	}
	return append(append(b, f.kind...), f.public...)
}

// parseFact is the reverse of append; the stream is known.
func parseFact(b []byte, stream string) (f Fact, err error) {
	var n [4]int64
	for i := range n {
		size := 0
		if n[i], size = binary.Varint(b); size <= 0 {
			return f, errors.New("what is kept to be told again is cut short")
		}
		b = b[size:]
	}
	if n[3] < 0 || n[3] > int64(len(b)) {
		return f, errors.New("what is kept to be told again is cut short")
	}
	f = Fact{stream: stream, revision: n[0], occurred: time.UnixMicro(n[1]).UTC(), recorded: time.UnixMicro(n[2]).UTC(), kind: string(b[:n[3]])}
	if kinds[f.kind] {
		f.public = b[n[3]:]
		f.read()
	}
	return f, f.err
}
