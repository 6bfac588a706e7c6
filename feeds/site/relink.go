package site

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// answered are the first parts of the paths that only a server can answer.
var answered = []string{"find", "lint", "say"}

// included says whether an address is written as a file: a page with nothing asked
// but where a list goes on, and the lists of cases by office or by item.
func included(a address) bool {
	first, _, _ := strings.Cut(a.Path, "/")
	if a.At > 0 || slices.Contains(answered, first) || a.Ending != "" && len(a.Query) > 0 {
		return false
	}
	if p, _ := find(a.Path); p == nil {
		return false
	}
	if first == "case" && a.Ending != "" && a.Ending != ".json" {
		return false
	}
	asked := 0
	for name := range a.Query {
		switch {
		case name == "after":
		case (name == "org" || name == "item") && a.Path == "cases":
			asked++
		default:
			return false
		}
	}
	return asked <= 1
}

// fileOf is the file of an address: letters, digits and a few signs stay, all else of
// a name is written as ~ and its bytes.
func fileOf(a address) string {
	path := a.Path
	if path == "" {
		path = "index"
		if a.Ending != "" {
			path = "today"
		}
	}
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = fileName(parts[i])
	}
	name := string(a.Lang) + "/" + strings.Join(parts, "/")
	if q := a.Query.Encode(); q != "" {
		name += "." + fileName(q)
	}
	if a.Ending == "" {
		return name + ".html"
	}
	return name + a.Ending
}

func fileName(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '=', c >= 0x80:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "~%02x", c)
		}
	}
	return b.String()
}

// relink makes a page's links lead from its file to other files, and lists the pages
// among them. What no file holds leads to base, or nowhere where that is empty; then
// forms are left out too.
func relink(page, file, base string) (string, []address) {
	var b strings.Builder
	var pages []address
	up := strings.Repeat("../", strings.Count(file, "/"))
	skipping := false
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String(), pages
		}
		raw := string(z.Raw())
		if kind != html.StartTagToken && kind != html.EndTagToken && kind != html.SelfClosingTagToken {
			if !skipping {
				b.WriteString(raw)
			}
			continue
		}
		t := z.Token()
		if base == "" && t.Data == "form" {
			skipping = kind == html.StartTagToken
			continue
		}
		if skipping {
			continue
		}
		i := slices.IndexFunc(t.Attr, func(a html.Attribute) bool {
			return (a.Key == "href" || a.Key == "action") && strings.HasPrefix(a.Val, "/")
		})
		if kind == html.EndTagToken || i < 0 {
			b.WriteString(raw)
			continue
		}
		to, held := target(t.Attr[i].Val)
		switch {
		case t.Attr[i].Val == styleAddress:
			t.Attr[i].Val = up + strings.TrimPrefix(styleAddress, "/")
		case held:
			if to.Ending == "" {
				pages = append(pages, to)
			}
			_, fragment, some := strings.Cut(t.Attr[i].Val, "#")
			t.Attr[i].Val = up + (&url.URL{Path: fileOf(to)}).EscapedPath()
			if some {
				t.Attr[i].Val += "#" + fragment
			}
		case base != "":
			t.Attr[i].Val = base + t.Attr[i].Val
		case t.Data == "link":
			continue
		default:
			t.Attr = slices.Delete(t.Attr, i, i+1)
		}
		b.WriteString(t.String())
	}
}

// target is the address that a link leads to, and whether a file holds it.
func target(link string) (address, bool) {
	u, err := url.Parse(link)
	if err != nil {
		return address{}, false
	}
	a, err := parseAddress(u)
	return a, err == nil && included(a)
}
