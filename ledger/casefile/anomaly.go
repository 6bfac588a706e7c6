package casefile

// Anomaly is something in a case's times that cannot be right. It is reported,
// never mended.
type Anomaly string

// Anomalies.
const (
	EndsBeforeStart   Anomaly = "ends_before_start"   // closed before it was accepted
	EventsAfterEnd    Anomaly = "events_after_end"    // a step after closing
	EventsBeforeStart Anomaly = "events_before_start" // a step before acceptance
)

// Anomalies lists what is wrong with the case's times, by occurred times.
func (c *Case) Anomalies() []Anomaly {
	var out []Anomaly
	accepted, closed := !c.AcceptedAt.IsZero(), !c.ClosedAt.IsZero()
	if accepted && closed && c.ClosedAt.Before(c.AcceptedAt) {
		out = append(out, EndsBeforeStart)
	}
	if closed && c.LastStepAt.After(c.ClosedAt) {
		out = append(out, EventsAfterEnd)
	}
	if accepted && !c.FirstStepAt.IsZero() && c.FirstStepAt.Before(c.AcceptedAt) {
		out = append(out, EventsBeforeStart)
	}
	return out
}
