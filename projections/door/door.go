package door

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrReadOnly: a write was asked of a place that is open for reading only.
var ErrReadOnly = errors.New("these views are open for reading only")

// Place is where views live: a row that names the live generation of tables,
// and the generations, each a database of its own. A rebuild fills a new
// generation and then changes the row.
type Place interface {
	// Live is the number of the generation that answers, 0 for none.
	Live(ctx context.Context) (int64, error)
	// Generations lists those that exist, ascending, finished or not.
	Generations(ctx context.Context) ([]int64, error)
	// Open opens a generation, and creates it empty if it does not exist.
	Open(ctx context.Context, generation int64) (Database, error)
	// SetLive is the switch: from then on the generation answers.
	SetLive(ctx context.Context, generation int64) error
	// Drop removes a generation. Readers that still have it open may finish.
	Drop(ctx context.Context, generation int64) error
	Close() error
}

// Database is the narrow door to SQL: SQLite now, PostgreSQL beside it. All
// statements of the views keep to what both understand: placeholders ?1 ?2
// …, INSERT … ON CONFLICT DO UPDATE, the types BIGINT, TEXT and BLOB. What
// differs is translated behind the door. Statements are prepared once and kept,
// so their text is constant or built from few choices.
type Database interface {
	// Read runs f on one snapshot. It is safe for concurrent use and does not
	// wait for the writer.
	Read(ctx context.Context, f func(Tx) error) error
	// Write runs f in one transaction: nothing of it stays where f or the
	// commit fails. Writes run one after another. What a power cut takes away
	// are whole transactions from the end; the ledger gives them back.
	Write(ctx context.Context, f func(Tx) error) error
	// Close frees the database when reads under way have ended.
	Close() error
}

// Tx is a transaction, or a snapshot for reading. It belongs to one goroutine.
type Tx interface {
	// Exec runs one statement. Arguments are int64, string, []byte or nil.
	Exec(query string, args ...any) error
	// Query calls each for every row, in order; an error from it ends the
	// query. The row is good for the duration of the call only. Different
	// queries may nest.
	Query(query string, each func(Row) error, args ...any) error
	// Put writes n rows in one go; fill gives the values of the i-th, one call
	// of its Params for each column, in order.
	Put(into *Sheet, n int, fill func(i int, p Params)) error
	// Aside writes a column so that its condition does not choose the index;
	// for databases that know better, it is the column as it is.
	Aside(column string) string
}

// Sheet says how rows are put into a table. It does not change.
type Sheet struct {
	Table   string
	Columns []string
	// Key is the primary key. Empty says that all rows are new.
	Key []string
	// Add names columns whose value is added to the stored one where the key
	// exists.
	Add []string
	// Keep names columns that stay as they are where the key exists. All
	// others outside the key are replaced.
	Keep []string
}

// insert is the statement that puts n rows.
func (s *Sheet) insert(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", s.Table, strings.Join(s.Columns, ", "))
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(Placeholders(i*len(s.Columns)+1, len(s.Columns)))
	}
	if len(s.Key) == 0 {
		return b.String()
	}
	var sets []string
	for _, c := range s.Columns {
		switch {
		case slices.Contains(s.Key, c) || slices.Contains(s.Keep, c):
		case slices.Contains(s.Add, c):
			sets = append(sets, fmt.Sprintf("%[2]s = %[1]s.%[2]s + excluded.%[2]s", s.Table, c))
		default:
			sets = append(sets, fmt.Sprintf("%[1]s = excluded.%[1]s", c))
		}
	}
	action := "NOTHING"
	if len(sets) > 0 {
		action = "UPDATE SET " + strings.Join(sets, ", ")
	}
	fmt.Fprintf(&b, " ON CONFLICT (%s) DO %s", strings.Join(s.Key, ", "), action)
	return b.String()
}

// Placeholders is a list of n placeholders in brackets.
func Placeholders(first, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("?%d", first+i)
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// Row is one row of an answer; columns count from 0.
type Row interface {
	Int(column int) int64
	Text(column int) string
	Bytes(column int) []byte                // a copy
	AppendTo(dst []byte, column int) []byte // the bytes of a column, after dst
	Null(column int) bool
}

// Params takes the values of one row, column by column.
type Params interface {
	Int(int64)
	Text(string)
	Blob([]byte) // not kept: the caller may use it again
}
