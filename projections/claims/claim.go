package claims

import (
	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

// Kind is how a claim's number follows from others.
type Kind string

// Kinds of claims.
const (
	Ratio      Kind = "ratio"      // 率: numerator ÷ denominator
	Share      Kind = "share"      // 占比: part ÷ base
	Mean       Kind = "mean"       // 平均: sum ÷ count, or the mean of a list
	Sum        Kind = "sum"        // 合计: of parts
	Difference Kind = "difference" // 差: the first less all others
	OnTime     Kind = "on_time"    // 按期办结率: of cases closed, those not late
	Change     Kind = "change"     // 同比、环比: from an earlier period to a later one
	Direction  Kind = "direction"  // 增减: whether it grew or shrank
	Closed     Kind = "closed"     // 受理与办结: no more were closed than accepted
	Period     Kind = "period"     // 期间: a text speaks of the period that its title names
	Named      Kind = "named"      // 列举: as many are named as are said to be
	Count      Kind = "count"      // 单列的数: nothing stands beside it
)

// A Claim is a number that was published, and what it is said to follow from.
type Claim struct {
	ID   string
	Line int // of the file on which it begins, from 1 on
	Is   Kind
	Says Quantity
	Word string // what a direction or a period says

	Numerator, Denominator Quantity // of a ratio, a share or a mean
	Closed, Late, Punctual Quantity // of on_time: punctual are those not late
	Accepted               Quantity // of closed
	Of                     []Quantity
	Names                  []string // of named
	Stated                 []string // periods that a period is held against
	// More says that the parts listed of a sum need not be all (其中).
	More bool
	// Each says of a count that it may be that of each or of all (每个).
	Each bool
	// Periods are those of a change, in the order of its parts.
	Periods []string
	Label   string // of a change: 同比, 环比; empty for none

	Figure *FigureClaim
	Note   string
	Source string

	Place *Place // where it stands in a text
}

// FigureClaim names a figure of the ledger.
type FigureClaim struct {
	ID       string
	Filter   figures.Filter
	Facets   figures.Facets
	From, To workdays.Date
	AsOf     workdays.Date
	KnownAt  ledger.Position
}

// A Place is where something stands in a text: line and column of its first
// character, from 1 on, and the words.
type Place struct {
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Quote  string `json:"quote"`
}

// A Left is a number of a text from which no claim was read.
type Left struct {
	Place
	Reason Words `json:"reason"` // why it is none
}

// A File is what there is to judge.
type File struct {
	Claims []Claim
	Text   bool   // whether it was plain text
	Left   []Left // of a text
}

// quantities are all that are stated of a claim beside what it says.
func (c *Claim) quantities() []Quantity {
	return append([]Quantity{c.Numerator, c.Denominator, c.Closed, c.Late, c.Punctual, c.Accepted}, c.Of...)
}
