package projections

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// place is where views live: a row that names the live generation of tables,
// and the generations, each a database of its own. A rebuild fills a new
// generation and then changes the row.
type place interface {
	// live is the number of the generation that answers, 0 for none.
	live(ctx context.Context) (int64, error)
	// generations lists those that exist, ascending, finished or not.
	generations(ctx context.Context) ([]int64, error)
	// open opens a generation, and creates it empty if it does not exist.
	open(ctx context.Context, generation int64) (database, error)
	// setLive is the switch: from then on the generation answers.
	setLive(ctx context.Context, generation int64) error
	// drop removes a generation. Readers that still have it open may finish.
	drop(ctx context.Context, generation int64) error
	close() error
}

// database is the narrow door to SQL: SQLite now, PostgreSQL beside it. All
// statements of this package keep to what both understand: placeholders ?1 ?2
// …, INSERT … ON CONFLICT DO UPDATE, the types BIGINT, TEXT and BLOB. What
// differs is translated behind the door. Statements are prepared once and kept,
// so their text is constant or built from few choices.
type database interface {
	// read runs f on one snapshot. It is safe for concurrent use and does not
	// wait for the writer.
	read(ctx context.Context, f func(tx) error) error
	// write runs f in one transaction: nothing of it stays where f or the
	// commit fails. Writes run one after another. What a power cut takes away
	// are whole transactions from the end; the ledger gives them back.
	write(ctx context.Context, f func(tx) error) error
	// close frees the database when reads under way have ended.
	close() error
}

// tx is a transaction, or a snapshot for reading. It belongs to one goroutine.
type tx interface {
	// exec runs one statement. Arguments are int64, string, []byte or nil.
	exec(query string, args ...any) error
	// query calls each for every row, in order; an error from it ends the
	// query. The row is good for the duration of the call only. Different
	// queries may nest.
	query(query string, each func(row) error, args ...any) error
	// put writes n rows in one go; fill gives the values of the i-th, one call
	// of its params for each column, in order.
	put(into *sheet, n int, fill func(i int, p params)) error
	// aside writes a column so that its condition does not choose the index;
	// for databases that know better, it is the column as it is.
	aside(column string) string
}

// sheet says how rows are put into a table. It does not change.
type sheet struct {
	table   string
	columns []string
	// key is the primary key. Empty says that all rows are new.
	key []string
	// add names columns whose value is added to the stored one where the key
	// exists.
	add []string
	// keep names columns that stay as they are where the key exists. All
	// others outside the key are replaced.
	keep []string
}

// insert is the statement that puts n rows.
func (s *sheet) insert(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", s.table, strings.Join(s.columns, ", "))
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(placeholders(i*len(s.columns)+1, len(s.columns)))
	}
	if len(s.key) == 0 {
		return b.String()
	}
	var sets []string
	for _, c := range s.columns {
		switch {
		case slices.Contains(s.key, c) || slices.Contains(s.keep, c):
		case slices.Contains(s.add, c):
			sets = append(sets, fmt.Sprintf("%[2]s = %[1]s.%[2]s + excluded.%[2]s", s.table, c))
		default:
			sets = append(sets, fmt.Sprintf("%[1]s = excluded.%[1]s", c))
		}
	}
	action := "NOTHING"
	if len(sets) > 0 {
		action = "UPDATE SET " + strings.Join(sets, ", ")
	}
	fmt.Fprintf(&b, " ON CONFLICT (%s) DO %s", strings.Join(s.key, ", "), action)
	return b.String()
}

// placeholders is a list of n placeholders in brackets.
func placeholders(first, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("?%d", first+i)
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// row is one row of an answer; columns count from 0.
type row interface {
	int(column int) int64
	text(column int) string
	bytes(column int) []byte                // a copy
	appendTo(dst []byte, column int) []byte // the bytes of a column, after dst
	null(column int) bool
}

// params takes the values of one row, column by column.
type params interface {
	int(int64)
	text(string)
	blob([]byte) // not kept: the caller may use it again
}
