package export

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
)

// writePackage writes a zip of the tables of cases and of events, and of what
// they are: datapackage.json, by Frictionless Data. Rows are those of both.
func writePackage(s *source, w io.Writer) (rows int, err error) {
	p := &bundle{zip: zip.NewWriter(w), at: s.recorded}
	cases, err := packed(p, "cases", "办件表 Cases", caseColumns, func(t *table[file]) (int, error) {
		err := s.each(false, t.row)
		return s.done, err
	})
	if err != nil {
		return 0, err
	}
	events, err := packed(p, "events", "事件表 Events", eventColumns, func(t *table[event]) (n int, err error) {
		err = s.each(true, func(f *file) error {
			return f.eachEvent(func(e *event) error {
				n++
				return t.row(e)
			})
		})
		return n, err
	})
	if err != nil {
		return 0, err
	}
	events.Schema.Foreign = []foreignKey{{"number", reference{"cases", "number"}}}
	cases.Schema.Key, events.Schema.Key = []string{"number"}, []string{"number", "revision"}
	if err := p.describe(s, []resource{cases, events}); err != nil {
		return 0, err
	}
	return cases.Rows + events.Rows, p.zip.Close()
}

type bundle struct {
	zip *zip.Writer
	at  time.Time
}

// create begins a file of the package. It is dated by the last record, so that
// the same record gives the same bytes.
func (p *bundle) create(name string) (io.Writer, error) {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate}
	if !p.at.IsZero() {
		h.Modified = p.at.UTC().Truncate(2 * time.Second)
	}
	return p.zip.CreateHeader(h)
}

// packed writes a table as a file of the package.
func packed[T any](p *bundle, name, title string, columns []column[T], fill func(*table[T]) (int, error)) (r resource, err error) {
	w, err := p.create(name + ".csv")
	if err != nil {
		return r, err
	}
	sum := &summed{to: w, hash: sha256.New()}
	t, err := newTable(sum, columns)
	if err == nil {
		r.Rows, err = fill(t)
	}
	if err == nil {
		err = t.end()
	}
	r.Name, r.Title, r.Path, r.Type, r.Profile = name, title, name+".csv", "table", "tabular-data-resource"
	r.Format, r.MediaType, r.Encoding, r.Bytes, r.Hash = "csv", "text/csv", "utf-8", sum.n, "sha256:"+hex.EncodeToString(sum.hash.Sum(nil))
	r.Dialect = dialect{Delimiter: ",", LineTerminator: "\r\n", Header: true}
	for _, c := range columns {
		r.Schema.Fields = append(r.Schema.Fields, field{c.name, packageTypes[c.kind], packageFormats[c.kind], c.zh, c.en})
	}
	return r, err
}

var (
	packageTypes   = map[kind]string{aText: "string", aNumber: "integer", aTruth: "boolean", aDate: "date", aTime: "datetime", aSum: "number"}
	packageFormats = map[kind]string{aTime: "%Y-%m-%dT%H:%M:%S.%fZ"}
)

// describe writes datapackage.json.
func (p *bundle) describe(s *source, list []resource) error {
	w, err := p.create("datapackage.json")
	if err != nil {
		return err
	}
	d := description{Name: "caseledger", Title: "政务服务办件数据 Cases of a government service centre", Profile: "tabular-data-package",
		Ordinal: s.ordinal, Simulated: s.simulated, Resources: list}
	if !s.recorded.IsZero() {
		d.Created = ledger.FormatTime(s.recorded)
	}
	return json.MarshalWrite(w, d, json.Deterministic(true), jsontext.WithIndent("  "))
}

// description is datapackage.json; created is when the last record taken into
// account was recorded.
type description struct {
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Profile   string     `json:"profile"`
	Created   string     `json:"created,omitzero"`
	Ordinal   uint64     `json:"caseledger:ordinal"`
	Simulated bool       `json:"caseledger:simulated"`
	Resources []resource `json:"resources"`
}

type resource struct {
	Name      string  `json:"name"`
	Title     string  `json:"title"`
	Type      string  `json:"type"`
	Profile   string  `json:"profile"`
	Path      string  `json:"path"`
	Format    string  `json:"format"`
	MediaType string  `json:"mediatype"`
	Encoding  string  `json:"encoding"`
	Bytes     int64   `json:"bytes"`
	Hash      string  `json:"hash"`
	Rows      int     `json:"rows"`
	Dialect   dialect `json:"dialect"`
	Schema    schema  `json:"schema"`
}

type dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	Header         bool   `json:"header"`
}

type schema struct {
	Fields  []field      `json:"fields"`
	Key     []string     `json:"primaryKey"`
	Foreign []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Format string `json:"format,omitzero"`
	Title  string `json:"title"`
	Says   string `json:"description"`
}

type foreignKey struct {
	Fields    string    `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string `json:"resource"`
	Fields   string `json:"fields"`
}
