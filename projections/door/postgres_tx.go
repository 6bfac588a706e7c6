package door

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// copyFrom is the number of new rows from which COPY is worth its set-up.
const copyFrom = 50

// postgresTx is a transaction of one generation.
type postgresTx struct {
	ctx context.Context
	db  *postgresDB
	tx  pgx.Tx
}

func (t *postgresTx) Exec(query string, args ...any) error {
	if _, err := t.tx.Exec(t.ctx, t.db.translate(query), args...); err != nil {
		return fmt.Errorf("query %q: %w", query, err)
	}
	return nil
}

// query reads the answer whole before it calls each: a connection carries one
// answer at a time, and queries may nest.
func (t *postgresTx) Query(query string, each func(Row) error, args ...any) error {
	rows, err := t.tx.Query(t.ctx, t.db.translate(query), args...)
	if err != nil {
		return fmt.Errorf("query %q: %w", query, err)
	}
	answer, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) ([]any, error) { return r.Values() })
	if err != nil {
		return fmt.Errorf("query %q: %w", query, err)
	}
	if each == nil {
		return nil
	}
	for _, values := range answer {
		if err := each(postgresRow(values)); err != nil {
			return err
		}
	}
	return nil
}

func (t *postgresTx) Aside(column string) string { return column }

// put copies new rows, and merges rows whose key may exist: whole columns go
// to the server as arrays, in one statement.
func (t *postgresTx) Put(into *Sheet, n int, fill func(i int, p Params)) error {
	if n == 0 {
		return nil
	}
	if len(into.Key) == 0 && n >= copyFrom {
		return t.copy(into, n, fill)
	}
	types, err := t.db.columns(t.ctx, t.tx, into.Table)
	if err != nil {
		return fmt.Errorf("put into %s: %w", into.Table, err)
	}
	arrays := newArrays(into, types, n)
	for i := range n {
		arrays.at = 0
		fill(i, arrays)
		if arrays.at != len(into.Columns) {
			return fmt.Errorf("put into %s: %d values for %d columns", into.Table, arrays.at, len(into.Columns))
		}
	}
	if _, err := t.tx.Exec(t.ctx, merge(into, types), arrays.args()...); err != nil {
		return fmt.Errorf("put into %s: %w", into.Table, err)
	}
	return nil
}

func (t *postgresTx) copy(into *Sheet, n int, fill func(i int, p Params)) error {
	source := &copySource{n: n, fill: fill, values: make([]any, 0, len(into.Columns))}
	if _, err := t.tx.CopyFrom(t.ctx, pgx.Identifier{into.Table}, into.Columns, source); err != nil {
		return fmt.Errorf("put into %s: %w", into.Table, err)
	}
	return nil
}

// merge is the statement that puts rows given as one array for each column.
func merge(s *Sheet, types map[string]string) string {
	arrays := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		arrays[i] = fmt.Sprintf("$%d::%s[]", i+1, types[c])
	}
	insert := s.insert(1)
	head, _, _ := strings.Cut(insert, " VALUES (")
	tail := ""
	if i := strings.Index(insert, " ON CONFLICT "); i >= 0 {
		tail = insert[i:]
	}
	return head + " SELECT * FROM unnest(" + strings.Join(arrays, ", ") + ")" + tail
}

// arrays collects rows by column.
type arrays struct {
	columns []any // *[]*int64, *[]*string or *[][]byte
	at      int
}

func newArrays(s *Sheet, types map[string]string, n int) *arrays {
	a := &arrays{}
	for _, c := range s.Columns {
		switch types[c] {
		case "bigint":
			a.columns = append(a.columns, &ints{make([]int64, 0, n)})
		case "text":
			a.columns = append(a.columns, &texts{make([]string, 0, n)})
		default:
			a.columns = append(a.columns, &blobs{make([][]byte, 0, n)})
		}
	}
	return a
}

type (
	ints  struct{ values []int64 }
	texts struct{ values []string }
	blobs struct{ values [][]byte }
)

func (a *arrays) next() any { a.at++; return a.columns[a.at-1] }

func (a *arrays) Int(v int64) {
	c := a.next().(*ints)
	c.values = append(c.values, v)
}

func (a *arrays) Text(v string) {
	c := a.next().(*texts)
	c.values = append(c.values, v)
}

func (a *arrays) Blob(v []byte) {
	c := a.next().(*blobs)
	if v == nil {
		v = []byte{}
	}
	c.values = append(c.values, slices.Clone(v))
}

// args gives one argument for each column.
func (a *arrays) args() []any {
	out := make([]any, len(a.columns))
	for i, c := range a.columns {
		switch c := c.(type) {
		case *ints:
			out[i] = c.values
		case *texts:
			out[i] = c.values
		case *blobs:
			out[i] = c.values
		}
	}
	return out
}

// copySource feeds COPY row by row.
type copySource struct {
	n, i   int
	fill   func(i int, p Params)
	values []any
}

func (c *copySource) Next() bool { c.i++; return c.i <= c.n }
func (c *copySource) Err() error { return nil }
func (c *copySource) Values() ([]any, error) {
	c.values = c.values[:0]
	c.fill(c.i-1, c)
	return c.values, nil
}

func (c *copySource) Int(v int64)   { c.values = append(c.values, v) }
func (c *copySource) Text(v string) { c.values = append(c.values, v) }
func (c *copySource) Blob(v []byte) {
	c.values = append(c.values, append([]byte{}, v...))
}

// postgresRow is one row; the server's integers come as int64, int32 or int16,
// sums of integers as numeric.
type postgresRow []any

func (r postgresRow) Null(c int) bool { return r[c] == nil }
func (r postgresRow) Text(c int) string {
	s, _ := r[c].(string)
	return s
}

func (r postgresRow) Bytes(c int) []byte {
	switch v := r[c].(type) {
	case []byte:
		return v
	case string:
		return []byte(v)
	}
	return nil
}

func (r postgresRow) AppendTo(dst []byte, c int) []byte { return append(dst, r.Bytes(c)...) }

func (r postgresRow) Int(c int) int64 {
	switch v := r[c].(type) {
	case int64:
		return v
	case int32:
		return int64(v)
	case int16:
		return int64(v)
	case pgtype.Numeric:
		n, err := v.Int64Value()
		if err != nil {
			panic(fmt.Sprintf("door: %v is not a whole number of 64 bits", v))
		}
		return n.Int64
	}
	return 0
}
