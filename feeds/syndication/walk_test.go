package syndication_test

import (
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"pgregory.net/rapid"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/feeds/syndication"
)

// document is what a stranger reads from one feed document.
type document struct {
	records        []string // canonical bytes, in document order
	ids            []string
	previous, next string
}

type reader func(t rapid.TB, body string) document

func readAtom(t rapid.TB, body string) document {
	t.Helper()
	var feed struct {
		Links []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/2005/Atom link"`
		Entries []struct {
			ID      string `xml:"http://www.w3.org/2005/Atom id"`
			Content struct {
				Type string `xml:"type,attr"`
				Body string `xml:",chardata"`
			} `xml:"http://www.w3.org/2005/Atom content"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal([]byte(body), &feed); err != nil {
		t.Fatal(err)
	}
	var d document
	for _, e := range feed.Entries {
		record := e.Content.Body
		if e.Content.Type != "text" {
			b, err := base64.StdEncoding.DecodeString(record)
			if err != nil {
				t.Fatal(err)
			}
			record = string(b)
		}
		d.ids, d.records = append(d.ids, e.ID), append(d.records, record)
	}
	for _, l := range feed.Links {
		switch l.Rel {
		case "prev-archive":
			d.previous = l.Href
		case "next-archive":
			d.next = l.Href
		}
	}
	return d
}

func readJSON(t rapid.TB, body string) document {
	t.Helper()
	var feed struct {
		Next      string `json:"next_url"`
		Extension struct {
			Next string `json:"next_archive"`
		} `json:"_caseledger"`
		Items []struct {
			ID        string `json:"id"`
			Extension struct {
				Record json.RawMessage `json:"record"`
			} `json:"_caseledger"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(body), &feed); err != nil {
		t.Fatal(err)
	}
	d := document{previous: feed.Next, next: feed.Extension.Next}
	for _, item := range feed.Items {
		d.ids, d.records = append(d.ids, item.ID), append(d.records, string(item.Extension.Record))
	}
	return d
}

var readers = map[string]reader{"atom": readAtom, "json": readJSON}

// Walking back from the newest document yields every record once, in reverse
// order, byte for byte; and no archive page ever changes.
func TestWalkTheArchive(t *testing.T) {
	for format, read := range readers {
		t.Run(format, rapid.MakeCheck(func(t *rapid.T) {
			l := feedtest.New(0)
			h := serve(t, l)
			archived := map[string]page{}
			steps := rapid.SliceOfN(rapid.IntRange(0, 130), 1, 3).Draw(t, "steps")
			for _, n := range steps {
				l.Grow(n)
				walk(t, h, l, format, read, archived)
			}
		}))
	}
}

type page struct {
	text     string
	document document
}

func walk(t rapid.TB, h http.Handler, l *feedtest.Ledger, format string, read reader, archived map[string]page) {
	t.Helper()
	all := l.All()
	at := len(all)
	seen := map[string]bool{}
	for path := "/feeds/" + format; path != ""; {
		text := body(t, get(t, h, path))
		old, again := archived[path]
		if again && old.text != text {
			t.Fatalf("%s changed", path)
		}
		d := old.document
		if !again {
			d = read(t, text)
		}
		if strings.Contains(path, "archive") {
			archived[path] = page{text, d}
		}
		for i := range d.records {
			at--
			if want := string(all[at].AppendCanonical(nil)); d.records[i] != want {
				t.Fatalf("%s, record %d: got %s, want %s", path, at+1, d.records[i], want)
			}
			if seen[d.ids[i]] {
				t.Fatalf("%s: id %s stands twice", path, d.ids[i])
			}
			seen[d.ids[i]] = true
		}
		path = d.previous
	}
	if at != 0 {
		t.Fatalf("the walk ended at record %d", at+1)
	}
}

// Forward, next-archive leads from page to page and ends with a page that is
// not complete yet.
func TestWalkForward(t *testing.T) {
	h := serve(t, feedtest.New(350))
	for format, read := range readers {
		pages, path := 0, "/feeds/"+format+"/archive/1"
		for {
			r := get(t, h, path)
			if r.StatusCode == http.StatusNotFound {
				break
			}
			pages++
			path = read(t, body(t, r)).next
		}
		if pages != 3 {
			t.Errorf("%s: %d pages, want 3", format, pages)
		}
	}
}

// Two characters that JSON can carry and XML cannot.
func TestRecordThatXMLCannotCarry(t *testing.T) {
	l := feedtest.New(0)
	r := feedtest.Record(2)
	r.Public = []byte("{\"name\":\"a\ufffeb\uffffc\",\"step\":\"x\"}")
	l.Add(r)
	want := string(r.AppendCanonical(nil))
	for format, read := range readers {
		d := read(t, body(t, get(t, serve(t, l), "/feeds/"+format)))
		if len(d.records) != 1 || d.records[0] != want {
			t.Errorf("%s: got %q, want %q", format, d.records, want)
		}
	}
}

// A parser that is not ours reads what we meant.
func TestForeignParser(t *testing.T) {
	h := serve(t, feedtest.New(321))
	for _, path := range []string{"/feeds/atom", "/feeds/json", "/feeds/atom/archive/2", "/feeds/json/archive/2"} {
		feed, err := gofeed.NewParser().ParseString(body(t, get(t, h, path)))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		newest, items := 321, 121
		if strings.Contains(path, "archive") {
			newest, items = 200, 100
		}
		r := feedtest.Record(newest)
		got := []any{len(feed.Items), feed.FeedLink, feed.Title, feed.Items[0].GUID, feed.Items[0].Title, feed.Language}
		want := []any{items, base + path, syndication.DefaultTitle, "tag:ledger.example,2026:event/" + r.ID.String(), title(t, newest), "zh-CN"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", path, diff)
		}
		if at := feed.Items[0].UpdatedParsed; strings.Contains(path, "atom") && (at == nil || !at.Equal(r.Recorded)) {
			t.Errorf("%s: updated %v, want %v", path, at, r.Recorded)
		}
	}
}

func title(t rapid.TB, n int) string {
	t.Helper()
	r := feedtest.Record(n)
	s, err := feeds.Title(&r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
