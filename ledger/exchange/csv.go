package exchange

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"caseledger/ledger"
)

// A Writer writes a table as CSV: RFC 4180 with CRLF, the names of the columns
// first. Values stand as they are: the tables are read by programs.
type Writer struct {
	out *csv.Writer
}

// NewWriter begins a table.
func NewWriter(w io.Writer, t *Table) (*Writer, error) {
	out := &Writer{csv.NewWriter(w)}
	out.out.UseCRLF = true
	return out, out.out.Write(t.Columns)
}

// Write writes a row of the table.
func (w *Writer) Write(r Row) error { return w.out.Write(r.Values) }

// Close ends the table.
func (w *Writer) Close() error {
	w.out.Flush()
	return w.out.Error()
}

// ReadBatch reads the tables of a batch, a folder or the files of a zip. Those that
// are not there have no rows; a batch without any is an error.
func ReadBatch(batch fs.FS) (rows []Row, err error) {
	found := false
	for _, t := range Tables() {
		f, err := batch.Open(t.Name + ".csv")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list, err := Read(f, t)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		rows, found = append(rows, list...), true
	}
	if !found {
		return nil, fmt.Errorf("no table %s.csv or other of its kind is in it: %w", Accept.Name, fs.ErrNotExist)
	}
	return rows, nil
}

// Read reads a table. Columns may stand in any order, those that are not ours
// are left out, and those that are missing are empty; project_no must be there.
func Read(r io.Reader, t *Table) (rows []Row, err error) {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	head, err := in.Read()
	if err == io.EOF {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	to := make([]int, len(head))
	for i, name := range head {
		to[i] = slices.Index(t.Columns, name)
	}
	if !slices.Contains(head, "project_no") {
		return nil, fmt.Errorf("%s: %w", t.Name, &ledger.InvalidError{Field: "project_no", Reason: "is no column of the table"})
	}
	for {
		line, err := in.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, fmt.Errorf("%s: %w", t.Name, err)
		}
		row := t.row()
		for i, says := range line {
			if to[i] >= 0 {
				row.Values[to[i]] = says
			}
		}
		if op := row.Operation(); op != Insert && op != Update && op != Delete {
			return rows, wrongRow(row, &ledger.InvalidError{Field: "cd_operation", Value: string(op), Reason: "want I, U or D"})
		}
		rows = append(rows, row)
	}
}
