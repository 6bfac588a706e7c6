package export

import (
	"io"
	"strings"

	"caseledger/ledger"
)

// A Form is one kind of file.
type Form struct {
	Name   string // "csv"
	Ending string // ".csv"
	Says   string // what is in it, in one line

	// write writes the whole file and counts its rows.
	write func(s *source, w io.Writer) (rows int, err error)
}

// forms are all of them, in the order in which help lists them.
var forms = []*Form{
	{"csv", ".csv", "the table of cases, RFC 4180", writeCSV},
	{"excel", ".excel.csv", "the same for spreadsheets", writeExcel},
	{"ndjson", ".ndjson", "every public record, a CloudEvent a line", writeEvents},
	{"xes", ".xes", "an event log, a trace a case, an event a performed step", writeXES},
	{"ocel", ".ocel.json", "an object-centric event log, OCEL 2.0 JSON", writeOCEL},
	{"parquet", ".parquet", "the table of cases, typed and compressed", writeParquet},
	{"exchange", ".exchange.zip", "the five national exchange tables (统一办件库)", writeExchange},
	{"datapackage", ".zip", "the tables of cases and of events with their description (Frictionless)", writePackage},
}

// Forms lists the forms.
func Forms() []*Form { return append([]*Form(nil), forms...) }

// Find gives the form with a name; one that is not known gives a
// [*ledger.InvalidError].
func Find(name string) (*Form, error) {
	var names []string
	for _, f := range forms {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return nil, &ledger.InvalidError{Field: "form", Value: name, Reason: "want one of " + strings.Join(names, ", ")}
}
