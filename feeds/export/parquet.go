package export

import (
	"io"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"caseledger/ledger"
)

// groupRows is how many rows stand in one group, which is held in memory until
// it is full.
const groupRows = 50_000

// writeParquet writes the table of cases with Parquet's own types: dates, UTC
// microseconds, decimals. Columns without a value are null.
func writeParquet(s *source, w io.Writer) (rows int, err error) {
	notes := []parquet.WriterOption{newSchema(caseColumns), parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(groupRows),
		parquet.CreatedBy("caseledger", "1", ""),
		parquet.KeyValueMetadata("caseledger.ordinal", strconv.FormatUint(s.ordinal, 10)),
		parquet.KeyValueMetadata("caseledger.simulated", strconv.FormatBool(s.simulated))}
	if !s.recorded.IsZero() {
		notes = append(notes, parquet.KeyValueMetadata("caseledger.recorded", ledger.FormatTime(s.recorded)))
	}
	out := parquet.NewWriter(w, notes...)
	row := make([]parquet.Row, 1)
	err = s.each(false, func(f *file) error {
		row[0] = row[0][:0]
		for i := range caseColumns {
			row[0] = append(row[0], caseColumns[i].of(f).parquet(caseColumns[i].kind, i))
		}
		_, err := out.WriteRows(row)
		return err
	})
	if err == nil {
		err = out.Close()
	}
	return s.done, err
}

// parquet is the value in a column, null where it is none.
func (v value) parquet(k kind, column int) parquet.Value {
	if !v.is {
		return parquet.NullValue().Level(0, 0, column)
	}
	var out parquet.Value
	switch k {
	case aText:
		out = parquet.ByteArrayValue([]byte(v.text))
	case aTruth:
		out = parquet.BooleanValue(v.n == 1)
	case aDate, aNumber:
		out = parquet.Int32Value(int32(v.n))
	default:
		out = parquet.Int64Value(v.n)
	}
	return out.Level(0, 1, column)
}

// newSchema is that of a table, its columns in their order.
func newSchema[T any](columns []column[T]) *parquet.Schema {
	root := ordered{Group: parquet.Group{}}
	for _, c := range columns {
		root.Group[c.name], root.names = parquet.Optional(node(c.kind)), append(root.names, c.name)
	}
	return parquet.NewSchema("cases", root)
}

func node(k kind) parquet.Node {
	switch k {
	case aText:
		return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	case aNumber:
		return parquet.Int(32)
	case aTruth:
		return parquet.Leaf(parquet.BooleanType)
	case aDate:
		return parquet.Date()
	case aTime:
		return parquet.Timestamp(parquet.Microsecond)
	}
	return parquet.Decimal(6, 18, parquet.Int64Type) // aSum
}

// ordered is a group whose fields keep their order; the library's own sorts
// them.
type ordered struct {
	parquet.Group
	names []string
}

// Fields implements [parquet.Node].
func (o ordered) Fields() []parquet.Field {
	list := o.Group.Fields()
	slices.SortFunc(list, func(a, b parquet.Field) int {
		return slices.Index(o.names, a.Name()) - slices.Index(o.names, b.Name())
	})
	return list
}
