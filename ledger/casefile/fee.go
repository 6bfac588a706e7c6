package casefile

import (
	"cmp"
	"strings"

	"caseledger/ledger/act"
)

// FeeCharged (收费): a fee was charged. An imported history may hold a negative
// one, by which its source took a charge back.
type FeeCharged struct {
	Amount   Amount `json:"amount"`
	Currency string `json:"currency"`       // ISO 4217
	Slip     string `json:"slip,omitempty"` // number of the slip
	Standard string `json:"standard,omitempty"`
}

// ChargeFee records a fee.
type ChargeFee = FeeCharged

// Stored names the schema.
func (FeeCharged) Stored() string { return "case.fee_charged/1" }

// Amount is a sum of money.
type Amount = act.Amount

// ParseAmount reads a plain decimal of up to six places; see [act.ParseAmount].
func ParseAmount(s string) (Amount, error) { return act.ParseAmount(s) }

var feeCharged = act.Of(spec[FeeCharged]{
	Zh: "收费", En: "Fee charged", Public: act.Published,
	Command: "chargeFee", Says: "Records a fee (收费).", Needs: onceAccepted,
	Members: func(e *FeeCharged, m *act.Members) {
		m.Sum(&e.Amount, "amount", "Amount (金额), up to six decimals.", act.Always, act.Asked)
		m.Text(&e.Currency, "currency", "ISO 4217 (币种).", act.Always, act.Required)
		m.Name(&e.Slip, "slip", "Number of the slip (票据号); all charges of a case stand on one.")
		m.Text(&e.Standard, "standard", "Fee standard (收费标准).")
	},
	Check: checkFee,
	Decide: func(c *Case, a *Ask, e FeeCharged) (FeeCharged, error) {
		switch {
		case e.Amount <= 0:
			return e, refuse(RuleFee, "a fee of %s is not a charge", e.Amount)
		case c.Currency != "" && e.Currency != c.Currency:
			return e, refuse(RuleFee, "fees of this case are charged in %s", c.Currency)
		}
		slip := c.Kept().Slip
		if e.Slip != "" && slip != "" && e.Slip != slip {
			return e, refuse(RuleSlip, "charges of this case stand on slip %s", slip)
		}
		e.Slip = cmp.Or(e.Slip, slip)
		if err := checkFee(&e); err != nil {
			return e, err
		}
		return c.byStandard(a, e)
	},
	Evolve: func(c *Case, _ act.Facts, e FeeCharged) {
		c.Fees += e.Amount
		c.Charges++
		c.Currency = e.Currency
		if e.Slip != "" {
			c.keep(func(d *Docket) { d.Slip = e.Slip })
		}
	},
})

// checkFee holds a currency to the form of ISO 4217.
func checkFee(e *FeeCharged) error {
	if len(e.Currency) != 3 || strings.Trim(e.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return invalid("currency", "", "want an ISO 4217 code such as CNY")
	}
	return nil
}
