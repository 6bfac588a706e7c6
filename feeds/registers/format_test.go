package registers_test

import (
	"encoding/csv"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"caseledger/feeds/registers"
)

// TestCSV: RFC 4180, which the standard reader takes; no cell is a formula, and
// ids keep their zeros.
func TestCSV(t *testing.T) {
	v := hall(t)
	for name, text := range written(t, v, everyDay, ".csv") {
		if strings.Count(text, "\n") != strings.Count(text, "\r\n") || !strings.HasSuffix(text, "\r\n") || strings.HasPrefix(text, "\uFEFF") {
			t.Errorf("%s: lines do not end with CRLF, or there is a byte order mark", name)
		}
		lines, err := csv.NewReader(strings.NewReader(text)).ReadAll() // as many fields on every line
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, line := range lines {
			for _, cell := range line {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
					t.Errorf("%s: the cell %q is a formula", name, cell)
				}
			}
		}
		if name == "materials" && !slices.Contains(lines[1], "00071") {
			t.Errorf("the slip has lost its zeros: %q", lines[1])
		}
	}
}

// TestExcel: a byte order mark; text that looks like a number is text, and what
// begins like a formula is no formula.
func TestExcel(t *testing.T) {
	r := registers.Register{Columns: []registers.Column{{}}}
	for _, row := range []struct {
		cell  registers.Cell
		plain string
		excel string
	}{
		{registers.Cell{Text: "00071", Value: "00071"}, "00071", `"=""00071"""`},
		{registers.Cell{Text: "1E5", Value: "1E5"}, "1E5", `"=""1E5"""`},
		{registers.Cell{Text: "3-4", Value: "3-4"}, "3-4", `"=""3-4"""`},
		{registers.Cell{Text: "-3", Value: -3}, "-3", "-3"},
		{registers.Cell{Text: "-3", Value: "-3"}, "'-3", "'-3"},
		{registers.Cell{Text: "=1+1", Value: "=1+1"}, "'=1+1", "'=1+1"},
		{registers.Cell{Text: "\t@A1", Value: "@A1"}, "'@A1", "'@A1"},
		{registers.Cell{Text: "＝1+1", Value: "＝1+1"}, "'＝1+1", "'＝1+1"},
		{registers.Cell{Text: `a,"b`, Value: `a,"b`}, `"a,""b"`, `"a,""b"`},
		{registers.Cell{Text: "2024-03-04", Value: "2024-03-04"}, "2024-03-04", "2024-03-04"},
	} {
		for excel, want := range map[bool]string{false: row.plain, true: row.excel} {
			var text strings.Builder
			s := registers.NewCSV(&text, excel)
			if err := s.Begin(registers.Head{Register: &r}); err != nil {
				t.Fatal(err)
			}
			if err := s.Row([]registers.Cell{row.cell}); err != nil {
				t.Fatal(err)
			}
			registers.Flush(s)
			if strings.HasPrefix(text.String(), "\uFEFF") != excel {
				t.Errorf("excel %v: the text begins with %q", excel, text.String()[:3])
			}
			if _, got, _ := strings.Cut(strings.TrimSuffix(text.String(), "\r\n"), "\r\n"); got != want {
				t.Errorf("excel %v: %q is written %s, want %s", excel, row.cell.Text, got, want)
			}
		}
	}
}

// TestHTML: every page is well formed, strictly; a browser's parser finds the
// same elements, so that it had nothing to mend; nothing runs, and nothing is
// fetched.
func TestHTML(t *testing.T) {
	for name, text := range written(t, hall(t), everyDay, ".html") {
		tree, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if want, got := strict(t, text), elements(tree); !slices.Equal(want, got) {
			t.Errorf("%s: a browser reads other elements than were written:\n%v\n%v", name, want, got)
		}
		if !strings.HasPrefix(text, "<!doctype html>\n<html lang=\"zh-CN\">") {
			t.Errorf("%s begins with %q", name, text[:60])
		}
		if strings.Count(text, "<style") != 1 {
			t.Errorf("%s has not one style", name)
		}
		for _, bad := range []string{"<script", "<b>", " style=", " on", "url(", "href", "src=", "ZgotmplZ"} {
			inside, _, _ := strings.Cut(text, "<style>")
			_, rest, _ := strings.Cut(text, "</style>")
			if tags := tagsOf(inside + rest); strings.Contains(tags, bad) {
				t.Errorf("%s has %q", name, bad)
			}
		}
	}
}

// tagsOf is the text between < and >.
func tagsOf(text string) string {
	var b strings.Builder
	for _, part := range strings.Split(text, "<")[1:] {
		tag, _, _ := strings.Cut(part, ">")
		b.WriteString("<" + tag + ">")
	}
	return b.String()
}

// strict lists the elements in order of a page that is well-formed XML.
func strict(t *testing.T, text string) (out []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		switch x := token.(type) {
		case xml.StartElement:
			out = append(out, x.Name.Local)
		case xml.EndElement:
			out = append(out, "/"+x.Name.Local)
		}
	}
}

func elements(n *html.Node) (out []string) {
	if n.Type == html.ElementNode {
		out = append(out, n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = append(out, elements(c)...)
	}
	if n.Type == html.ElementNode {
		out = append(out, "/"+n.Data)
	}
	return out
}
