package registers

import (
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// A Column is one of a register's.
type Column struct {
	Key string // in JSON
	Words
	Look Look
}

// Look is how a column is printed.
type Look string

// Looks.
const (
	Prose Look = ""     // wraps anywhere between words
	Whole Look = "line" // one line: dates and case numbers
	Count Look = "n"    // a number, to the right
	Hash  Look = "hash" // breaks anywhere, small
)

// A Cell is a value of a row. The zero Cell is one without a value.
type Cell struct {
	Text  string // as it is printed, in Chinese where it is a word
	En    string // the same in English; empty for what is no word
	Value any    // in JSON: a string, an int, a bool, or nil
}

// number says whether the cell was made from a number.
func (c Cell) number() bool {
	_, ok := c.Value.(int)
	return ok
}

func text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Text: s, Value: s}
}

func count(n int) Cell { return Cell{Text: strconv.Itoa(n), Value: n} }

// some is a number, and nothing for 0.
func some(n int) Cell {
	if n == 0 {
		return Cell{}
	}
	return count(n)
}

// moment prints an instant in a zone, to the minute; in JSON it is exact, in UTC.
func moment(t time.Time, zone *time.Location) Cell {
	if t.IsZero() {
		return Cell{}
	}
	return Cell{Text: t.In(zone).Format("2006-01-02 15:04"), Value: ledger.FormatTime(t)}
}

func day(d workdays.Date) Cell { return text(d.String()) }

// truth is 是 or 否.
func truth(b bool) Cell {
	w := Words{"否", "no"}
	if b {
		w = Words{"是", "yes"}
	}
	return Cell{Text: w.Zh, En: w.En, Value: b}
}

// Columns that several registers have.
var (
	serial = Column{"no", Words{"序号", "No."}, Count}
	number = Column{"case", Words{"办件编号", "Case"}, Whole}
	item   = Column{"item", Words{"事项", "Item"}, Prose}
	state  = Column{"status", Words{"办理进度", "Progress"}, Whole}
)
