package projections

import (
	"encoding/binary"
	"fmt"

	"caseledger/projections/door"
)

// coder goes over the fields of a value one by one, and writes them or reads
// them: one list of fields serves both directions. Whole numbers are varints,
// texts and lists have their length before them. JSON would cost more than all
// the rest of a view's work.
type coder struct {
	b       []byte // written so far, or still to be read
	writing bool
	err     error // the first fault in what is read; then fields stay zero
}

func (c *coder) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("stored value: "+format, args...)
		c.b = nil
	}
}

func (c *coder) byte(b byte) byte {
	if c.writing {
		c.b = append(c.b, b)
		return b
	}
	if len(c.b) == 0 {
		c.fail("ends too early")
		return 0
	}
	b, c.b = c.b[0], c.b[1:]
	return b
}

// raw codes bytes whose number is known.
func (c *coder) raw(b []byte) {
	if c.writing {
		c.b = append(c.b, b...)
		return
	}
	if len(c.b) < len(b) {
		c.fail("ends too early")
		return
	}
	c.b = c.b[copy(b, c.b):]
}

func (c *coder) truth(v *bool) {
	*v = c.byte(byte(door.Flag(*v))) != 0
}

// size codes a length; a read one is never more than the bytes that are left.
func (c *coder) size(n int) int {
	if c.writing {
		c.b = binary.AppendUvarint(c.b, uint64(n))
		return n
	}
	u, k := binary.Uvarint(c.b)
	if k <= 0 || u > uint64(len(c.b)-k) {
		c.fail("a length is wrong")
		return 0
	}
	c.b = c.b[k:]
	return int(u)
}

func (c *coder) text(s *string) { word(c, s) }

func word[S ~string](c *coder, s *S) {
	n := c.size(len(*s))
	if c.writing {
		c.b = append(c.b, *s...)
		return
	}
	*s, c.b = S(c.b[:n]), c.b[n:]
}

func number[N ~int | ~int32 | ~int64 | ~uint64](c *coder, v *N) {
	if c.writing {
		c.b = binary.AppendVarint(c.b, int64(*v))
		return
	}
	n, k := binary.Varint(c.b)
	if k <= 0 || int64(N(n)) != n {
		c.fail("a number is wrong")
		return
	}
	*v, c.b = N(n), c.b[k:]
}

func list[T any](c *coder, items *[]T, item func(*coder, *T)) {
	n := c.size(len(*items))
	if !c.writing && n > 0 {
		*items = make([]T, 0, min(n, 64))
	}
	for i := 0; i < n && c.err == nil; i++ {
		if !c.writing {
			*items = append(*items, *new(T))
		}
		item(c, &(*items)[i])
	}
}

func optional[T any](c *coder, p **T, item func(*coder, *T)) {
	set := *p != nil
	if c.truth(&set); !set {
		return
	}
	if !c.writing {
		*p = new(T)
	}
	item(c, *p)
}
