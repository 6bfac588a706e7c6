package figures

import (
	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// Filter selects cases; nil fields select all. Cases count under the unit,
// item, channel and responsible post of their acceptance, and under the nodes
// above the unit.
type Filter struct {
	Org, Item, Kind, Channel, Officer *string
}

// Facets select cases further, by what they became and by the item's version
// and the organisation on the day of acceptance; nil fields select all.
type Facets struct {
	// OrgOnly leaves out what the nodes below a unit have: of the filter's
	// organisation, or of each that a ranking compares.
	OrgOnly                   bool
	Handling, Routing, Intake *string
	Level, Class              *string
	Tag                       *string // cases whose item has it, whatever others it has
}

// Query asks for figures of one population.
type Query struct {
	IDs []string `json:"figures,omitempty"` // figure ids; empty asks for all
	Filter
	Facets
	// From and To bound the period by local dates, both inclusive; NoDate
	// leaves a side open.
	From workdays.Date `json:"from"`
	To   workdays.Date `json:"to"`
	// AsOf is the day on whose end stocks (open, overdue) and cohorts are
	// counted. NoDate takes To; if that is open, all that is recorded counts,
	// and cases are overdue as of the day (Asia/Shanghai) on which the last
	// known record of a case was recorded.
	AsOf workdays.Date `json:"asOf"`
	// KnownAt is the place in the ledger whose knowledge counts: what was recorded
	// later is left out. Zero takes the views' position.
	KnownAt ledger.Position `json:"knownAt"`
	// Truncate cuts decimals instead of rounding half up.
	Truncate bool `json:"truncate"`
	// Decimals of ratios and means, 0 to 6; negative takes the definition's.
	Decimals int `json:"decimals"`
}

// Figure is a published number with everything needed to check it.
type Figure struct {
	ID      string `json:"id"`      // "on_time_rate"
	Version int    `json:"version"` // of the definition
	// Title is the Chinese term, Unit "cases", "%", "working days", "calendar
	// days", "charges", or a currency.
	Title string `json:"title"`
	Unit  string `json:"unit"`
	// Formula says in words what numerator and denominator are.
	Formula string `json:"formula"`
	// Numerator and Denominator are exact decimals. Denominator is empty for
	// counts and sums. Of a percentile they are the rank and the number of
	// values.
	Numerator   string      `json:"numerator"`
	Denominator string      `json:"denominator,omitempty"`
	Excluded    []Exclusion `json:"excluded,omitempty"`
	// Value is the rounded decimal, nil where the denominator is empty.
	Value    *string  `json:"value"`
	Rounding Rounding `json:"rounding"`
	// Provisional: a working-day figure that rests on an unpublished calendar.
	Provisional bool `json:"provisional,omitempty"`
	// On is the day of a peak, or the first of its month; NoDate where there is
	// none.
	On workdays.Date `json:"on"`
	// Query is what the figure answers, with its own period, day and position
	// filled in: asked again, it gives the same.
	Query    Query           `json:"query"`
	Position ledger.Position `json:"position"` // whose knowledge the figure shows
}

// Rounding is how Value came from the exact quotient.
type Rounding struct {
	// Mode is "half_up", halves away from zero, or "truncate".
	Mode     string `json:"mode"`
	Decimals int    `json:"decimals"`
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
	From    workdays.Date `json:"from"`
	To      workdays.Date `json:"to"`
	Label   string        `json:"label"` // "2011-10-03", "2011-W40", "2011-10", "2011-Q4", "2011-H2", "2011"
	Figures []Figure      `json:"figures"`
}

// Dimension is what a ranking compares.
type Dimension string

// Dimensions of a population. Organisations that stand above others have the
// cases of those too, and a case counts under each of its tags: what is compared
// by them does not add up.
const (
	Org      Dimension = "org"
	Item     Dimension = "item"
	KindOf   Dimension = "kind"
	Channel  Dimension = "channel"
	Officer  Dimension = "officer"
	Handling Dimension = "handling"
	Routing  Dimension = "routing"
	Intake   Dimension = "intake"
	Level    Dimension = "level"
	Class    Dimension = "class"
	Tag      Dimension = "tag"
)

// DimensionNames lists the dimensions, for messages and help.
func DimensionNames() string {
	return "org, item, kind, channel, officer, handling, routing, intake, level, class, tag"
}

// Rank is one row of a ranking.
type Rank struct {
	Place  int    `json:"place"` // 1 for the best; equal values share a place; 0 without value
	Key    string `json:"key"`
	Figure Figure `json:"figure"`
	// Cases is how many cases the place rests on: those of a quotient's
	// denominator; for counts and sums those of the population.
	Cases int64 `json:"-"`
	// Of is how many rows the ranking has before it is cut at the limit.
	Of int `json:"-"`
}
