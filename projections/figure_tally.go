package projections

// A tally adds up the cells of some days.
type tally struct {
	neverOpen, overdue, overdueProvisional              int64 // differences
	accepted, immediate                                 int64
	early, onTime, late, withoutDue                     int64 // closed, by result
	returned, withdrawn                                 int64
	cohort                                              int64 // accepted in these days, closed in time
	bothLimits, promised, legal                         int64 // accepted with both limits; sums of days
	limit, spent                                        int64 // closed with a limit: sums of limits and of working days
	provisionalDue, provisionalDays, provisionalLimited int64 // closed
	working, calendar                                   histogram
	fees                                                map[uint32]*feeTally
	anomalies                                           [len(anomalies)]int64
}

type feeTally struct{ cases, charges, millionths int64 }

func (t *tally) closed() int64 { return t.early + t.onTime + t.late + t.withoutDue }

// open is by how much the cases in hand became more.
func (t *tally) open() int64 {
	return t.accepted - t.closed() - t.returned - t.withdrawn + t.neverOpen
}

// kept is how many kept their due time.
func (t *tally) kept() int64 { return t.early + t.onTime }

func (t *tally) withLimit() int64 { return t.early + t.onTime + t.late }

// add takes one cell. Cohorts count what was closed so many days after the
// day that the cell's key counts from.
func (t *tally) add(m measure, key uint32, n, sum int64, within int) {
	switch m {
	case mOpen:
		t.neverOpen += n
	case mOverdue:
		t.overdue += n
		t.overdueProvisional += n * int64(key)
	case mAccepted:
		t.accepted += n
		t.immediate += n * int64(key&1)
		if legal := int64(key >> 1); legal > 0 {
			t.bothLimits += n
			t.legal += legal * n
			t.promised += sum
		}
	case mClosed:
		t.addClosed(closingOf(key), n, sum)
	case mReturned:
		t.withdrawn += n * int64(key)
		t.returned += n * (1 - int64(key))
	case mCohort:
		if unzigzag(key) <= within {
			t.cohort += n
		}
	case mDays:
		t.calendar.add(unzigzag(key), n)
	case mFees:
		t.addFees(key, n, sum)
	case mAnomaly:
		t.anomalies[min(int(key), len(anomalies)-1)] += n
	}
}

func (t *tally) addClosed(c closing, n, sum int64) {
	switch c.result {
	case Early:
		t.early += n
	case OnTime:
		t.onTime += n
	case Late:
		t.late += n
	default:
		t.withoutDue += n
	}
	t.working.add(c.worked, n)
	if c.provisionalDays {
		t.provisionalDays += n
	}
	if c.provisionalDue {
		t.provisionalDue += n
	}
	if c.result != WithoutDue {
		t.limit += sum
		t.spent += int64(c.worked) * n
		if c.provisionalDays {
			t.provisionalLimited += n
		}
	}
}

func (t *tally) addFees(key uint32, n, sum int64) {
	if t.fees == nil {
		t.fees = map[uint32]*feeTally{}
	}
	f := t.fees[key>>1]
	if f == nil {
		f = &feeTally{}
		t.fees[key>>1] = f
	}
	if key&1 == 0 {
		f.cases += n
		f.millionths += sum
	} else {
		f.charges += n
	}
}

// feeTotal adds up the currencies' cases and charges.
func (t *tally) feeTotal() (total feeTally) {
	for _, f := range t.fees {
		total.cases += f.cases
		total.charges += f.charges
	}
	return total
}

// merge adds another tally.
func (t *tally) merge(o *tally) {
	t.neverOpen, t.overdue, t.overdueProvisional = t.neverOpen+o.neverOpen, t.overdue+o.overdue, t.overdueProvisional+o.overdueProvisional
	t.accepted, t.immediate = t.accepted+o.accepted, t.immediate+o.immediate
	t.early, t.onTime, t.late, t.withoutDue = t.early+o.early, t.onTime+o.onTime, t.late+o.late, t.withoutDue+o.withoutDue
	t.returned, t.withdrawn, t.cohort = t.returned+o.returned, t.withdrawn+o.withdrawn, t.cohort+o.cohort
	t.bothLimits, t.promised, t.legal = t.bothLimits+o.bothLimits, t.promised+o.promised, t.legal+o.legal
	t.limit, t.spent = t.limit+o.limit, t.spent+o.spent
	t.provisionalDue, t.provisionalDays = t.provisionalDue+o.provisionalDue, t.provisionalDays+o.provisionalDays
	t.provisionalLimited += o.provisionalLimited
	t.working.merge(&o.working)
	t.calendar.merge(&o.calendar)
	for currency, f := range o.fees {
		t.addFees(currency<<1, f.cases, f.millionths)
		t.addFees(currency<<1|1, f.charges, 0)
	}
	for i, n := range o.anomalies {
		t.anomalies[i] += n
	}
}
