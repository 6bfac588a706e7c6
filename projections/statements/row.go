package statements

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/statement"
	"caseledger/projections/figures"
)

// A Dimension is by what a row's population is cut out of the statement's (维度).
type Dimension string

// Dimensions, in the order of rows.
const (
	Whole Dimension = "whole" // 合计: all of it
	Org   Dimension = "org"   // 部门: what a unit itself accepted
	Item  Dimension = "item"  // 事项
	Kind  Dimension = "kind"  // 办件类型
)

var dimensions = []Dimension{Whole, Org, Item, Kind}

// A Row is one figure of one population of a statement.
type Row struct {
	Decimals    int                 `json:"decimals"`
	Denominator *string             `json:"denominator"` // null for counts
	Dimension   Dimension           `json:"dimension"`
	Excluded    []figures.Exclusion `json:"excluded"` // those of some cases, in the figure's order
	Figure      string              `json:"figure"`
	Key         string              `json:"key"` // value of the dimension; empty for the whole, and for cases that have none
	Numerator   string              `json:"numerator"`
	Org         string              `json:"org"` // that the statement is of; empty for the whole
	Period      statement.Period    `json:"period"`
	Provisional bool                `json:"provisional"`
	Rounding    string              `json:"rounding"`
	Unit        string              `json:"unit"`
	Value       *string             `json:"value"` // null where there is no denominator
	Version     int                 `json:"version"`
}

// Line is the row as canonical JSON (RFC 8785), without an end of line.
func (r *Row) Line() []byte {
	b, err := json.Marshal(r)
	v := jsontext.Value(b)
	if err == nil {
		err = v.Canonicalize()
	}
	if err != nil {
		panic(fmt.Sprintf("statements: a row of plain values: %v", err))
	}
	return v
}

// cell names what a row says something of: rows of two statements are compared
// by it.
type cell struct {
	dimension         Dimension
	key, figure, unit string
}

func (r *Row) cell() cell { return cell{r.Dimension, r.Key, r.Figure, r.Unit} }

// Hash is the SHA-256 of rows, each with a line feed behind it, in hexadecimal.
func Hash(rows []Row) string {
	h := sha256.New()
	for i := range rows {
		h.Write(append(rows[i].Line(), '\n'))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// rowOf is a figure as a row.
func rowOf(of Scope, d Dimension, key string, f *figures.Figure) Row {
	r := Row{
		Decimals: f.Rounding.Decimals, Dimension: d, Excluded: []figures.Exclusion{}, Figure: f.ID, Key: key, Numerator: f.Numerator,
		Org: of.Org, Period: of.Period, Provisional: f.Provisional, Rounding: f.Rounding.Mode, Unit: f.Unit, Value: f.Value, Version: f.Version,
	}
	if f.Denominator != "" {
		r.Denominator = &f.Denominator
	}
	for _, e := range f.Excluded {
		if e.Count != 0 {
			r.Excluded = append(r.Excluded, e)
		}
	}
	return r
}

// empty says that a row counts nothing.
func (r *Row) empty() bool {
	return r.Numerator == "0" && (r.Denominator == nil || *r.Denominator == "0") && len(r.Excluded) == 0
}
