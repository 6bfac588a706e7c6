package card

import (
	"crypto/sha256"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// Prefix begins the names of the streams of cards: "card/abcdefghijklmnopabcd".
const Prefix = "card/"

// Issued (预警、亮牌): a warning or a card. When it fell due by the rule is the
// record's occurred time.
type Issued struct {
	Case   string        // public number of the case; empty where it is about a unit
	Cause  string        // which of several of the case: a part, a notice, a revision
	Colour string        // see [policy.Signal]
	Due    workdays.Date // the limit that it is about, else NoDate
	Item   string        // of the case
	Number string        // that of [NumberOf]
	Org    string        // responsible unit
	Policy string        // version of the rules: "supervision/1949-10-01"
	Rule   string        // the occasion, see [policy.Occasions]
}

// Stored names the schema.
func (Issued) Stored() string { return "card.issued/1" }

// Stream is that of the card.
func (e Issued) Stream() ledger.StreamID { return Stream(e.Number) }

// Stream is that of the card of a number.
func Stream(number string) ledger.StreamID { return ledger.StreamID(Prefix + number) }

// NumberOf is the number of a card: 20 letters from a to p that follow from the
// rules, the occasion, the case or unit, the cause and the limit alone. There are
// no digits in it that somebody could take for a person's.
func NumberOf(e Issued) string {
	about := e.Case
	if about == "" {
		about = "\x01" + e.Org
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{"caseledger card", e.Policy, e.Rule, about, e.Cause, e.Due.String()}, "\x00")))
	number := make([]byte, 20)
	for i := range number {
		number[i] = 'a' + sum[i/2]>>(4*(i%2))&15
	}
	return string(number)
}

// Draft is the record that issues a card, with the ids that follow from it. The
// error is that of [act.Book.Body].
func (e Issued) Draft(post string, fell, recorded time.Time) (ledger.Draft, error) {
	name, public, err := Cards.Book.Body(e, post, nil)
	command := ledger.NewCommandID(time.Unix(0, 0), "card\x00"+e.Number)
	return ledger.Draft{ID: ledger.EventIDOf(command, 0), Type: name, Command: command, Post: post,
		Occurred: ledger.Time(fell), Recorded: ledger.Time(recorded), Public: public}, err
}

var issued = act.Of(spec[Issued]{
	Zh: "预警亮牌", En: "Warning or card", Public: act.Published,
	Members: func(e *Issued, m *act.Members) {
		m.Name(&e.Case, "case", "Number of the case (办件编号); none where it is about a unit.")
		m.Text(&e.Cause, "cause", "Which of several of the case (事由): the name of a part, the number of a notice, the revision of a record; of a unit, the month.")
		act.Choice(m, &e.Colour, "colour", "What is raised (牌色).", &registry.Colours, act.Always)
		m.Date(&e.Due, "due", "The last day of the limit that it is about (时限).")
		m.Name(&e.Item, "item", "Code of the service item (事项).")
		m.Name(&e.Number, "number", "Number of the card (牌号), as it follows from the others.", act.Always)
		m.Text(&e.Org, "org", "Responsible unit (责任单位).", act.Always)
		m.Name(&e.Policy, "policy", "Version of the rules (规则版本).", act.Always)
		m.Code(&e.Rule, "rule", "The occasion (监察点), as the rules name it.", act.Always)
	},
	Check: func(e *Issued) error {
		if e.Number != NumberOf(*e) {
			return act.Invalid("number", e.Number, "want "+NumberOf(*e)+", which follows from the card")
		}
		return nil
	},
	Evolve: func(c *Card, f act.Facts, e Issued) { c.Issued, c.At = e, f.Occurred },
})

// Counts says whether it is a card, not a warning.
func (e *Issued) Counts() bool { return e.Colour != policy.Warning }
