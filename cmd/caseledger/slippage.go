package main

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/mattn/go-runewidth"
)

// text is the slip as plain text, with the QR code in half blocks.
func (s *slip) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", s.Title)
	width := 0
	for _, l := range s.Lines {
		width = max(width, runewidth.StringWidth(l.Label))
	}
	for _, l := range s.Lines {
		fmt.Fprintf(&b, "%s  %s\n", runewidth.FillRight(l.Label, width), l.Text)
	}
	fmt.Fprintf(&b, "\n%s%s\n", s.QR.ToSmallString(false), s.Code)
	return b.String()
}

// Dark lists the dark squares of the QR code as the path of an SVG, and its width.
func (s *slip) Dark() (out struct {
	Width int
	Path  string
}) {
	var b strings.Builder
	for y, row := range s.QR.Bitmap() {
		out.Width = len(row)
		for x, dark := range row {
			if dark {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	out.Path = b.String()
	return out
}

var slipPage = template.Must(template.New("slip").Parse(`<!DOCTYPE html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>{{.Title}}</title>
<style>
body { font: 12pt/1.6 "Noto Serif SC", SimSun, serif; margin: 2cm; max-width: 16cm }
h1 { font-size: 18pt; text-align: center }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid; padding: .2em .6em; text-align: left; font-weight: normal }
th { white-space: nowrap; width: 1% }
svg { width: 3.5cm; height: 3.5cm }
</style>
<h1>{{.Title}}</h1>
<table>
{{range .Lines}}<tr><th scope="row">{{.Label}}</th><td>{{.Text}}</td></tr>
{{end}}</table>
{{with .Dark}}<p><svg viewBox="0 0 {{.Width}} {{.Width}}" role="img" aria-label="QR"><rect width="100%" height="100%" fill="#fff"/><path d="{{.Path}}"/></svg></p>
{{end}}<p>{{.Code}}</p>
</html>
`))
