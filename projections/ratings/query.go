package ratings

import (
	"context"
	"math/big"

	"caseledger/ledger"
	"caseledger/ledger/policy"
	"caseledger/ledger/statement"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// MaxMonths bounds the months of one question.
const MaxMonths = 24

// A Query asks for the ratings of some months.
type Query struct {
	From, To statement.Period // both inclusive
	Org      *string          // accepting organisation of their cases; nil for all
}

func (q *Query) check() error {
	if err := q.From.Validate(); err != nil {
		return err
	}
	if err := q.To.Validate(); err != nil {
		return err
	}
	if q.To < q.From || q.To >= q.From.Add(MaxMonths) {
		return &ledger.InvalidError{Field: "to", Value: string(q.To), Reason: "want a month from " + string(q.From) + " on, of 24 at most"}
	}
	return nil
}

// A Row is what was said of a window in a month (窗口评价通报).
type Row struct {
	Month  statement.Period
	Window string // empty: cases that name none
	// Levels counts the ratings that count, by level: 1 非常不满意 … 5 非常满意; the
	// first place is 0.
	Levels      [policy.Best + 1]int
	Named       int // of these, by name (实名)
	Invalidated int // 无效评价, in no other number
}

// From counts the ratings that count, from a level on.
func (r *Row) From(level int) (n int) {
	for _, k := range r.Levels[level:] {
		n += k
	}
	return n
}

// Ratings counts those that count (评价数).
func (r *Row) Ratings() int { return r.From(policy.Worst) }

// Bad counts those of the levels 2 and 1 (差评数).
func (r *Row) Bad() int { return r.Ratings() - r.From(policy.Bad+1) }

// Satisfied is the satisfaction rate (满意率), of the levels 5, 4 and 3, in percent
// with two decimals, half up; nil where nobody rated.
func (r *Row) Satisfied() *string { return r.share(policy.Satisfied) }

// Good is the rate of good ratings (好评率), of the levels 5 and 4.
func (r *Row) Good() *string { return r.share(policy.Good) }

func (r *Row) share(from int) *string {
	all := r.Ratings()
	if all == 0 {
		return nil
	}
	s := big.NewRat(int64(r.From(from))*100, int64(all)).FloatString(2)
	return &s
}

// A Table is the rows of a query: by month, then by window.
type Table struct {
	Rows []Row
	At   uint64 // ordinal of the last record taken into account
}

// ByWindow counts the ratings of each window, month by month. What nobody rated
// has no row. A query that cannot be answered gives a [*ledger.InvalidError].
func ByWindow(ctx context.Context, v view.Reader, q Query) (out Table, err error) {
	if err := q.check(); err != nil {
		return out, err
	}
	where, args := "WHERE month >= ?1 AND month <= ?2", []any{string(q.From), string(q.To)}
	if q.Org != nil {
		where, args = where+" AND org = ?3", append(args, *q.Org)
	}
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		out.At = at
		return t.Query("SELECT month, desk, level, invalid, COUNT(*), CAST(SUM(named) AS BIGINT) FROM ratings_given "+where+" GROUP BY month, desk, level, invalid ORDER BY month, desk, level, invalid", func(r door.Row) error {
			out.add(statement.Period(r.Text(0)), r.Text(1), int(r.Int(2)), r.Int(3) != 0, int(r.Int(4)), int(r.Int(5)))
			return nil
		}, args...)
	})
	return out, err
}

// add counts ratings of a level; they come by month, then by window.
func (t *Table) add(month statement.Period, window string, level int, invalid bool, ratings, named int) {
	if n := len(t.Rows); n == 0 || t.Rows[n-1].Month != month || t.Rows[n-1].Window != window {
		t.Rows = append(t.Rows, Row{Month: month, Window: window})
	}
	r := &t.Rows[len(t.Rows)-1]
	if invalid {
		r.Invalidated += ratings
		return
	}
	r.Levels[min(max(level, policy.Worst), policy.Best)] += ratings
	r.Named += named
}
