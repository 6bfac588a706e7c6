package registry

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// FeePrefix begins the names of the streams of fee standards: each has the code
// of an item.
const FeePrefix = "fee/"

// FeeStandard (收费标准): what may be charged for an item from a day on
// (行政许可法 art. 59).
type FeeStandard struct {
	Amount    act.Amount
	Basis     string // legal basis, or the document that sets it
	Currency  string
	Effective workdays.Date // first day
	Item      string
	Standard  string // its number or name, by which charges name it
	Unit      string // of what the amount is the price of one; empty: of a case
}

// Stored names the schema.
func (FeeStandard) Stored() string { return "fee.standard_published/1" }

// Stream is that of the item.
func (e FeeStandard) Stream() ledger.StreamID { return ledger.StreamID(FeePrefix + e.Item) }

// Subject is the standard from its first day on.
func (e FeeStandard) Subject() string { return e.Effective.String() + " " + e.Standard }

// Since is the beginning of the first day in UTC.
func (e FeeStandard) Since() time.Time { return e.Effective.Start(time.UTC) }

var feeStandardPublished = entry(spec[FeeStandard]{
	Zh: "公布收费标准", En: "Fee standard published", Public: act.Published,
	Command: "publishFeeStandard", Says: "Publishes what may be charged for an item from a day on (公布收费标准).", By: act.BySupervisor,
	Members: func(e *FeeStandard, m *act.Members) {
		m.Sum(&e.Amount, "amount", "What may be charged (金额); 0 where nothing may.", act.Always, act.Required)
		m.Text(&e.Basis, "basis", "Legal basis (收费依据).", act.Always, act.Required)
		m.Text(&e.Currency, "currency", "ISO 4217 (币种).", act.Always, act.Required)
		m.Date(&e.Effective, "effective", "First day on which it holds (施行日).", act.Always, act.Required)
		m.Name(&e.Item, "item", "Code of the service item (事项).", act.Always, act.Required)
		m.Text(&e.Standard, "standard", "Name by which charges name it (收费标准).", act.Always, act.Required)
		m.Code(&e.Unit, "unit", "What the amount is the price of one of (计费单位); none: of a case.")
	},
	Check: func(e *FeeStandard) error {
		for _, x := range []struct{ field, value string }{{"basis", e.Basis}, {"currency", e.Currency}, {"standard", e.Standard}} {
			if x.value == "" {
				return act.Invalid(x.field, "", "is missing")
			}
		}
		switch {
		case e.Amount < 0:
			return act.Invalid("amount", e.Amount.String(), "is less than nothing")
		case e.Effective == workdays.NoDate:
			return act.Invalid("effective", "", "is missing")
		case e.Item == "" || e.Stream().Validate() != nil:
			return act.Invalid("item", e.Item, "want a code that can name a stream")
		}
		return nil
	},
})

// FeeStandards are those of one item, in the order of their names and first
// days.
type FeeStandards []FeeStandard

// On lists the standards in force on a day: of one name the latest that has
// begun.
func (list FeeStandards) On(day workdays.Date) (out FeeStandards) {
	for _, s := range list {
		switch n := len(out); {
		case s.Effective > day:
		case n > 0 && out[n-1].Standard == s.Standard:
			out[n-1] = s
		default:
			out = append(out, s)
		}
	}
	return out
}

// Names are the standards' names in a line.
func (list FeeStandards) Names() string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].Standard
	}
	return strings.Join(names, ", ")
}

// ReadFeeStandards reads the standards of an item as the ledger has them now.
func ReadFeeStandards(ctx context.Context, s ledger.Store, item string) (FeeStandards, error) {
	id := FeeStandard{Item: item}.Stream()
	if item == "" || id.Validate() != nil {
		return nil, nil
	}
	state, _, err := load(ctx, s, id)
	if err != nil {
		return nil, fmt.Errorf("read fee standards of %s: %w", item, err)
	}
	var out []FeeStandard
	for _, e := range state.entries {
		if f, ok := e.(FeeStandard); ok {
			out = append(out, f)
		}
	}
	return NewFeeStandards(out), nil
}

// NewFeeStandards puts standards in order. Of two with one name and first day
// the one that comes later counts.
func NewFeeStandards(list []FeeStandard) FeeStandards {
	last := map[string]FeeStandard{}
	for _, f := range list {
		last[f.Subject()] = f
	}
	return slices.SortedFunc(maps.Values(last), func(a, b FeeStandard) int {
		return cmp.Or(cmp.Compare(a.Standard, b.Standard), cmp.Compare(a.Effective, b.Effective))
	})
}
