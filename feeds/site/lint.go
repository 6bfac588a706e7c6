package site

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"caseledger/projections/claims"
)

// Limits of what is judged at once: an address that every browser and proxy passes on.
const (
	maxLintText   = 1500 // characters
	maxLintClaims = 100
)

// lintPage judges the numbers of a text by those beside them (核数). The text is part of
// the address, so the page has a permanent link, and nothing is kept.
func lintPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("lint"), now: true, sheet: sheet{Columns: []string{"line", "says", "verdict", "value", "why", "whyZh"}}}
	data := lintData{Tabs: v.dataTabs(), Text: strings.ReplaceAll(v.Query.Get("text"), "\r\n", "\n")}
	if err := v.only("text"); err != nil {
		return doc, err
	}
	if strings.TrimSpace(data.Text) == "" {
		doc.data = data
		return doc, nil
	}
	if n := utf8.RuneCountInString(data.Text); n > maxLintText {
		return doc, invalid("text", "", v.word("lint.long", n, maxLintText))
	}
	file, err := claims.ReadText([]byte(data.Text))
	if err != nil {
		return doc, err
	}
	list, err := claims.Judge(v, file.Claims[:min(len(file.Claims), maxLintClaims)], nil)
	if err != nil {
		return doc, err
	}
	counts := map[claims.Verdict]int{}
	for i := range list {
		j := &list[i]
		counts[j.Verdict]++
		why := Text{j.WhyZh, j.Why}.In(v.Lang)
		line, quote := "", j.Says
		if j.Place != nil {
			line, quote = strconv.Itoa(j.Line), j.Quote
		}
		doc.add(line, j.Says, string(j.Verdict), j.Value, j.Why, j.WhyZh)
		data.Judged = append(data.Judged, judged{Verdict: string(j.Verdict), Word: Text{j.Word.Chinese, j.Word.English}.In(v.Lang), Quote: quote, Why: why})
	}
	for _, x := range claims.Verdicts() {
		if n := counts[x]; n > 0 {
			data.Counts = append(data.Counts, v.word("lint.count", n, Text{x.Words().Chinese, x.Words().English}.In(v.Lang)))
		}
	}
	data.Asked, data.Left = true, len(file.Left)
	doc.data = data
	return doc, nil
}

type lintData struct {
	Tabs   []tab
	Text   string
	Asked  bool
	Judged []judged
	Counts []string
	Left   int // numbers that are no claims
}

// judged is a claim with its verdict.
type judged struct{ Verdict, Word, Quote, Why string }
