package figures

import (
	"bytes"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/workdays"
)

// A Row is a figure as all doors show it: its values by [Columns].
type Row struct{ *Figure }

// Type is what a column's values are.
type Type string

// Types, with the Go type of their values.
const (
	Text       Type = "text"       // string
	Integer    Type = "integer"    // int
	Decimal    Type = "decimal"    // string: an exact decimal
	Boolean    Type = "boolean"    // bool
	Date       Type = "date"       // workdays.Date
	Place      Type = "position"   // ledger.Position
	Mode       Type = "rounding"   // string: "half_up" or "truncate"
	Exclusions Type = "exclusions" // []Exclusion
)

// A Column is one value of a figure: what it is, and where it stands behind
// each door.
type Column struct {
	Name string // in the API and for picking columns: "denominator"
	Head string // above a table for people; empty takes the name
	// Member is the object in which it stands in JSON, and its name there; none
	// stands outside, under its name.
	Member []string
	Type   Type
	Null   bool // a figure may have none
	// Echo says that it repeats what was asked; in JSON it is left out where
	// there is none, and the API does not have those without words.
	Echo bool
	Says string // what it is, in English with the Chinese term
	of   func(*Figure) any
}

// Of is the value of a figure, of the column's type; nil where it has none.
func (c *Column) Of(f *Figure) any { return c.of(f) }

// some is a text, or nil where it is empty.
func some(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func given(s *string) any {
	if s == nil {
		return nil
	}
	return *s
}

func dated(d workdays.Date) any {
	if d == workdays.NoDate {
		return nil
	}
	return d
}

// columns in the order of JSON.
var columns = []Column{
	{Name: "id", Head: "figure", Type: Text, Says: "Stable name of the definition (指标代码): `on_time_rate`.", of: func(f *Figure) any { return f.ID }},
	{Name: "version", Type: Integer, Says: "Version of the definition (定义版本).", of: func(f *Figure) any { return f.Version }},
	{Name: "title", Head: "指标", Type: Text, Says: "The Chinese term (指标名称).", of: func(f *Figure) any { return f.Title }},
	{Name: "unit", Type: Text, Says: "Unit of the value (单位).", of: func(f *Figure) any { return f.Unit }},
	{Name: "formula", Type: Text, Says: "What numerator and denominator are, in words (计算公式).", of: func(f *Figure) any { return f.Formula }},
	{Name: "numerator", Type: Decimal, Says: "Exact numerator (分子).", of: func(f *Figure) any { return f.Numerator }},
	{Name: "denominator", Type: Decimal, Null: true, Says: "Exact denominator (分母); null for counts and sums.", of: func(f *Figure) any { return some(f.Denominator) }},
	{Name: "excluded", Type: Exclusions, Says: "What was left out, and why (排除).", of: func(f *Figure) any { return f.Excluded }},
	{Name: "value", Type: Decimal, Null: true, Says: "The rounded value (数值); null where the denominator is empty, never 100.", of: func(f *Figure) any { return given(f.Value) }},
	{Name: "rounding", Member: []string{"rounding", "mode"}, Type: Mode, Says: "How the value was cut to its decimals (修约方式).", of: func(f *Figure) any { return f.Rounding.Mode }},
	{Name: "decimals", Member: []string{"rounding", "decimals"}, Type: Integer, Says: "Decimals of the value (小数位).", of: func(f *Figure) any { return f.Rounding.Decimals }},
	{Name: "provisional", Type: Boolean, Says: "A working-day figure that rests on an unpublished calendar (暂定).", of: func(f *Figure) any { return f.Provisional }},
	{Name: "on", Type: Date, Null: true, Echo: true, Says: "The day of a peak, or the first of its month (峰值日).", of: func(f *Figure) any { return dated(f.On) }},
	{Name: "org", Member: []string{"population", "org"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Org) }},
	{Name: "item", Member: []string{"population", "item"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Item) }},
	{Name: "kind", Member: []string{"population", "kind"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Kind) }},
	{Name: "channel", Member: []string{"population", "channel"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Channel) }},
	{Name: "officer", Member: []string{"population", "officer"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Officer) }},
	{Name: "orgOnly", Member: []string{"population", "orgOnly"}, Type: Boolean, Null: true, Echo: true, of: func(f *Figure) any {
		if !f.Query.OrgOnly {
			return nil
		}
		return true
	}},
	{Name: "handling", Member: []string{"population", "handling"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Handling) }},
	{Name: "routing", Member: []string{"population", "routing"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Routing) }},
	{Name: "intake", Member: []string{"population", "intake"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Intake) }},
	{Name: "level", Member: []string{"population", "level"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Level) }},
	{Name: "class", Member: []string{"population", "class"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Class) }},
	{Name: "tag", Member: []string{"population", "tag"}, Type: Text, Null: true, Echo: true, of: func(f *Figure) any { return given(f.Query.Tag) }},
	{Name: "from", Member: []string{"population", "from"}, Type: Date, Null: true, Echo: true, Says: "First day of the period (起), null where it is open.", of: func(f *Figure) any { return dated(f.Query.From) }},
	{Name: "to", Member: []string{"population", "to"}, Type: Date, Null: true, Echo: true, Says: "Last day of the period (止), null where it is open.", of: func(f *Figure) any { return dated(f.Query.To) }},
	{Name: "asOf", Member: []string{"population", "asOf"}, Type: Date, Null: true, Echo: true, Says: "The day on whose end stocks were counted (截止日).", of: func(f *Figure) any { return dated(f.Query.AsOf) }},
	{Name: "knownAt", Member: []string{"population", "knownAt"}, Type: Place, Null: true, Echo: true, of: func(f *Figure) any {
		if f.Query.KnownAt == 0 {
			return nil
		}
		return f.Query.KnownAt
	}},
	{Name: "position", Type: Place, Says: "Whose knowledge it shows: what was recorded later does not count (账本位置).", of: func(f *Figure) any { return f.Position }},
}

// Columns lists the columns of a figure. Nobody may write to them.
func Columns() []Column { return columns }

// MarshalJSONTo writes the row as one object. Decimals are numbers, digit by
// digit; what a figure has none of is null, and absent where it only repeats
// what was asked.
func (r Row) MarshalJSONTo(enc *jsontext.Encoder) error {
	var b bytes.Buffer
	b.WriteByte('{')
	inside, first := "", true
	for i := range columns {
		c := &columns[i]
		group, name := "", c.Name
		if len(c.Member) == 2 {
			group, name = c.Member[0], c.Member[1]
		}
		if group != inside && inside != "" {
			b.WriteByte('}')
			first = false
		}
		if group != inside && group != "" {
			comma(&b, first)
			b.WriteString(`"` + group + `":{`)
			first = true
		}
		inside = group
		value, err := c.json(r.Figure)
		if err != nil {
			return err
		}
		if value == nil && c.Echo {
			continue
		}
		comma(&b, first)
		first = false
		b.WriteString(`"` + name + `":`)
		if value == nil {
			value = jsontext.Value("null")
		}
		b.Write(value)
	}
	b.WriteByte('}')
	return enc.WriteValue(b.Bytes())
}

func comma(b *bytes.Buffer, first bool) {
	if !first {
		b.WriteByte(',')
	}
}

// json is a value as JSON; nil where there is none.
func (c *Column) json(f *Figure) (jsontext.Value, error) {
	v := c.of(f)
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if c.Type == Decimal {
			return jsontext.Value(v), nil
		}
	case workdays.Date:
		return json.Marshal(v.String())
	case []Exclusion:
		if v == nil {
			return jsontext.Value("[]"), nil
		}
	}
	return json.Marshal(v)
}
