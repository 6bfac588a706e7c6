package projections

import (
	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// FigureQuery asks for figures of one population.
type FigureQuery struct {
	IDs []string // figure ids; empty asks for all
	Filter
	// From and To bound the period by local dates, both inclusive; NoDate
	// leaves a side open.
	From, To workdays.Date
	// AsOf is the day on whose end stocks (open, overdue) and cohorts are
	// counted. NoDate takes To; if that is open, all that is recorded counts.
	AsOf workdays.Date
	// KnownAt is the ledger position whose knowledge counts: what was recorded
	// later is left out. Zero takes the views' position.
	KnownAt ledger.Position
	// Truncate cuts decimals instead of rounding half up.
	Truncate bool
	// Decimals of ratios and means, 0 to 6; negative takes the definition's.
	Decimals int
}

// Figure is a published number with everything needed to check it.
type Figure struct {
	ID      string // "on_time_rate"
	Version int    // of the definition
	// Title is the Chinese term, Unit "cases", "%", "working days", …
	Title, Unit string
	// Formula says in words what numerator and denominator are.
	Formula string
	// Numerator and Denominator are exact decimals. Denominator is empty for
	// counts and sums.
	Numerator, Denominator string
	Excluded               []Exclusion
	// Value is the rounded decimal, nil where the denominator is empty.
	Value       *string
	Rounding    Rounding
	Provisional bool // a working-day figure that rests on an unpublished calendar
	Query       FigureQuery
	Position    ledger.Position // whose knowledge the figure shows
}

// Exclusion counts cases that the figure leaves out, and says why.
type Exclusion struct {
	Reason string // "no_due_date", "not_closed", …
	Count  int64
}

// Rounding is how Value came from the exact quotient.
type Rounding struct {
	Mode     string // "half_up" or "truncate"
	Decimals int
}

// Grain is the length of a period.
type Grain string

// Grains. Weeks are ISO 8601 weeks, Monday to Sunday.
const (
	Day      Grain = "day"
	Week     Grain = "week"
	Month    Grain = "month"
	Quarter  Grain = "quarter"
	HalfYear Grain = "half_year"
	Year     Grain = "year"
)

// Point is one period of a time series.
type Point struct {
	From, To workdays.Date
	Label    string // "2011-10", "2011-W42", "2011-Q4", "2011-H2"
	Figures  []Figure
}

// Dimension is what a ranking compares.
type Dimension string

// Dimensions of a population.
const (
	Org     Dimension = "org"
	Item    Dimension = "item"
	KindOf  Dimension = "kind"
	Channel Dimension = "channel"
	Officer Dimension = "officer"
)

// Rank is one row of a ranking.
type Rank struct {
	Place  int // 1 for the best; equal values share a place
	Key    string
	Figure Figure
}

// Definition describes a figure for catalogues and documentation.
type Definition struct {
	ID                   string
	Version              int
	Title, Unit, Formula string
	Decimals             int
	// LowIsBest says which end of a ranking is its first place.
	LowIsBest bool
}
