package projections

import "context"

// database is the narrow door to SQL: SQLite now, PostgreSQL beside it. All
// statements of this package keep to what both understand: placeholders ?1 ?2
// …, INSERT … ON CONFLICT DO UPDATE, the types BIGINT, TEXT and BLOB. What
// differs is translated behind the door. Each distinct statement is prepared
// once per connection, so statements are constants or built from few choices.
type database interface {
	// read runs f on one snapshot. It is safe for concurrent use and does not
	// wait for the writer.
	read(ctx context.Context, f func(tx) error) error
	// write runs f in one transaction: durable when write returns nil, nothing
	// of it where f or the commit fails. Writes run one after another.
	write(ctx context.Context, f func(tx) error) error
	close() error
}

// tx is a transaction, or a snapshot for reading. It belongs to one goroutine.
type tx interface {
	// exec runs one statement. Arguments are int64, string, []byte or nil.
	exec(query string, args ...any) error
	// query calls each for every row, in order; an error from it ends the
	// query. The row is good for the duration of the call only. Queries may
	// nest.
	query(query string, each func(row) error, args ...any) error
	// put writes n rows in one go; fill gives the values of the i-th, one call
	// of its params for each column, in order.
	put(into *sheet, n int, fill func(i int, p params)) error
}

// sheet says how rows are put into a table.
type sheet struct {
	table   string
	columns []string
	// key is the primary key. Empty says that all rows are new.
	key []string
	// add names columns whose value is added to the stored one where the key
	// exists. All other columns outside the key are replaced.
	add []string
}

// row is one row of an answer; columns count from 0.
type row interface {
	int(column int) int64
	text(column int) string
	bytes(column int) []byte // a copy
	null(column int) bool
}

// params takes the values of one row, column by column.
type params interface {
	int(int64)
	text(string)
	blob([]byte)
	null()
}
