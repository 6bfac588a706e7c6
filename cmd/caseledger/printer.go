package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"caseledger/ledger"
)

// printer writes lines and keeps the first error.
type printer struct {
	w    io.Writer
	zone *time.Location
	err  error
}

func (o *printer) line(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format+"\n", args...)
	}
}

func (o *printer) table(t *table) {
	if o.err == nil {
		o.err = t.write(o.w)
	}
}

// instants are times as the ledger writes them.
var instants = regexp.MustCompile(`\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z`)

// local is text with the ledger's times in the zone of the screen.
func (o *printer) local(text string) string {
	return instants.ReplaceAllStringFunc(text, func(s string) string {
		t, err := ledger.ParseTime(s)
		if err != nil {
			return s
		}
		return t.In(o.zone).Format("2006-01-02 15:04:05.999999")
	})
}

// time is local to the case and cut to seconds; empty for none.
func (o *printer) time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(o.zone).Format("2006-01-02 15:04:05")
}

func (o *printer) fact(t *table, name, value string) {
	if value != "" {
		t.add(name, value)
	}
}

// facts writes a table without its header.
func (o *printer) facts(t *table) {
	for _, row := range t.rows {
		pad := strings.Repeat(" ", max(0, 24-width(row[0])))
		o.line("%s%s%s", row[0], pad, row[1])
	}
}
