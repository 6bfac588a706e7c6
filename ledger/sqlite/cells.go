package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"time"

	"caseledger/ledger"
)

// A cell is a row as it lies in a page: its key and its body, which begins
// with the types of the columns.
type cell struct {
	key  int64
	body []byte
	form []byte // the bytes before the body: its length and the key
}

var errCell = errors.New("a row does not have the form of its table")

// varint reads SQLite's variable-length integer; n is 0 where b is too short.
func varint(b []byte) (v uint64, n int) {
	for i := range min(len(b), 9) {
		if i == 8 {
			return v<<8 | uint64(b[i]), 9
		}
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}

// appendVarint writes v in the fewest bytes, as SQLite does.
func appendVarint(b []byte, v uint64) []byte {
	if v >= 1<<56 {
		for shift := 57; shift > 1; shift -= 7 {
			b = append(b, byte(v>>shift)|0x80)
		}
		return append(b, byte(v))
	}
	for n := max(1, (bits.Len64(v)+6)/7) - 1; n > 0; n-- {
		b = append(b, byte(v>>(7*n))|0x80)
	}
	return append(b, byte(v&0x7f))
}

// A column is a value in a row: a number, bytes or nothing.
type column struct {
	kind   byte // 'i', 't' (text), 'b' (blob) or 0 for nothing
	number int64
	bytes  []byte
}

// intSizes are the sizes of integers by type.
var intSizes = [...]int{0, 1, 2, 3, 4, 6, 8, 0, 0, 0}

// columnsOf takes a row apart.
func columnsOf(body []byte, into []column) ([]column, error) {
	into = into[:0]
	size, n := varint(body)
	if n == 0 || size < uint64(n) || size > uint64(len(body)) {
		return nil, errCell
	}
	types, values := body[n:size], body[size:]
	for len(types) > 0 {
		kind, n := varint(types)
		if n == 0 {
			return nil, errCell
		}
		types = types[n:]
		var c column
		var length uint64
		switch {
		case kind == 0:
		case kind >= 12:
			c.kind, length = 'b', (kind-12)/2
			if kind%2 == 1 {
				c.kind = 't'
			}
		case kind == 8, kind == 9:
			c.kind, c.number = 'i', int64(kind-8)
		case kind <= 6:
			c.kind, length = 'i', uint64(intSizes[kind])
		default:
			return nil, errCell
		}
		if length > uint64(len(values)) {
			return nil, errCell
		}
		c.bytes, values = values[:length], values[length:]
		if c.kind == 'i' && length > 0 {
			c.number = int64(int8(c.bytes[0]))
			for _, b := range c.bytes[1:] {
				c.number = c.number<<8 | int64(b)
			}
		}
		into = append(into, c)
	}
	if len(values) > 0 {
		return nil, errCell
	}
	return into, nil
}

// appendRow writes a row as SQLite does: each number in the smallest type
// that holds it.
func appendRow(b []byte, columns []column) []byte {
	var types, values []byte
	for _, c := range columns {
		switch c.kind {
		case 'i':
			kind := intType(c.number)
			types = appendVarint(types, kind)
			var wide [8]byte
			binary.BigEndian.PutUint64(wide[:], uint64(c.number))
			values = append(values, wide[8-intSizes[kind]:]...)
		case 't', 'b':
			kind := 12 + 2*uint64(len(c.bytes))
			if c.kind == 't' {
				kind++
			}
			types = appendVarint(types, kind)
			values = append(values, c.bytes...)
		default:
			types = append(types, 0)
		}
	}
	size := len(types) + 1
	if size > 0x7f {
		size++
	}
	b = appendVarint(b, uint64(size))
	return append(append(b, types...), values...)
}

func intType(v int64) uint64 {
	switch {
	case v == 0 || v == 1:
		return uint64(8 + v)
	case v == int64(int8(v)):
		return 1
	case v == int64(int16(v)):
		return 2
	case v == v<<40>>40:
		return 3
	case v == int64(int32(v)):
		return 4
	case v == v<<16>>16:
		return 5
	}
	return 6
}

// kinds are the types of the columns of a table, in their order; the key is
// not in the row.
const (
	eventKinds  = "\x00iibtiibtit*" // * is a blob or nothing
	streamKinds = "\x00t"
)

// checkForm says whether a row lies there in the one form that SQLite gives
// its values: a bit that changes a length, a type or the bytes of a number
// without changing what is read is seen here and nowhere else.
func (c *cell) checkForm(columns []column, kinds string) error {
	if len(columns) != len(kinds) {
		return errCell
	}
	for i := range columns {
		have, want := columns[i].kind, kinds[i]
		if want == '*' && (have == 0 || have == 'b' && len(columns[i].bytes) > 0) {
			continue
		}
		if have != want {
			return errCell
		}
	}
	form := appendVarint(appendVarint(nil, uint64(len(c.body))), uint64(c.key))
	if !bytes.Equal(form, c.form) || !bytes.Equal(appendRow(nil, columns), c.body) {
		return errCell
	}
	return nil
}

// recordOf makes the record of a row of events that has the form of the table.
func (d *decoder) recordOf(c *cell, columns []column, stream ledger.StreamID) (ledger.Record, error) {
	r := ledger.Record{Position: ledger.Position(c.key), Stream: stream, Revision: ledger.Revision(columns[colRevision].number)}
	r.Type, r.Post = string(columns[colType].bytes), string(columns[colPost].bytes)
	r.Occurred = time.UnixMicro(columns[colOccurred].number).UTC()
	r.Recorded = time.UnixMicro(columns[colRecorded].number).UTC()
	r.Public = columns[colPublic].bytes
	sealed := columns[colSealed].bytes
	short := copy(r.ID[:], columns[colID].bytes) != len(r.ID) || copy(r.Command[:], columns[colCommand].bytes) != len(r.Command) ||
		len(columns[colID].bytes) != len(r.ID) || len(columns[colCommand].bytes) != len(r.Command)
	if short || int64(d.sum(&r, sealed)) != columns[colCRC].number {
		return r, fmt.Errorf("record %d does not have its checksum", r.Position)
	}
	var err error
	r.Sealed, err = ledger.ParseSealed(sealed)
	return r, err
}
