package assistance

import (
	"fmt"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// Query chooses rows. Nil fields choose all.
type Query struct {
	// Org is the organisation itself, of matters the grid.
	Org *string
	// From and To bound the local day of the service, or of the opening of the
	// matter, both inclusive; NoDate leaves a side open.
	From, To workdays.Date
	Agent    *string // of services
	Mode     *string // of matters
	Level    *string // of matters: where they are
	Open     *bool   // of matters: not closed yet, or closed
	// After is the ordinal after which a page begins, First its length, 0 to 1000.
	After uint64
	First int
}

const maxPage = 1000

// conditions is a WHERE clause and its arguments.
type conditions struct {
	parts []string
	args  []any
}

// put adds a condition; its one %s is the place of the value.
func (c *conditions) put(condition string, value any) {
	c.args = append(c.args, value)
	c.parts = append(c.parts, fmt.Sprintf(condition, fmt.Sprintf("?%d", len(c.args))))
}

func (c *conditions) text(column string, value *string) {
	if value != nil {
		c.put(column+" = %s", *value)
	}
}

func (c *conditions) days(column string, from, to workdays.Date) {
	if from != workdays.NoDate {
		c.put(column+" >= %s", int64(from))
	}
	if to != workdays.NoDate {
		c.put(column+" <= %s", int64(to))
	}
}

func (c *conditions) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.parts, " AND ")
}

func (q *Query) check() error {
	if q.First < 0 || q.First > maxPage {
		return &ledger.InvalidError{Field: "first", Value: fmt.Sprint(q.First), Reason: fmt.Sprintf("want at most %d", maxPage)}
	}
	if q.From != workdays.NoDate && q.To != workdays.NoDate && q.To < q.From {
		return &ledger.InvalidError{Field: "to", Value: q.To.String(), Reason: "lies before from " + q.From.String()}
	}
	return nil
}

// page adds what a page adds to conditions, and gives the clause.
func (q *Query) page(c conditions) (string, []any) {
	c.put("ordinal > %s", int64(q.After))
	return c.where() + fmt.Sprintf(" ORDER BY ordinal LIMIT %d", q.First+1), c.args
}

// cut cuts what was read to the page.
func cut[T any](list []T, first int) (page []T, more bool) {
	if len(list) > first {
		return list[:first], true
	}
	return list, false
}
