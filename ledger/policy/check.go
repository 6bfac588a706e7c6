package policy

import (
	"fmt"
	"strings"
	"unicode"

	"caseledger/ledger/workdays"
)

// Bounds of what may be published.
var (
	First = workdays.Civil(1949, 10, 1)
	Last  = workdays.Civil(9999, 12, 31)
)

const (
	maxDays = 3660
	maxRows = 100
	maxCode = 64
	maxText = 400
)

// Error says what a policy may not hold.
type Error struct {
	Field  string // "grounds[2].code"
	Value  string // what stands there, or empty
	Reason string // and what should
}

func (e *Error) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("%s %s", e.Field, e.Reason)
	}
	return fmt.Sprintf("%s %q %s", e.Field, e.Value, e.Reason)
}

// Check says whether a policy may be published: an [*Error] about the first
// field that may not stand so. Whether its texts may be public is asked of
// whoever publishes it.
func (p *Policy) Check() error {
	var c checker
	c.code("regime", p.Regime)
	c.text("version", p.Version)
	c.text("basis", p.Basis)
	if p.From < First || p.From > Last {
		c.bad("from", p.From.String(), "want a date from 1949-10-01, such as 2019-04-23")
	}
	for _, d := range p.limits() {
		c.days(d.name, d.days)
	}
	c.pair("extensionDays", p.ExtensionDays, "legalDays", p.LegalDays)
	c.pair("jointExtensionDays", p.JointExtensionDays, "jointDays", p.JointDays)
	p.rows(&c)
	return c.err
}

type limit struct {
	name string
	days int
}

func (p *Policy) limits() []limit {
	return []limit{
		{"deliveryDays", p.DeliveryDays}, {"extensionDays", p.ExtensionDays}, {"jointDays", p.JointDays},
		{"jointExtensionDays", p.JointExtensionDays}, {"legalDays", p.LegalDays}, {"noticeDays", p.NoticeDays},
		{"superiorDays", p.SuperiorDays},
	}
}

// rows checks the lists.
func (p *Policy) rows(c *checker) {
	for i, x := range p.Defaults {
		at := c.row("defaults", i)
		c.text(at+"basis", x.Basis)
		c.one(at+"effect", x.Effect, InternalConsent, DeemedApproval, DeemedRenewal)
		c.once(at+"effect", x.Effect)
	}
	for i, x := range p.Grounds {
		at := c.row("grounds", i)
		c.text(at+"article", x.Article)
		c.code(at+"code", x.Code)
		c.once(at+"code", x.Code)
	}
	for i, x := range p.Levels {
		at := c.row("levels", i)
		if p.Regime != Rating {
			c.bad(at+"level", "", "is of regime "+Rating+" only")
		}
		if x.Level < Worst || x.Level > Best {
			c.bad(at+"level", fmt.Sprint(x.Level), "want 5 非常满意, 4 满意, 3 基本满意, 2 不满意 or 1 非常不满意")
		}
		c.text(at+"name", x.Name)
		c.once(at+"level", fmt.Sprint(x.Level))
	}
	for i, x := range p.Periods {
		at := c.row("periods", i)
		c.text(at+"article", x.Article)
		c.code(at+"code", x.Code)
		c.once(at+"code", x.Code)
		c.days(at+"days", x.Days)
		if x.Effect != "" {
			c.one(at+"effect", x.Effect, Abandoned)
		}
		c.one(at+"unit", x.Unit, Working, Calendar)
	}
	for i, x := range p.Signals {
		at := c.row("signals", i)
		c.one(at+"colour", x.Colour, Warning, Yellow, Red)
		c.days(at+"count", x.Count)
		c.days(at+"days", x.Days)
		c.one(at+"of", x.Of, Occasions()...)
		c.once(at+"of", x.Of)
		if (x.Of == BatchEntry || x.Of == RepeatedYellow) != (x.Count > 0) {
			c.bad(at+"count", "", "is given for "+BatchEntry+" and "+RepeatedYellow+", and for nothing else")
		}
	}
	for i, x := range p.Silence {
		at := c.row("silence", i)
		c.text(at+"article", x.Article)
		c.days(at+"days", x.Days)
		c.one(at+"effect", x.Effect, Consent, Decide)
		c.code(at+"of", x.Of)
		c.once(at+"of", x.Of)
	}
	for i, x := range p.Systems {
		at := c.row("systems", i)
		c.one(at+"axis", x.Axis, Handling, Routing, Intake)
		c.text(at+"name", x.Name)
		c.text(at+"rule", x.Rule)
		c.code(at+"value", x.Value)
		c.once(at+"value", x.Axis+"/"+x.Value)
	}
}

// checker keeps the first finding.
type checker struct {
	err  error
	list string
	seen map[string]bool // in list
}

func (c *checker) bad(field, value, reason string) {
	if c.err == nil {
		c.err = &Error{field, value, reason}
	}
}

// row begins a row of a list.
func (c *checker) row(list string, i int) string {
	if list != c.list {
		c.list, c.seen = list, map[string]bool{}
	}
	if i >= maxRows {
		c.bad(list, "", fmt.Sprintf("has more than %d rows", maxRows))
	}
	return fmt.Sprintf("%s[%d].", list, i)
}

func (c *checker) once(field, value string) {
	if c.seen[value] {
		c.bad(field, value, "stands there twice; write one row for it")
	}
	c.seen[value] = true
}

func (c *checker) code(field, value string) {
	switch {
	case value == "":
		c.bad(field, "", "is missing")
	case len(value) > maxCode:
		c.bad(field, "", fmt.Sprintf("is longer than %d bytes", maxCode))
	case strings.ContainsFunc(value, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '.'
	}):
		c.bad(field, value, `is not a code of letters, digits, '-', '_' and '.'`)
	}
}

func (c *checker) text(field, value string) {
	switch {
	case strings.TrimSpace(value) == "":
		c.bad(field, "", "is missing")
	case len(value) > maxText:
		c.bad(field, "", fmt.Sprintf("is longer than %d bytes", maxText))
	case strings.ContainsFunc(value, unicode.IsControl):
		c.bad(field, "", "holds a control character; write one line")
	}
}

func (c *checker) days(field string, n int) {
	if n < 0 || n > maxDays {
		c.bad(field, fmt.Sprint(n), fmt.Sprintf("want 0 to %d days", maxDays))
	}
}

// pair says whether an extension has something to extend.
func (c *checker) pair(field string, n int, of string, days int) {
	if n > 0 && days == 0 {
		c.bad(field, fmt.Sprint(n), "extends nothing; give "+of+" too")
	}
}

func (c *checker) one(field, value string, of ...string) {
	for _, v := range of {
		if v == value {
			return
		}
	}
	c.bad(field, value, "want one of "+strings.Join(of, ", "))
}
