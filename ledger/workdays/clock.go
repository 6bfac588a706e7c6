package workdays

// A Span is a time in which the clock stands still, by local dates: the state
// at 24:00 decides, so From is the date on which the suspension began and
// Until the date on which the clock ran again; the dates From … Until−1 are
// not counted. Until is [NoDate] while the suspension lasts.
type Span struct {
	From, Until Date
	Reason      string
}

// Covers says whether the clock stands still at 24:00 of the date.
func (s Span) Covers(d Date) bool {
	return d >= s.From && (s.Until == NoDate || d < s.Until)
}

// Clock is a limit in working days that runs from a start date.
type Clock struct {
	Start Date // day 0, not counted
	Days  int  // the limit: 0 is due on the start date itself
	Spans []Span
}

// Derived is one day of a derivation.
type Derived struct {
	Date    Date `json:"date"`
	Counted bool `json:"counted"`
	// N is the number of days counted up to and including this date.
	N int `json:"n"`
	// Why names the rule that decided: the calendar's reason, "day 0", or
	// "suspended: …".
	Why         string `json:"why"`
	Provisional bool   `json:"provisional,omitempty"`
}

// Derivation explains a deadline day by day.
type Derivation struct {
	// Due is the date of the last counted day, or [NoDate] while an open
	// suspension keeps it from being known.
	Due         Date      `json:"due"`
	Provisional bool      `json:"provisional"`
	Days        []Derived `json:"days"`
}
