package intake

import (
	"slices"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// builder collects the facts of one history.
type builder struct {
	*teller
	number   string
	accepted fact
	fees     []fact
	steps    []fact
	refs     []string // of steps
	codes    []string // of steps
	told     []*row   // of steps
	closed   []fact   // one or none
}

// rows makes a fact of every row, sorted by time.
func (b *builder) rows(rows []row) error {
	b.steps = make([]fact, 0, len(rows)+4)
	b.refs, b.codes, b.told = make([]string, len(rows)), make([]string, len(rows)), make([]*row, len(rows))
	order := make([]int, len(rows))
	for i := range rows {
		f, err := b.row(&rows[i])
		if err != nil {
			return b.fault(rows[i].line, err)
		}
		b.steps, order[i] = append(b.steps, f), i
	}
	slices.SortStableFunc(order, func(i, j int) int { return b.steps[i].occurred.Compare(b.steps[j].occurred) })
	sorted := make([]fact, len(rows), len(rows)+len(b.Fees)+2)
	for to, from := range order {
		sorted[to], b.told[to] = b.steps[from], &rows[from]
		sorted[to].row = from + 1
		b.refs[to], b.codes[to] = b.ref(&rows[from]), b.text(&b.Step.Code, &rows[from])
	}
	b.steps = sorted
	return nil
}

// ref is the source's own id of a row, "" where it may not be public: ids of
// events follow from it, and a short number can be guessed from them.
func (b *builder) ref(r *row) string {
	ref, hidden := b.meaning(&b.Step.Ref, r)
	if b.Step.Ref.Public != "" && (hidden != "" || fits("ref", ref) != nil) {
		return ""
	}
	return ref
}

// frame makes the facts that follow from attributes of the case.
func (b *builder) frame(a *row) error {
	from := b.accepting(a)
	accepted, err := b.acceptedAt(from)
	if err != nil {
		return err
	}
	x := b.read(from, b.number)
	event, err := x.acceptance()
	if err != nil {
		return err
	}
	b.accepted = fact{line: from.line, occurred: accepted, event: event, sealed: append(b.personal(onAccepted, from, b.number), x.sealed...), refused: x.refused}
	for i := range b.Fees {
		if err := b.fee(&b.Fees[i], a, accepted); err != nil {
			return err
		}
	}
	at, ok, err := b.time(&b.Closed.Time, "closed.time", a)
	if err != nil || !ok {
		return err
	}
	outcome := casefile.Outcome(b.text(&b.Closed.Outcome, a))
	if outcome == "" {
		outcome = casefile.Completed
	}
	b.closed = []fact{{line: a.line, occurred: at, event: casefile.Closed{Outcome: outcome}}}
	return nil
}

func (b *builder) fee(rule *FeeRule, a *row, accepted time.Time) error {
	text := b.text(&rule.Amount, a)
	if text == "" {
		return nil
	}
	amount, rounded, err := parseAmount(text)
	if err != nil {
		return complaint(&rule.Amount, "fees.amount", text, err.Error())
	}
	at, ok, err := b.time(&rule.Time, "fees.time", a)
	if err != nil {
		return err
	}
	if !ok {
		at = accepted
	}
	currency := b.text(&rule.Currency, a)
	if len(currency) != 3 {
		return complaint(&rule.Currency, "fees.currency", currency, "want an ISO 4217 code such as CNY")
	}
	x := b.read(a, b.number)
	f := fact{line: a.line, occurred: at,
		event: casefile.FeeCharged{Amount: amount, Currency: currency, Standard: x.told(&rule.Standard, "standard")}}
	f.sealed, f.refused = x.sealed, x.refused
	if rounded {
		f.rounded = 1
	}
	b.fees = append(b.fees, f)
	return nil
}

// finish puts the facts in order and gives them their ids, which follow from
// the mapping's name, the case number, and what the fact is: rows go by the
// source's own id of the row, or else by their ordinal in time.
func (b *builder) finish() []fact {
	seen, steps := map[string]int{}, make([]fact, 0, len(b.steps))
	for i := range b.steps {
		key := "row\x1f" + strconv.Itoa(i)
		if ref := b.refs[i]; ref != "" {
			key = "ref\x1f" + ref + "\x1f" + strconv.Itoa(seen[ref])
			seen[ref]++
		}
		b.identify(&b.steps[i], key)
		also := b.steps[i].also
		if b.steps[i].also = nil; also != nil {
			also.row = b.steps[i].row
		}
		steps = append(steps, b.steps[i])
		if also != nil {
			b.identify(also, key+"\x1fevent")
			steps = append(steps, *also)
		}
	}
	for i := range b.fees {
		b.identify(&b.fees[i], "fee\x1f"+strconv.Itoa(i))
	}
	for i := range b.closed {
		b.identify(&b.closed[i], "closed")
	}
	b.identify(&b.accepted, "accepted")
	rest := slices.Concat(b.fees, steps, b.closed)
	slices.SortStableFunc(rest, func(x, y fact) int { return x.occurred.Compare(y.occurred) })
	return slices.Insert(rest, 0, b.accepted)
}

func (b *builder) identify(f *fact, key string) {
	f.command = ledger.NewCommandID(b.accepted.occurred, b.Name+"\x1f"+b.number+"\x1f"+key)
	f.id = ledger.EventIDOf(f.command, 0)
}
