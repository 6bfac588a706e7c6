package verify

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// First lines of proofs.
const (
	recordProof = "c2sp.org/tlog-proof@v1"
	figureProof = "caseledger/figure-proof@v1"
	caseProof   = "caseledger/case-proof@v1"
)

// A Proof is a proof in a file: that a leaf is in a log, and where a row or a case
// comes before it, that this is below the leaf (feeds/FORMAT.md §6.6).
type Proof struct {
	// Of is what is proved: "record", "figure" or "case".
	Of string
	// Subject is the row or the case's leaf; empty for a record.
	Subject []byte
	Place   int64 // of a row; -1 for others
	Beside  []tlog.Hash
	// Leaf is that of the log; nil where the file does not hold it.
	Leaf   []byte
	Index  int64
	Way    []tlog.Hash
	Signed []byte // the checkpoint
}

// ParseProof reads a proof, in the one spelling that it has.
func ParseProof(b []byte) (p Proof, err error) {
	s := lines(b)
	p.Of, p.Place = "record", -1
	switch first := s.peek(); first {
	case figureProof, caseProof:
		s.next()
		p.Subject = []byte(s.next())
		if p.Of = "case"; first == figureProof {
			p.Of, p.Place = "figure", s.number("index ")
		}
		p.Beside = s.hashes()
		p.Leaf = []byte(s.next())
	}
	if s.next() != recordProof {
		return Proof{}, errors.New("it is no proof")
	}
	if extra, ok := strings.CutPrefix(s.peek(), "extra "); ok && p.Of == "record" {
		s.next()
		if p.Leaf, err = base64.StdEncoding.DecodeString(extra); err != nil {
			return Proof{}, err
		}
	}
	p.Index, p.Way, p.Signed = s.number("index "), s.hashes(), []byte(s.text)
	if string(p.Bytes()) != string(b) || !strictlySigned(string(p.Signed)) {
		return Proof{}, errors.New("it is no proof, or not in the form that proofs have")
	}
	return p, nil
}

// strictlySigned says whether the signatures of a note are the bytes that a writer
// gives: the last letter of base64 has bits that count for nothing.
func strictlySigned(note string) bool {
	for line := range strings.Lines(note) {
		if line = strings.TrimSuffix(line, "\n"); strings.HasPrefix(line, "— ") {
			if _, err := base64.StdEncoding.Strict().DecodeString(line[strings.LastIndexByte(line, ' ')+1:]); err != nil {
				return false
			}
		}
	}
	return true
}

// Bytes gives the file.
func (p *Proof) Bytes() []byte {
	var b strings.Builder
	list := func(hashes []tlog.Hash) {
		for _, h := range hashes {
			fmt.Fprintln(&b, base64.StdEncoding.EncodeToString(h[:]))
		}
		b.WriteByte('\n')
	}
	switch p.Of {
	case "figure":
		fmt.Fprintf(&b, "%s\n%s\nindex %d\n", figureProof, p.Subject, p.Place)
	case "case":
		fmt.Fprintf(&b, "%s\n%s\n", caseProof, p.Subject)
	}
	if p.Of != "record" {
		list(p.Beside)
		fmt.Fprintf(&b, "%s\n", p.Leaf)
	}
	fmt.Fprintln(&b, recordProof)
	if p.Of == "record" && p.Leaf != nil {
		fmt.Fprintf(&b, "extra %s\n", base64.StdEncoding.EncodeToString(p.Leaf))
	}
	fmt.Fprintf(&b, "index %d\n", p.Index)
	list(p.Way)
	b.Write(p.Signed)
	return []byte(b.String())
}

// lineReader goes along lines.
type lineReader struct{ text string }

func lines(b []byte) *lineReader { return &lineReader{string(b)} }

func (r *lineReader) peek() string {
	line, _, _ := strings.Cut(r.text, "\n")
	return line
}

func (r *lineReader) next() (line string) {
	line, r.text, _ = strings.Cut(r.text, "\n")
	return line
}

// number is that behind a word; -1 where there is none.
func (r *lineReader) number(word string) int64 {
	n, err := strconv.ParseInt(strings.TrimPrefix(r.next(), word), 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// hashes are those up to an empty line.
func (r *lineReader) hashes() (out []tlog.Hash) {
	for r.text != "" {
		raw, err := base64.StdEncoding.DecodeString(r.next())
		if err != nil || len(raw) != tlog.HashSize {
			break
		}
		out = append(out, tlog.Hash(raw))
	}
	return out
}
