package ledger

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Position is a record's place in the whole ledger: strictly increasing in
// commit order, never reused, and the only token by which a follower resumes.
// Zero is the place before the first record. Embedded stores number records
// 1, 2, 3, … without gaps; EventStoreDB gives commit positions, which have
// gaps. Positions of different stores cannot be compared.
type Position uint64

// String gives the decimal form that [ParsePosition] reads.
func (p Position) String() string { return strconv.FormatUint(uint64(p), 10) }

// ParsePosition reads the decimal form of a position, 0 to 2^63−1, without
// leading zeros.
func ParsePosition(s string) (Position, error) {
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || Position(n).String() != s {
		return 0, &InvalidError{Field: "position", Value: s, Reason: "want a whole number from 0 to 2^63-1"}
	}
	return Position(n), nil
}

// Revision is a record's place in its stream: 0, 1, 2, … without gaps.
type Revision int64

// NoStream is the revision of a stream that has no record yet.
const NoStream Revision = -1

// StreamID names a stream as "category/name", for example
// "case/permit-2024-000017" or "calendar/CN". Stream names are public.
type StreamID string

// Sealed is one personal value as it is stored: encrypted, and bound to the
// public record by its commitment. See ledger/vault for how both are made.
type Sealed struct {
	// Label says what the value is, for example "applicant.name". Public.
	Label string
	// Subject is the random pseudonym of the person whose key encrypts Box.
	// It is not public: it would link the cases of one person.
	Subject string
	// Commitment is HMAC-SHA256 under a random salt. Public; without the salt
	// it reveals nothing about the value.
	Commitment Hash
	// Box holds salt and value under AES-256-GCM. Not public.
	Box []byte
}

// Draft is a record without a place: all its facts and bodies.
type Draft struct {
	ID EventID
	// Type is the stored name with its schema version: "case.accepted/1".
	Type string
	// Occurred is when the action happened, as its reporter says.
	// UTC, whole microseconds.
	Occurred time.Time
	// Recorded is when the ledger took it in, by the recorder's clock.
	// UTC, whole microseconds.
	Recorded time.Time
	// Command is the command that caused this event; several events of one
	// command share it.
	Command CommandID
	// Post is the acting post (岗位) or a pseudonym of it, never a person's
	// name. It may be empty where no post is known.
	Post string
	// Public is the public body: one JSON object in canonical form.
	Public []byte
	// Sealed holds the personal values, in the order they were given.
	Sealed []Sealed
}

// Record is a draft with its place. It never changes: records that a store
// gives out may share memory, so nobody writes into their slices.
type Record struct {
	Position Position
	Stream   StreamID
	Revision Revision
	Draft
}

// Limits of a draft; [Draft.Validate] and [CheckAppend] keep them.
const (
	// MaxAppendBytes bounds the summed [Draft.Size] of one append: the 1 MiB
	// that EventStoreDB takes, less a margin for its envelope.
	MaxAppendBytes = 1<<20 - 1<<16
	// MaxAppendDrafts bounds the drafts of one append.
	MaxAppendDrafts = 4096
	maxStreamBytes  = 200
	maxNameBytes    = 100
)

// Size is the number of bytes that count against [MaxAppendBytes]. A box counts
// as the base64 that some stores keep it in.
func (d *Draft) Size() int {
	n := 256 + len(d.Type) + len(d.Post) + len(d.Public)
	for i := range d.Sealed {
		s := &d.Sealed[i]
		n += 120 + len(s.Label) + len(s.Subject) + (len(s.Box)+2)/3*4
	}
	return n
}

// Clone gives a draft that shares no memory with d.
func (d *Draft) Clone() Draft {
	c := *d
	c.Public = bytes.Clone(d.Public)
	c.Sealed = slices.Clone(d.Sealed)
	for i := range c.Sealed {
		c.Sealed[i].Box = bytes.Clone(c.Sealed[i].Box)
	}
	return c
}

// Time is t as the ledger keeps it: UTC, cut to whole microseconds.
func Time(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// validTime says whether t is as [Time] gives it, set, and of a year that has
// four digits.
func validTime(t time.Time) bool {
	return !t.IsZero() && t.Location() == time.UTC && t.Nanosecond()%1000 == 0 && t.Year() >= 1 && t.Year() <= 9999
}

// Validate says whether the name has the form of a stream id: a lower-case
// ASCII category, a slash, and 1 or more letters, digits, '-', '_' or '.';
// at most 200 bytes. The error is an [*InvalidError].
func (id StreamID) Validate() error {
	bad := func(reason string) error {
		return &InvalidError{Field: "stream", Value: string(id), Reason: reason}
	}
	if len(id) > maxStreamBytes {
		return bad("longer than 200 bytes")
	}
	category, name, ok := strings.Cut(string(id), "/")
	if !ok || category == "" || name == "" {
		return bad(`want "category/name"`)
	}
	for _, c := range category {
		if c < 'a' || c > 'z' {
			return bad("the category takes lower-case letters only")
		}
	}
	if r, ok := plainName(name); !ok {
		return bad(fmt.Sprintf("%q cannot stand in a name; letters, digits, '-', '_' and '.' can", r))
	}
	return nil
}

// Validate says whether the draft may be stored: ids set, names within their
// alphabet, times in UTC and whole microseconds, a canonical public body. The
// error is an [*InvalidError].
func (d *Draft) Validate() error {
	bad := func(field, value, reason string) error {
		return &InvalidError{Field: field, Value: value, Reason: reason}
	}
	switch {
	case d.ID == EventID{}:
		return bad("id", d.ID.String(), "is zero")
	case !validType(d.Type):
		return bad("type", d.Type, `want "name/version", for example "case.accepted/1"`)
	case len(d.Post) > maxNameBytes || !utf8.ValidString(d.Post):
		return bad("post", "", "want at most 100 bytes of UTF-8")
	case !validTime(d.Occurred):
		return bad("occurred", d.Occurred.String(), "want a time of the years 1 to 9999, in UTC and whole microseconds")
	case !validTime(d.Recorded):
		return bad("recorded", d.Recorded.String(), "want a time of the years 1 to 9999, in UTC and whole microseconds")
	}
	if err := checkCanonical(d.Public); err != nil {
		return bad("public body of "+d.Type, "", err.Error())
	}
	for i := range d.Sealed {
		s := &d.Sealed[i]
		if s.Label == "" || len(s.Label) > maxNameBytes || !utf8.ValidString(s.Label) {
			return bad("sealed label", "", "want 1 to 100 bytes of UTF-8")
		}
		if len(s.Subject) > maxNameBytes || !utf8.ValidString(s.Subject) {
			return bad("subject of "+s.Label, "", "want at most 100 bytes of UTF-8")
		}
	}
	return nil
}

// CheckAppend is the check that every store makes before it writes: a valid
// stream id, an expected revision, 1 to [MaxAppendDrafts] valid drafts with
// distinct ids, together at most [MaxAppendBytes]. Errors are [*InvalidError]
// and [*TooLargeError].
func CheckAppend(stream StreamID, at Revision, drafts []Draft) error {
	if err := stream.Validate(); err != nil {
		return err
	}
	if at < NoStream {
		return &InvalidError{Field: "expected revision", Value: strconv.FormatInt(int64(at), 10), Reason: "want -1 or more"}
	}
	if len(drafts) == 0 || len(drafts) > MaxAppendDrafts {
		return &InvalidError{Field: "drafts", Value: strconv.Itoa(len(drafts)), Reason: "want 1 to 4096 in one append"}
	}
	size, ids := 0, make(map[EventID]bool, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		if err := d.Validate(); err != nil {
			return err
		}
		if ids[d.ID] {
			return &InvalidError{Field: "id", Value: d.ID.String(), Reason: "stands twice in one append"}
		}
		ids[d.ID] = true
		size += d.Size()
	}
	if size > MaxAppendBytes {
		return &TooLargeError{Bytes: size, Limit: MaxAppendBytes}
	}
	return nil
}
