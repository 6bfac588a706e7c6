package export

import (
	"io"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// eventSource is the CloudEvents attribute source of every line.
const eventSource = "caseledger"

// writeEvents writes the public records in ledger order as CloudEvents 1.0 in
// structured mode, those recorded in the query's period where it has one.
// FORMAT.md §2 specifies the lines.
func writeEvents(s *source, w io.Writer) (rows int, err error) {
	var line []byte
	zone := casefile.Standard()
	s.done = 0
	err = s.snapshot.EachRecord(1, s.ordinal+1, func(ordinal uint64, r *ledger.Record) error {
		if s.progress != nil && ordinal%8192 == 0 {
			s.progress(int(ordinal), int(s.ordinal))
		}
		if s.bounded() && !s.holds(workdays.DateOf(r.Recorded, zone)) {
			return nil
		}
		if line, err = appendEvent(line[:0], ordinal, r); err != nil {
			return err
		}
		rows++
		_, err := w.Write(line)
		return err
	})
	return rows, err
}

// appendEvent appends the line of a record. A type that nobody decided to
// publish is a [*feeds.UnknownTypeError].
func appendEvent(b []byte, ordinal uint64, r *ledger.Record) ([]byte, error) {
	if _, err := feeds.Lookup(r.Type); err != nil {
		return b, err
	}
	subject := string(r.Stream)
	if number, ok := feeds.CaseNumber(r.Stream); ok {
		subject = number
	}
	b = append(b, `{"specversion":"1.0","id":"`...)
	b = append(b, r.ID.String()...)
	b = append(b, `","source":"`+eventSource+`","type":`...)
	b, _ = jsontext.AppendQuote(b, r.Type)
	b = append(b, `,"subject":`...)
	b, _ = jsontext.AppendQuote(b, subject)
	b = appendTime(append(b, `,"time":"`...), r.Occurred)
	b = append(b, `","datacontenttype":"application/json","command":"`...)
	b = append(b, r.Command.String()...)
	if r.Post != "" {
		b = append(b, `","post":`...)
		b, _ = jsontext.AppendQuote(b, r.Post)
		b = append(b, `,"ordinal":"`...)
	} else {
		b = append(b, `","ordinal":"`...)
	}
	b = strconv.AppendUint(b, ordinal, 10)
	b = append(b, `","revision":"`...)
	b = strconv.AppendInt(b, int64(r.Revision), 10)
	b = appendTime(append(b, `","recorded":"`...), r.Recorded)
	b = append(append(b, `","data":`...), r.Public...)
	return append(b, "}\n"...), nil
}

func appendTime(b []byte, t time.Time) []byte { return append(b, ledger.FormatTime(t)...) }
