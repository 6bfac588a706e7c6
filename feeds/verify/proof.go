package verify

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds/verify/recount"
)

// Proved is what a proof proves.
type Proved struct {
	Verified bool   `json:"verified"`
	Of       string `json:"of"` // "record", "figure" or "case"
	Origin   string `json:"origin"`
	Size     uint64 `json:"size"` // of the checkpoint
	Root     string `json:"root"` // in base64, as there
	Index    int64  `json:"index"`
	// What is the record, the row, or the case with its ordinals.
	What json.RawMessage `json:"what,omitempty"`
	// Statement is the leaf of the statement that a figure or a case stands below.
	Statement    *FigureLeaf   `json:"statement,omitempty"`
	Differences  []Difference  `json:"differences"`
	Cosignatures []Cosignature `json:"cosignatures,omitempty"`
}

// VerifyProof checks a proof without asking anybody: q has a policy, or the folder
// in which is remembered what was seen. Differences are in the report; the error
// is what could not be done, such as that no key is known.
func VerifyProof(q Question, file []byte) (out Proved, err error) {
	p, err := ParseProof(file)
	if err != nil {
		return out, err
	}
	r := Report{Differences: []Difference{}}
	c, err := q.signedBy(p.Signed, &r)
	if err != nil {
		return out, err
	}
	out = Proved{Of: p.Of, Origin: c.Origin, Size: c.Size, Root: base64.StdEncoding.EncodeToString(c.Root[:]), Index: p.Index, What: p.Subject}
	if p.Of == "record" {
		if p.Leaf == nil {
			return out, errors.New("the proof does not hold the record that it is of")
		}
		if _, wrong := ParseRecord(p.Leaf); wrong != nil {
			if _, long := ParseLongLeaf(p.Leaf); !long {
				r.add("record", "extra", "a canonical record", wrong.Error())
			}
		}
		if json.Valid(p.Leaf) {
			out.What = p.Leaf
		}
	} else if err := p.below(&out, &r); err != nil {
		r.add("leaf", "the leaf of the statement", "a leaf of figures", err.Error())
	}
	if len(r.Differences) == 0 {
		p.included(c, &r)
	}
	out.Differences, out.Cosignatures, out.Verified = r.Differences, r.Cosignatures, len(r.Differences) == 0
	return out, nil
}

// included holds the leaf against the checkpoint.
func (p *Proof) included(c Checkpoint, r *Report) {
	if p.Index < 0 || uint64(p.Index) >= c.Size {
		r.add("proof", "index", fmt.Sprintf("less than %d", c.Size), fmt.Sprint(p.Index))
		return
	}
	if err := tlog.CheckRecord(p.Way, int64(c.Size), c.Root, p.Index, tlog.RecordHash(p.Leaf)); err != nil {
		r.add("proof", fmt.Sprintf("leaf %d", p.Index), "hashes that lead to the root "+hexOf(c.Root), err.Error())
	}
}

// below holds a row or a case against the leaf of its statement.
func (p *Proof) below(out *Proved, r *Report) error {
	l, err := ParseFigureLeaf(p.Leaf)
	if err != nil {
		return err
	}
	out.Statement = &l
	if !json.Valid(p.Subject) {
		out.What = nil
		r.add("proof", p.Of, "JSON", string(p.Subject))
		return nil
	}
	if p.Of == "case" {
		p.inMap(&l, r)
		return nil
	}
	raw, err := hex.DecodeString(l.Rows.Root)
	if err != nil {
		return err
	}
	switch {
	case p.Place < 0 || uint64(p.Place) >= l.Rows.Size:
		r.add("proof", "index of the row", fmt.Sprintf("less than %d", l.Rows.Size), fmt.Sprint(p.Place))
	case tlog.CheckRecord(p.Beside, int64(l.Rows.Size), tlog.Hash(raw), p.Place, tlog.RecordHash(p.Subject)) != nil:
		r.add("figure", cellOf(p.Subject), "a row below the root "+l.Rows.Root, string(p.Subject))
	}
	return nil
}

// inMap holds a case against the root of the map (FORMAT.md §6.5).
func (p *Proof) inMap(l *FigureLeaf, r *Report) {
	var c struct {
		Case     string
		Ordinals []uint64
	}
	if err := json.Unmarshal(p.Subject, &c); err != nil || string(recount.CaseLeaf(c.Case, c.Ordinals)) != string(p.Subject) {
		r.add("proof", "case", "a case with its ordinals", string(p.Subject))
		return
	}
	place, h := sha256.Sum256([]byte(c.Case)), tlog.RecordHash(p.Subject)
	for i, other := range p.Beside {
		depth := len(p.Beside) - 1 - i
		if depth >= 8*len(place) {
			break
		}
		if place[depth/8]>>(7-depth%8)&1 == 1 {
			h = tlog.NodeHash(other, h)
		} else {
			h = tlog.NodeHash(h, other)
		}
	}
	if hexOf(h) != l.Cases.Root || len(p.Beside) > 8*len(place) {
		r.add("cases", c.Case, "a case below the root "+l.Cases.Root, hexOf(h))
	}
}

// signedBy finds the key of a checkpoint, and reads it: a key of the policy, else
// one that was seen. That of the log of figures follows from the log's.
func (q *Question) signedBy(signed []byte, r *Report) (c Checkpoint, err error) {
	name, _, _ := strings.Cut(string(signed), "\n")
	origin, figures := strings.CutSuffix(name, "/"+figuresDir)
	var p policy
	var known []key
	if q.Policy != "" {
		if p, err = parsePolicy(q.Policy); err != nil {
			return c, fmt.Errorf("policy: %w", err)
		}
		known = p.logs
	} else if known, err = memory(q.Memory).keys(origin); err != nil {
		return c, err
	}
	tried := 0
	for _, k := range known {
		if k.Name() != origin {
			continue
		}
		if figures {
			if k, err = figureKey(k); err != nil {
				return c, err
			}
		}
		tried++
		if c, err = open(signed, k); err == nil {
			if !figures { // the other has no witnesses
				p.cosigned(signed, r)
			}
			return c, nil
		}
	}
	if tried == 0 {
		return c, fmt.Errorf("no key of the log %q is known here; name it with a policy", origin)
	}
	r.add("signature", "checkpoint", "a checkpoint signed with a key that is known of "+origin, signers(signed, err))
	return c, nil
}
