package casefile

import "caseledger/ledger/act"

// FeeRefunded (退费): a part of the fees went back, or all of them.
type FeeRefunded struct {
	Amount   Amount `json:"amount"`
	Currency string `json:"currency"` // that of the fees
	Reason   string `json:"reason"`
	Slip     string `json:"slip,omitempty"` // number of the voucher
}

// RefundFee records a refund.
type RefundFee = FeeRefunded

// Stored names the schema.
func (FeeRefunded) Stored() string { return "case.fee_refunded/1" }

var feeRefunded = act.Of(spec[FeeRefunded]{
	Zh: "退费", En: "Fee refunded", Public: act.Published,
	Command: "refundFee", Says: "Records that fees went back (退费), no more than was charged.", Needs: onceAccepted,
	Members: func(e *FeeRefunded, m *act.Members) {
		m.Sum(&e.Amount, "amount", "Amount (金额), up to six decimals.", act.Always, act.Asked)
		m.Text(&e.Currency, "currency", "ISO 4217 (币种), that of the fees.", act.Always, act.Derived)
		m.Code(&e.Reason, "reason", "Reason class (原因).", act.Always, act.Required)
		m.Name(&e.Slip, "slip", "Number of the voucher (退费凭证号).")
	},
	Check: func(e *FeeRefunded) error { return checkFee(&FeeCharged{Currency: e.Currency}) },
	Decide: func(c *Case, _ *Ask, e FeeRefunded) (FeeRefunded, error) {
		e.Currency = c.Currency
		switch {
		case c.Charges == 0:
			return e, refuse(RuleRefund, "nothing was charged")
		case e.Amount <= 0:
			return e, refuse(RuleRefund, "%s is no refund", e.Amount)
		case e.Amount > c.NetFees():
			return e, refuse(RuleRefund, "%s would go back, %s is charged and not refunded", e.Amount, c.NetFees())
		}
		return e, nil
	},
	Evolve: func(c *Case, _ act.Facts, e FeeRefunded) {
		c.keep(func(d *Docket) {
			d.Refunds += e.Amount
			d.Refunded++
		})
	},
})

// NetFees is what was charged less what went back.
func (c *Case) NetFees() Amount { return c.Fees - c.Kept().Refunds }
