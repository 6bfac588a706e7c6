package tlog

import (
	"fmt"

	"github.com/transparency-dev/tessera/api/layout"
	"golang.org/x/mod/sumdb/tlog"

	"caseledger/ledger"
	"caseledger/projections/statements"
)

// rowsDir holds the rows of statements, within the folder of the log of figures.
const rowsDir = "rows"

// rowFiles are the files of a statement's rows: 256 rows each, with a line feed
// behind each row.
func rowFiles(root ledger.Hash, rows []statements.Row) (out []file) {
	for n := 0; n*bundle < len(rows); n++ {
		var b []byte
		for i := range rows[n*bundle : min(len(rows), (n+1)*bundle)] {
			b = append(append(b, rows[n*bundle+i].Line()...), '\n')
		}
		out = append(out, file{fmt.Sprintf("%s/%s/%s", rowsDir, root, layout.NWithSuffix(0, uint64(n), 0)), b})
	}
	return out
}

// RowsRoot is the root of the tree of a statement's canonical rows, in their
// order.
func RowsRoot(rows []statements.Row) ledger.Hash {
	if len(rows) == 0 {
		return emptyRoot
	}
	tree := ranges.NewEmptyRange(0)
	for i := range rows {
		h := tlog.RecordHash(rows[i].Line())
		_ = tree.Append(h[:], nil) // fails for hashes of another size only
	}
	root, _ := tree.GetRootHash(nil)
	return ledger.Hash(root)
}
