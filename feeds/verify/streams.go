package verify

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"caseledger/feeds/verify/recount"
)

// streams knows the next revision of each stream.
type streams struct {
	next map[[16]byte]expected // by the beginning of the name's SHA-256
	// gaps counts the places where leaves could not be read: what they held is
	// not known, so that streams may have gone on there.
	gaps uint32
}

// expected is the revision that comes next, and the gaps that were known when
// that was last certain.
type expected struct {
	revision int64
	gaps     uint32
}

func streamKey(name string) [16]byte {
	sum := sha256.Sum256([]byte(name))
	return [16]byte(sum[:])
}

// take notes a record, and gives what should have stood there.
func (s *streams) take(key [16]byte, revision int64) (want int64, ok bool) {
	e := s.next[key]
	s.next[key] = expected{revision + 1, s.gaps}
	return e.revision, revision == e.revision || e.gaps < s.gaps && revision > e.revision
}

// revisions are those that come next.
func (s *streams) revisions() map[[16]byte]int64 {
	out := make(map[[16]byte]int64, len(s.next))
	for k, e := range s.next {
		out[k] = e.revision
	}
	return out
}

// content is what a leaf holds, as far as streams are concerned.
type content struct {
	stream   string
	key      [16]byte
	revision int64
	err      error // the leaf is no record

	// What figures need, where they are computed.

	fact      recount.Fact
	recorded  time.Time
	statement *statement // where it is of one
}

// count takes apart what figures need of a record.
func (c *content) count(r *Record) {
	occurred, _ := time.Parse(timeForm, r.Occurred) // in that form, as it was parsed
	c.recorded, _ = time.Parse(timeForm, r.Recorded)
	c.fact = recount.Parse(recount.Record{Stream: r.Stream, Type: r.Type, Revision: r.Revision, Occurred: occurred, Recorded: c.recorded, Public: r.Public})
	if r.Type == "statement.closed/1" || r.Type == "statement.restated/1" {
		c.statement = &statement{}
		if err := json.Unmarshal(r.Public, c.statement); err != nil {
			c.err = err
		}
	}
}

func contentOf(r Record) content {
	return content{stream: r.Stream, key: streamKey(r.Stream), revision: r.Revision}
}

// String names the record.
func (c content) String() string {
	if c.err != nil {
		return "no record"
	}
	return fmt.Sprintf("%s revision %d", c.stream, c.revision)
}
