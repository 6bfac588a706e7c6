package figures

import "caseledger/projections/figures/plain"

// refunds: what went back of the fees, by day of acceptance. The key is the
// number of the currency, n counts refunds and the sum adds millionths. A case
// without a charge has none. Counters go by currency.
var refunds = &Measure{
	Number: 10, Sums: true,
	Cells: func(c *Case, s *Sink) {
		if c.Charges > 0 && c.Refunded > 0 {
			s.add(c.Accepted, s.Currency(c.Currency), int64(c.Refunded), int64(c.Refunds))
		}
	},
	Add: func(b *Block, key uint32, _, sum int64) { b.add(int(key), sum) },
}

func (r *Reading) refunded() int64 { return r.Flow.count(refunds, int(r.Currency)) }

func plainRefunds(p *plain.Pick) int64 {
	in := func(c *plain.Case) bool {
		return p.Accepted(c) && c.Charges > 0 && c.Refunded > 0 && c.Currency == p.Currency
	}
	return p.Sum(in, func(c *plain.Case) int64 { return int64(c.Refunds) })
}

var feeRefunds = Rule{
	ID: "fee_refunds", Version: 1, Zh: "退费金额", En: "Sum of refunds",
	Kind: Sum, Unit: "currency", Of: OfAccepted, Adds: Throughout, Decimals: 2, LowIsBest: true,
	Formula: "sum of what went back by now of the fees of the cases accepted in the period, one figure for each currency",
	Flow:    []*Measure{charges, refunds},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.refunded()} },
	Plain:   func(p *plain.Pick) plain.Answer { return plain.Answer{Numerator: plainRefunds(p)} },
}

var netFees = Rule{
	ID: "net_fees", Version: 1, Zh: "净收费金额", En: "Sum of fees less refunds",
	Kind: Sum, Unit: "currency", Of: OfAccepted, Adds: Throughout, Decimals: 2,
	Formula: "fees − fee_refunds, one figure for each currency",
	Flow:    []*Measure{charges, refunds},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.fee(r.Currency, feeMillionths) - r.refunded()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: fees.Plain(p).Numerator - plainRefunds(p)}
	},
}
