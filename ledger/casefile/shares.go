package casefile

import "caseledger/ledger/workdays"

// Shares says whose the working days of a case were (各方用时). Each day after
// day 0, that of acceptance, or of receipt under rules that count from that, is of
// one: of the first that had the case at its 24:00, in the order of the fields,
// else the unit's own. The sum is that of the working days between the two dates.
type Shares struct {
	Superior  int `json:"superior"`  // 上级机关: with a superior organ
	Applicant int `json:"applicant"` // 申请人: from the correction notice until the documents came
	Consulted int `json:"consulted"` // 征求意见: others were asked
	Suspended int `json:"suspended"` // 中止: the clock stood still otherwise
	Own       int `json:"own"`       // 本单位
}

// Shares are those up to and including a date. ok is false where the case is not
// accepted, or the date lies before that.
func (c *Case) Shares(rules Rules, until workdays.Date) (s Shares, ok bool) {
	if c.AcceptedAt.IsZero() || until == workdays.NoDate || until < c.AcceptedOn() {
		return s, false
	}
	var superior, applicant, consulted []Suspension
	for _, x := range c.SuperiorSpans() {
		superior = append(superior, Suspension{From: x.From, Until: x.Until})
	}
	for _, x := range c.Corrections {
		applicant = append(applicant, c.ending(Suspension{From: x.Requested, Until: x.Received}))
	}
	for _, x := range c.Kept().Consultations {
		consulted = append(consulted, c.ending(Suspension{From: x.Asked, Until: x.Answered}))
	}
	k := workdays.Clock{Start: c.DayZero(rules)}
	s.Own, _ = rules.Calendar.Worked(k, until)
	take := func(share *int, had []Suspension) {
		k.Spans = append(k.Spans, spans(had, c.Location())...)
		left, _ := rules.Calendar.Worked(k, until)
		*share, s.Own = s.Own-left, left
	}
	take(&s.Superior, superior)
	take(&s.Applicant, applicant)
	take(&s.Consulted, consulted)
	take(&s.Suspended, c.stops(rules))
	return s, true
}
