package main

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"net/http"
	"strings"
)

//go:embed index.html
var indexHTML string

// simulatedMark is where the page says that its ledger is simulated.
const (
	simulatedMark = "<!-- simulated -->\n"
	simulatedNote = `<p><strong>本账本是模拟的：其中的县、机构、岗位和办件由程序虚构。</strong> <span lang="en">This ledger is simulated: a program made up the county, its offices, posts and cases.</span></p>` + "\n"
)

// newIndex serves the page at /: what is here, in Chinese and English, for a
// person without any program; of a simulated ledger it says that first. It has
// no script, and its one style sheet is named by its hash in the content
// security policy.
func newIndex(simulated bool) http.Handler {
	page := strings.Replace(indexHTML, simulatedMark, "", 1)
	if simulated {
		page = strings.Replace(indexHTML, simulatedMark, simulatedNote, 1)
	}
	_, rest, _ := strings.Cut(indexHTML, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	policy := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cache-Control", "public, max-age=3600")
		_, _ = strings.NewReader(page).WriteTo(w) // a client that left needs no answer
	})
}
