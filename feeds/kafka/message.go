package kafka

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"caseledger/feeds"
	"caseledger/ledger"
)

// Names of message headers.
const (
	headerPosition = "position"
	headerType     = "ce_type"
	headerSource   = "ce_source"
	headerID       = "ce_id"
	headerSubject  = "ce_subject"
	headerTime     = "ce_time"
	headerSpec     = "ce_specversion"
	headerContent  = "content-type"
)

// message is one record as it stands in the topic.
type message struct {
	position ledger.Position
	at       time.Time
	key      string
	headers  [8]header
	value    []byte
}

type header struct{ key, value string }

// newMessage makes the message of a record. An [*feeds.UnknownTypeError] says
// that nobody has decided to publish records of its type.
func newMessage(r *ledger.Record, source string) (message, error) {
	if _, err := feeds.Lookup(r.Type); err != nil {
		return message{}, err
	}
	return message{
		position: r.Position,
		at:       r.Recorded,
		key:      Key(r.Stream),
		headers: [8]header{
			{headerSpec, "1.0"},
			{headerID, r.ID.String()},
			{headerSource, source},
			{headerType, r.Type},
			{headerSubject, string(r.Stream)},
			{headerTime, ledger.FormatTime(r.Occurred)},
			{headerContent, "application/json"},
			{headerPosition, formatPosition(r.Position)},
		},
		value: r.AppendCanonical(make([]byte, 0, 512+len(r.Public))),
	}, nil
}

// Key is the message key of a stream's records: the case number, or the whole
// name of another stream.
func Key(stream ledger.StreamID) string {
	if number, ok := feeds.CaseNumber(stream); ok {
		return number
	}
	return string(stream)
}

// Partition is where a key belongs in a topic of n partitions: FNV-1a with 32
// bits, modulo n.
func Partition(key string, n int) int {
	h := fnv.New32a()
	h.Write([]byte(key))
	return int(h.Sum32() % uint32(n))
}

// positionDigits is the width of the position header: 2^63−1 has 19 digits,
// and texts of one width sort like the numbers.
const positionDigits = 19

func formatPosition(p ledger.Position) string { return fmt.Sprintf("%0*d", positionDigits, uint64(p)) }

func parsePosition(s string) (ledger.Position, error) {
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || len(s) != positionDigits {
		return 0, &ledger.InvalidError{Field: "position header", Value: s, Reason: "want 19 digits"}
	}
	return ledger.Position(n), nil
}
