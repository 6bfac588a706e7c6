package intake

import (
	"errors"
	"fmt"
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/ledger/disclosure"
)

// checkPublic holds what a fact makes public to what may stand there, whatever
// the source says. The error names field and rule and never the value.
func checkPublic(f *fact) error {
	c := checker{}
	c.text("post", f.post)
	c.event(f.event)
	return c.err
}

var errCurrency = errors.New("currency: want an ISO 4217 code such as CNY")

// checker keeps the first fault.
type checker struct{ err error }

func (c *checker) keep(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *checker) code(field, value string)   { c.keep(disclosure.Code(field, value)) }
func (c *checker) number(field, value string) { c.keep(disclosure.Number(field, value)) }
func (c *checker) text(field, value string) {
	c.keep(disclosure.Text(field, value, disclosure.MaxText))
}

func (c *checker) event(e casefile.Event) {
	switch e := e.(type) {
	case casefile.Accepted:
		c.accepted(&e)
	case casefile.StepPerformed:
		c.text("step", e.Step)
		c.text("name", e.Name)
		c.text("org", e.Org)
		c.number("ref", e.Ref)
	case casefile.Transferred:
		c.text("fromOrg", e.FromOrg)
		c.text("fromPost", e.FromPost)
		c.code("reason", e.Reason)
		c.text("toOrg", e.ToOrg)
		c.text("toPost", e.ToPost)
	case casefile.Received:
		c.text("org", e.Org)
		c.text("post", e.Post)
	case casefile.CorrectionRequested:
		c.number("notice", e.Notice)
		for _, item := range e.Items {
			c.text("items", item)
		}
	case casefile.CorrectionReceived:
		c.number("notice", e.Notice)
	case casefile.Suspended:
		c.text("basis", e.Basis)
		c.number("notice", e.Notice)
		c.code("reason", e.Reason)
	case casefile.Extended:
		c.text("approver", e.Approver)
		c.number("notice", e.Notice)
	case casefile.Decided:
		c.number("document", e.Document)
	case casefile.Returned:
		c.text("basis", e.Basis)
		c.code("reason", e.Reason)
		c.text("remedy", e.Remedy)
	case casefile.Withdrawn:
		c.code("reason", e.Reason)
	case casefile.Delivered:
		c.code("means", e.Means)
	case casefile.FeeCharged:
		if len(e.Currency) != 3 || strings.Trim(e.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			c.keep(errCurrency)
		}
		c.text("standard", e.Standard)
	case casefile.Resumed, casefile.Closed:
	default:
		panic(fmt.Sprintf("intake: nobody has said what of %T may stand in public", e))
	}
}

func (c *checker) accepted(e *casefile.Accepted) {
	c.number("number", e.Number)
	c.code("channel", e.Channel)
	c.number("item", e.Item)
	c.text("officer", e.Officer)
	c.text("org", e.Org)
	c.text("source", e.Source)
	c.text("window", e.Window)
}
