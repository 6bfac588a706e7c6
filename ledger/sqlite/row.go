package sqlite

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"time"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// columns are the columns of events in the order in which rows are written
// and read.
const columns = "position, stream, revision, event_id, type, occurred_at, recorded_at, command, post, crc, public, sealed"

const insertEvent = "INSERT INTO events(" + columns + ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

const (
	colPosition = iota
	colStream
	colRevision
	colID
	colType
	colOccurred
	colRecorded
	colCommand
	colPost
	colCRC
	colPublic
	colSealed
)

// bindRecord binds a record to [insertEvent].
func bindRecord(stmt *sqlite.Stmt, r *ledger.Record, stream int64, sealed []byte, c *checksummer) {
	stmt.BindInt64(1+colPosition, int64(r.Position))
	stmt.BindInt64(1+colStream, stream)
	stmt.BindInt64(1+colRevision, int64(r.Revision))
	stmt.BindBytes(1+colID, r.ID[:])
	stmt.BindText(1+colType, r.Type)
	stmt.BindInt64(1+colOccurred, r.Occurred.UnixMicro())
	stmt.BindInt64(1+colRecorded, r.Recorded.UnixMicro())
	stmt.BindBytes(1+colCommand, r.Command[:])
	stmt.BindText(1+colPost, r.Post)
	stmt.BindInt64(1+colCRC, int64(c.sum(r, sealed)))
	stmt.BindText(1+colPublic, string(r.Public))
	if len(sealed) == 0 {
		stmt.BindNull(1 + colSealed)
	} else {
		stmt.BindBytes(1+colSealed, sealed)
	}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksummer computes checksums of rows, in room that it keeps.
type checksummer struct{ buf []byte }

// sum is the CRC-32C of a record with its place, as FORMAT.md §6 says. It is
// there for damaged disks, which SQLite does not notice inside a value; it
// proves nothing against intent.
func (c *checksummer) sum(r *ledger.Record, sealed []byte) uint32 {
	b := c.buf[:0]
	b = binary.BigEndian.AppendUint64(b, uint64(r.Position))
	b = binary.BigEndian.AppendUint64(b, uint64(r.Revision))
	b = binary.BigEndian.AppendUint64(b, uint64(r.Occurred.UnixMicro()))
	b = binary.BigEndian.AppendUint64(b, uint64(r.Recorded.UnixMicro()))
	b = append(b, r.ID[:]...)
	b = append(b, r.Command[:]...)
	for _, s := range [...]string{string(r.Stream), r.Type, r.Post} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(r.Public)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(sealed)))
	c.buf = b
	sum := crc32.Update(0, castagnoli, b)
	sum = crc32.Update(sum, castagnoli, r.Public)
	return crc32.Update(sum, castagnoli, sealed)
}

// decoder reads rows into records. It belongs to one reader. Repeated strings
// are shared, and bodies that are read together lie in few pieces of memory.
type decoder struct {
	checksummer
	limit   int // how many names and how many strings it remembers at most
	names   map[int64]ledger.StreamID
	strings map[string]string
	bodies  []byte // free room for bodies
	chunk   int    // size of the last piece of that room
	text    [128]byte
	sealed  []byte
}

// Bounds of the pieces of memory in which bodies lie.
const (
	minChunk = 4 << 10
	maxChunk = 128 << 10
)

func newDecoder(limit int) *decoder {
	return &decoder{limit: limit, names: make(map[int64]ledger.StreamID), strings: make(map[string]string)}
}

// record reads the current row of a statement that selects [columns].
func (d *decoder) record(stmt *sqlite.Stmt, stream ledger.StreamID, r *ledger.Record) (err error) {
	r.Position = ledger.Position(stmt.ColumnInt64(colPosition))
	r.Stream = stream
	r.Revision = ledger.Revision(stmt.ColumnInt64(colRevision))
	short := stmt.ColumnBytes(colID, r.ID[:]) != len(r.ID) || stmt.ColumnBytes(colCommand, r.Command[:]) != len(r.Command)
	r.Occurred = time.UnixMicro(stmt.ColumnInt64(colOccurred)).UTC()
	r.Recorded = time.UnixMicro(stmt.ColumnInt64(colRecorded)).UTC()
	r.Type = d.string(stmt, colType)
	r.Post = d.string(stmt, colPost)
	r.Public = d.body(stmt, colPublic)
	sealed := d.sealedBytes(stmt)
	if short || int64(d.sum(r, sealed)) != stmt.ColumnInt64(colCRC) {
		return fmt.Errorf("record %d does not have its checksum", r.Position)
	}
	if r.Sealed, err = ledger.ParseSealed(sealed); err != nil {
		return fmt.Errorf("record %d: %w", r.Position, err)
	}
	return nil
}

// string reads a short string that often repeats.
func (d *decoder) string(stmt *sqlite.Stmt, col int) string {
	n := stmt.ColumnBytes(col, d.text[:])
	if n == len(d.text) {
		return stmt.ColumnText(col)
	}
	if s, ok := d.strings[string(d.text[:n])]; ok {
		return s
	}
	if len(d.strings) >= d.limit {
		clear(d.strings)
	}
	s := string(d.text[:n])
	d.strings[s] = s
	return s
}

// body copies a value into room that it shares with other bodies.
func (d *decoder) body(stmt *sqlite.Stmt, col int) []byte {
	n := stmt.ColumnBytes(col, d.bodies)
	if n == len(d.bodies) { // it may be longer than the room
		n = stmt.ColumnLen(col)
		if n > maxChunk/8 {
			alone := make([]byte, n)
			return alone[:stmt.ColumnBytes(col, alone)]
		}
		d.chunk = min(max(2*d.chunk, 2*n, minChunk), maxChunk)
		d.bodies = make([]byte, d.chunk)
		n = stmt.ColumnBytes(col, d.bodies)
	}
	b := d.bodies[:n:n]
	d.bodies = d.bodies[n:]
	return b
}

// sealedBytes gives the stored form of the sealed values; it is valid until
// the next row.
func (d *decoder) sealedBytes(stmt *sqlite.Stmt) []byte {
	n := stmt.ColumnLen(colSealed)
	if n == 0 {
		return nil
	}
	if cap(d.sealed) < n {
		d.sealed = make([]byte, n)
	}
	return d.sealed[:stmt.ColumnBytes(colSealed, d.sealed[:n])]
}
