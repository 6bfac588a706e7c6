package sqlite

import (
	"context"
	"encoding/binary"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// OpenSmall opens a ledger whose groups, batches and memories hold next to
// nothing, so that every bound is met.
func OpenSmall(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, Options{}, limits{group: 2, groupBytes: 1 << 10, batch: 3, batchBytes: 600, memory: 2, conns: 1})
}

// Call is one append of a group.
type Call struct {
	Stream ledger.StreamID
	At     ledger.Revision
	Drafts []ledger.Draft
}

// AppendGroup opens the ledger at path, commits each group of calls in one
// transaction by one writer, and gives the error of each call.
func AppendGroup(ctx context.Context, path string, groups ...[]Call) ([][]error, error) {
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	conn, err := s.connect(sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	last, _ := s.tail.now()
	w, err := newWriter(s, conn, last)
	if err != nil {
		return nil, err
	}
	var all [][]error
	for _, calls := range groups {
		group := make([]*request, len(calls))
		for i, c := range calls {
			group[i] = &request{stream: c.Stream, at: c.At, drafts: c.Drafts, answer: make(chan answer, 1)}
		}
		waiting := append([]*request(nil), group...)
		w.answer(group)
		errs := make([]error, len(calls))
		for i, r := range waiting {
			errs[i] = (<-r.answer).err
		}
		all = append(all, errs)
	}
	return all, nil
}

// FailedCommit opens a ledger and gives what callers are told when a commit
// fails because the disk does, and what later callers are told.
func FailedCommit(ctx context.Context, path string) (first, later error, err error) {
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	last, _ := s.tail.now()
	w, err := newWriter(s, s.writing, last)
	if err != nil {
		return nil, nil, err
	}
	first = w.settle(&commitError{sqlite.ResultIOErrFsync.ToError()})
	r := &request{stream: "case/x", at: ledger.NoStream, answer: make(chan answer, 1)}
	w.answer([]*request{r})
	return first, (<-r.answer).err, nil
}

// Image is a ledger's file in memory, looked at row by row as Verify does.
type Image struct {
	walker
	bytes []byte
	names map[int64]ledger.StreamID
	roots map[string]int64
}

// A Span is where a row lies in an image, and which row it is.
type Span struct {
	From, To int
	event    int64 // its position; 0 for the row of a stream
	page, at int   // where it begins
}

const imagePage = 8192

// OpenImage takes the bytes of a closed ledger, and where its tables begin.
func OpenImage(b []byte, roots map[string]int64) *Image {
	m := &Image{bytes: b, roots: roots}
	m.rows = newDecoder(1 << 15)
	m.walker.page = func(n uint32) ([]byte, error) {
		if int(n) < 1 || int(n)*imagePage > len(m.bytes) {
			return nil, nil
		}
		return m.bytes[(n-1)*imagePage:][:imagePage], nil
	}
	m.name = func(id int64) (ledger.StreamID, error) { return m.names[id], nil }
	return m
}

// Check looks at all rows.
func (m *Image) Check() error {
	m.last, m.names, m.usable = 0, map[int64]ledger.StreamID{}, imagePage
	err := m.walk(uint32(m.roots["streams"]), 0, func(c *cell) error {
		columns, err := columnsOf(c.body, nil)
		if err == nil && len(columns) == 2 {
			m.names[c.key] = ledger.StreamID(columns[1].bytes)
		}
		return err
	})
	if err != nil {
		return err
	}
	return m.tables(func(table string) (int64, error) { return m.roots[table], nil })
}

// CheckRow looks at the row of a span alone, as far as that is enough.
func (m *Image) CheckRow(s Span) error {
	if s.event == 0 {
		defer func(sound map[int64]ledger.StreamID) { m.names = sound }(m.names)
		return m.Check()
	}
	m.last = s.event - 1
	page, err := m.read(uint32(s.page))
	if err != nil {
		return err
	}
	return m.leafRow(page, s.at, m.event)
}

// Spans lists where rows lie, those parts too that lie in pages of their own.
func (m *Image) Spans() (all []Span, err error) {
	err = m.Check()
	for _, table := range []string{"streams", "events"} {
		event := int64(0)
		all = m.spansBelow(all, int(m.roots[table]), func() int64 {
			if table == "events" {
				event++
			}
			return event
		})
	}
	return all, err
}

func (m *Image) spansBelow(all []Span, n int, next func() int64) []Span {
	page := m.bytes[(n-1)*imagePage:][:imagePage]
	pointers, interior := page[8:], page[0] == 5
	if interior {
		pointers = page[12:]
	}
	for i := range int(binary.BigEndian.Uint16(page[3:])) {
		at := int(binary.BigEndian.Uint16(pointers[2*i:]))
		if interior {
			all = m.spansBelow(all, int(binary.BigEndian.Uint32(page[at:])), next)
		} else {
			all = m.spansOf(all, Span{event: next(), page: n, at: at})
		}
	}
	if interior {
		all = m.spansBelow(all, int(binary.BigEndian.Uint32(page[8:])), next)
	}
	return all
}

func (m *Image) spansOf(all []Span, s Span) []Span {
	s.From = (s.page-1)*imagePage + s.at
	size, a := varint(m.bytes[s.From:])
	_, b := varint(m.bytes[s.From+a:])
	left := int(size)
	local := m.local(left)
	s.To = s.From + a + b + local
	left -= local
	if left > 0 {
		s.To += 4
	}
	all = append(all, s)
	for next := s.To - 4; left > 0; {
		s.From = (int(binary.BigEndian.Uint32(m.bytes[next:])) - 1) * imagePage
		part := min(left, imagePage-4)
		s.To = s.From + 4 + part
		all = append(all, s)
		next, left = s.From, left-part
	}
	return all
}
