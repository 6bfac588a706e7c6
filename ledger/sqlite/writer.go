package sqlite

import (
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// writer is the one goroutine that writes. It gives records their place inside
// the transaction that stores them, so positions are in commit order and have
// no gaps, and readers need no logic for late ones.
type writer struct {
	path   string
	limits limits
	mark   *mark
	tail   *tail
	ends   *ends
	conn   *sqlite.Conn
	heads  heads
	last   ledger.Position // position of the last committed record
	stream int64           // number of the last stream, be it rolled back
	rows   *decoder
	group  []*request // room for the next group
	sealed []byte     // room for encoded sealed values
	broken error      // why nothing can be written any more

	begin, commit, rollback   *sqlite.Stmt
	insert, insertStream      *sqlite.Stmt
	selectStream, selectHead  *sqlite.Stmt
	selectAfter, selectEvents *sqlite.Stmt
}

// commitError: the transaction was whole, and committing it failed.
type commitError struct{ err error }

func (e *commitError) Error() string { return e.err.Error() }
func (e *commitError) Unwrap() error { return e.err }

func newWriter(s *Store, conn *sqlite.Conn, last ledger.Position) (*writer, error) {
	w := &writer{
		path: s.path, limits: s.limits, mark: s.mark, tail: &s.tail, ends: &s.ends, conn: conn, last: last,
		heads: heads{limit: s.limits.memory}, rows: newDecoder(s.limits.memory),
	}
	for _, p := range []struct {
		stmt  **sqlite.Stmt
		query string
	}{
		{&w.begin, "BEGIN IMMEDIATE"},
		{&w.commit, "COMMIT"},
		{&w.rollback, "ROLLBACK"},
		{&w.insert, insertEvent},
		{&w.insertStream, "INSERT INTO streams(id, name) VALUES(?, ?)"},
		{&w.selectStream, "SELECT id FROM streams WHERE name = ?"},
		{&w.selectHead, "SELECT max(revision) FROM events WHERE stream = ?"},
		{&w.selectAfter, "SELECT " + columns + " FROM events WHERE stream = ? AND revision > ? ORDER BY revision"},
		{&w.selectEvents, "SELECT e.revision, s.name FROM events e JOIN streams s ON s.id = e.stream WHERE e.event_id = ?"},
	} {
		stmt, err := conn.Prepare(p.query)
		if err != nil {
			return nil, fault(s.path, "open ledger", err)
		}
		*p.stmt = stmt
	}
	var err error
	if w.stream, err = number(conn, "SELECT coalesce(max(id), 0) FROM streams"); err != nil {
		return nil, fault(s.path, "open ledger", err)
	}
	return w, nil
}

// store places all requests of a group in one transaction and commits it. An
// error means that nothing was stored, or with a [*commitError] that nobody
// knows. Looking for the ids first is the slow way, taken after an insert met
// an id that stands already: it names the culprit and stores the others.
func (w *writer) store(group []*request, lookFirst bool) ([]answer, error) {
	if w.broken != nil {
		return nil, w.broken
	}
	last := w.last
	answers, err := w.transact(group, lookFirst)
	w.ends.moved(group)
	if err != nil {
		w.undo()
		w.last = last
		return nil, err
	}
	if w.last > last {
		w.mark.note(w.last) // a mark that cannot be written stays older, which it may
		w.tail.advance(w.last)
	}
	return answers, nil
}

func (w *writer) transact(group []*request, lookFirst bool) ([]answer, error) {
	if err := run(w.begin); err != nil {
		return nil, err
	}
	before := w.last
	answers := make([]answer, len(group))
	for i, r := range group {
		records, err := w.place(r, lookFirst)
		if refusal(err) {
			answers[i].err = err
		} else if err != nil {
			return nil, err
		}
		answers[i].records = records
	}
	if w.last == before {
		return answers, run(w.rollback)
	}
	if err := run(w.commit); err != nil {
		return nil, &commitError{err}
	}
	return answers, nil
}

// undo ends a failed transaction, unless SQLite has done so.
func (w *writer) undo() {
	w.heads.forget()
	if !w.conn.AutocommitEnabled() {
		run(w.rollback) // fails only when the connection is lost, and then so does the next begin
	}
}

// refusal says whether an error concerns one request and no other.
func refusal(err error) bool {
	var conflict *ledger.ConflictError
	var duplicate *ledger.DuplicateError
	var corrupt *ledger.CorruptError
	return errors.As(err, &conflict) || errors.As(err, &duplicate) || errors.As(err, &corrupt)
}

// place stores one request, finds what it stored before, or refuses it.
func (w *writer) place(r *request, lookFirst bool) ([]ledger.Record, error) {
	h, err := w.head(r.stream)
	if err != nil {
		return nil, err
	}
	if h.revision != r.at {
		return w.again(r, h)
	}
	if lookFirst {
		if err := w.findDuplicate(r); err != nil {
			return nil, err
		}
	}
	if h.stream == 0 {
		h.stream = w.stream + 1
		w.insertStream.BindInt64(1, h.stream)
		w.insertStream.BindText(2, string(r.stream))
		if err := run(w.insertStream); err != nil {
			return nil, err
		}
		w.stream = h.stream
	}
	records := make([]ledger.Record, len(r.drafts))
	for i := range r.drafts {
		h.revision++
		records[i] = ledger.Record{Position: w.last + 1, Stream: r.stream, Revision: h.revision, Draft: r.drafts[i]}
		w.sealed = ledger.AppendSealed(w.sealed[:0], records[i].Sealed)
		bindRecord(w.insert, &records[i], h.stream, w.sealed, &w.rows.checksummer)
		if err := run(w.insert); err != nil {
			return nil, err
		}
		w.last++
	}
	w.heads.put(r.stream, h)
	return records, nil
}

// head gives the end of a stream as this transaction sees it.
func (w *writer) head(id ledger.StreamID) (head, error) {
	if h, ok := w.heads.get(id); ok {
		return h, nil
	}
	h := head{revision: ledger.NoStream}
	w.selectStream.BindText(1, string(id))
	found, err := row(w.selectStream, func(stmt *sqlite.Stmt) { h.stream = stmt.ColumnInt64(0) })
	if err != nil || !found {
		return h, err
	}
	w.selectHead.BindInt64(1, h.stream)
	if _, err := row(w.selectHead, func(stmt *sqlite.Stmt) {
		if !stmt.ColumnIsNull(0) {
			h.revision = ledger.Revision(stmt.ColumnInt64(0))
		}
	}); err != nil {
		return h, err
	}
	w.heads.put(id, h)
	return h, nil
}

// again gives the records after the expected revision if they begin with
// exactly the request's ids, else the conflict.
func (w *writer) again(r *request, h head) ([]ledger.Record, error) {
	conflict := &ledger.ConflictError{Stream: r.stream, Want: r.at, Have: h.revision}
	if r.at > h.revision || h.revision-r.at < ledger.Revision(len(r.drafts)) {
		return nil, conflict
	}
	w.selectAfter.BindInt64(1, h.stream)
	w.selectAfter.BindInt64(2, int64(r.at))
	defer w.selectAfter.Reset()
	records := make([]ledger.Record, len(r.drafts))
	for i := range records {
		more, err := w.selectAfter.Step()
		if err != nil {
			return nil, err
		}
		if !more {
			return nil, &ledger.CorruptError{Where: w.path, Reason: fmt.Sprintf("%s has fewer records than its head says", r.stream)}
		}
		if err := w.rows.record(w.selectAfter, r.stream, &records[i]); err != nil {
			return nil, &ledger.CorruptError{Where: w.path, Reason: err.Error()}
		}
		if records[i].ID != r.drafts[i].ID {
			return nil, conflict
		}
	}
	return records, nil
}

// findDuplicate refuses a request of which an id stands already.
func (w *writer) findDuplicate(r *request) error {
	for i := range r.drafts {
		duplicate := &ledger.DuplicateError{ID: r.drafts[i].ID}
		w.selectEvents.BindBytes(1, r.drafts[i].ID[:])
		found, err := row(w.selectEvents, func(stmt *sqlite.Stmt) {
			duplicate.Revision = ledger.Revision(stmt.ColumnInt64(0))
			duplicate.Stream = ledger.StreamID(stmt.ColumnText(1))
		})
		if err != nil {
			return err
		}
		if found {
			return duplicate
		}
	}
	return nil
}

// run steps a statement that gives no rows.
func run(stmt *sqlite.Stmt) error {
	if _, err := stmt.Step(); err != nil {
		return err // Step has reset the statement
	}
	return stmt.Reset()
}

// row gives the first row of a statement, if there is one.
func row(stmt *sqlite.Stmt, read func(*sqlite.Stmt)) (found bool, err error) {
	found, err = stmt.Step()
	if err != nil {
		return false, err
	}
	if found {
		read(stmt)
	}
	return found, stmt.Reset()
}
