package statement

import (
	"encoding/hex"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// A Definition names the definition of a figure (指标定义).
type Definition struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// Frozen is what a statement stands on.
type Frozen struct {
	Definitions []Definition // in the order of the rows
	Ordinal     int          // of the last record taken into account
	Rows        int
	SHA256      string // of the canonical rows, in hexadecimal
}

// Closed (月结): the figures of a month were frozen.
type Closed struct {
	Definitions []Definition
	Ordinal     int
	Org         string // an organisation with all below it; empty for the whole
	Period      string // 2024-05
	Rows        int
	SHA256      string
}

// Stored names the schema.
func (Closed) Stored() string { return "statement.closed/1" }

// Stream is that of the month.
func (e Closed) Stream() ledger.StreamID { return Stream(Period(e.Period), e.Org) }

// Frozen is what it stands on.
func (e Closed) Frozen() Frozen { return Frozen{e.Definitions, e.Ordinal, e.Rows, e.SHA256} }

var closed = act.Of(spec[Closed]{
	Zh: "月结", En: "Month closed", Public: act.Published,
	Command: "closeStatement", Says: "Freezes the figures of a month as they are known now (月办月结).", By: act.BySupervisor,
	Members: func(e *Closed, m *act.Members) {
		definitions(m, &e.Definitions)
		ordinal(m, &e.Ordinal)
		organisation(m, &e.Org)
		month(m, &e.Period)
		rows(m, &e.Rows)
		hash(m, &e.SHA256, "sha256", "SHA-256 of the canonical rows (行校验值), in hexadecimal.")
	},
	Check: func(e *Closed) error { return check(Period(e.Period), e.Frozen()) },
	Decide: func(s *State, a *ask, e Closed) (Closed, error) {
		if s.Editions > 0 {
			return e, act.Refuse(ruleOnce, "%s is closed since record %d; what is known since can be restated", e.Period, s.Last.Ordinal)
		}
		if err := ready(a, Period(e.Period)); err != nil {
			return e, err
		}
		f := a.Known.Frozen
		e.Definitions, e.Ordinal, e.Rows, e.SHA256 = f.Definitions, f.Ordinal, f.Rows, f.SHA256
		return e, nil
	},
	Evolve: func(s *State, _ act.Facts, e Closed) { s.take(e.Frozen()) },
})

func definitions(m *act.Members, v *[]Definition) {
	act.Each(m, v, "definitions", "Definitions of the figures (指标定义), in the order of the rows.", 200, func(d *Definition, m *act.Members) {
		m.Name(&d.ID, "id", "Id of the figure (指标代码).", act.Always)
		m.Whole(&d.Version, "version", "Version of its definition (定义版本).", 0, 1_000_000, act.Always)
	}, act.Always, act.Derived)
}

func ordinal(m *act.Members, v *int) {
	m.Whole(v, "ordinal", "Ordinal of the last record taken into account (截至记录).", 0, 1<<53, act.Always, act.Derived)
}

func organisation(m *act.Members, v *string) {
	m.Name(v, "org", "Organisation, with all below it (部门); none for the whole.")
}

func month(m *act.Members, v *string) {
	m.Name(v, "period", "The month (期间): 2024-05.", act.Always, act.Required)
}

func rows(m *act.Members, v *int) {
	m.Whole(v, "rows", "Number of canonical rows (行数).", 0, 1<<53, act.Always, act.Derived)
}

func hash(m *act.Members, v *string, name, says string) {
	m.Name(v, name, says, act.Always, act.Derived)
}

// check says what is wrong with a body.
func check(p Period, f Frozen) error {
	if err := p.Validate(); err != nil {
		return err
	}
	if f.Ordinal < 1 {
		return act.Invalid("ordinal", "0", "want that of a record, from 1 on")
	}
	return checkHash("sha256", f.SHA256)
}

func checkHash(field, v string) error {
	if b, err := hex.DecodeString(v); err != nil || len(b) != 32 {
		return act.Invalid(field, v, "want 64 hexadecimal digits")
	}
	return nil
}
