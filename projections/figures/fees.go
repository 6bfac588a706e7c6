package figures

import "caseledger/projections/figures/plain"

// charges: cases with fees, by day of acceptance. Key: twice the number of the
// currency; n counts cases and the sum adds millionths. One more: n counts
// charges. Counters go by currency.
var charges = &Measure{
	Number: 8, Sums: true,
	Cells: func(c *Case, s *Sink) {
		if c.Charges > 0 {
			key := s.Currency(c.Currency) << 1
			s.add(c.Accepted, key, 1, int64(c.Fees))
			s.add(c.Accepted, key|1, int64(c.Charges), 0)
		}
	},
	Add: func(b *Block, key uint32, n, sum int64) {
		at := int(key>>1) * feeCounters
		if key&1 == 1 {
			b.add(at+feeChargesN, n)
			return
		}
		b.add(at+feeCasesN, n)
		b.add(at+feeMillionths, sum)
	},
}

// Counters of charges, of one currency.
const (
	feeCasesN = iota
	feeChargesN
	feeMillionths
	feeCounters
)

// fee is a counter of one currency.
func (t *Tally) fee(currency uint32, i int) int64 {
	return t.count(charges, int(currency)*feeCounters+i)
}

// fees adds up a counter over all currencies.
func (t *Tally) fees(i int) (n int64) {
	if b := t.of(charges); b != nil {
		for ; i < len(b.counts); i += feeCounters {
			n += b.counts[i]
		}
	}
	return n
}

// Currencies are the numbers of the currencies in which something was charged
// in the period.
func (r *Reading) Currencies() (out []uint32) {
	b := r.Flow.of(charges)
	for c := uint32(0); b != nil && int(c)*feeCounters < len(b.counts); c++ {
		if r.Flow.fee(c, feeCasesN) != 0 || r.Flow.fee(c, feeMillionths) != 0 {
			out = append(out, c)
		}
	}
	return out
}

func plainCharged(p *plain.Pick) func(*plain.Case) bool {
	return func(c *plain.Case) bool { return p.Accepted(c) && c.Charges > 0 }
}

var feeCases = Rule{
	ID: "fee_cases", Version: 1, Zh: "收费件数", En: "Cases with fees",
	Kind: Count, Unit: "cases", Of: OfAccepted, Adds: Throughout,
	Formula: "accepted in the period, with at least one fee charged by now",
	Flow:    []*Measure{charges},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.fees(feeCasesN)} },
	Plain:   func(p *plain.Pick) plain.Answer { return plain.Answer{Numerator: p.Count(plainCharged(p))} },
}

var feeCharges = Rule{
	ID: "fee_charges", Version: 1, Zh: "收费笔数", En: "Fees charged",
	Kind: Count, Unit: "charges", Of: OfAccepted, Adds: Throughout,
	Formula: "fees charged by now to the cases accepted in the period",
	Flow:    []*Measure{charges},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.fees(feeChargesN)} },
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: p.Sum(p.Accepted, func(c *plain.Case) int64 { return int64(c.Charges) })}
	},
}

var fees = Rule{
	ID: "fees", Version: 1, Zh: "收费金额", En: "Sum of fees",
	Kind: Sum, Unit: "currency", Of: OfAccepted, Adds: Throughout, Decimals: 2,
	Formula: "sum of the fees charged by now to the cases accepted in the period, one figure for each currency",
	Flow:    []*Measure{charges},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.fee(r.Currency, feeMillionths)} },
	Plain: func(p *plain.Pick) plain.Answer {
		in := func(c *plain.Case) bool { return p.Accepted(c) && c.Charges > 0 && c.Currency == p.Currency }
		return plain.Answer{Numerator: p.Sum(in, func(c *plain.Case) int64 { return int64(c.Fees) })}
	},
}
