package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// A FigureLeaf is a leaf of the log of figures: what a statement published.
type FigureLeaf struct {
	Cases       TreeHead `json:"cases"`
	Corrects    *uint64  `json:"corrects"` // index of the leaf that this one corrects
	Definitions []string `json:"definitions"`
	Input       TreeHead `json:"input"` // the records that were taken into account
	Org         string   `json:"org"`   // empty for the whole
	Period      string   `json:"period"`
	Rows        TreeHead `json:"rows"`
	Statement   uint64   `json:"statement"` // ordinal of its record
	V           int      `json:"v"`
}

// A TreeHead is a root, in hexadecimal digits, and the number of leaves below it.
type TreeHead struct {
	Root string `json:"root"`
	Size uint64 `json:"size"`
}

func headOf(root tlog.Hash, size int) TreeHead { return TreeHead{hexOf(root), uint64(size)} }

// String gives the leaf.
func (l *FigureLeaf) String() string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(l); err != nil {
		panic(fmt.Sprintf("verify: a leaf of plain values: %v", err))
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// ParseFigureLeaf reads a leaf, in the one spelling that it has.
func ParseFigureLeaf(b []byte) (l FigureLeaf, err error) {
	if err := json.Unmarshal(b, &l); err != nil {
		return FigureLeaf{}, err
	}
	hash := func(h TreeHead) bool { return len(h.Root) == 64 && lowerHex(h.Root) }
	switch {
	case l.String() != string(b):
		err = errors.New("want the members of a leaf of figures, in RFC 8785 form")
	case l.V != 1 || l.Definitions == nil || !hash(l.Cases) || !hash(l.Input) || !hash(l.Rows):
		err = errors.New("want version 1, definitions and three roots")
	case l.Input.Size == 0 || l.Input.Size >= l.Statement:
		err = fmt.Errorf("a statement of record %d cannot rest on %d records", l.Statement, l.Input.Size)
	}
	if err != nil {
		return FigureLeaf{}, err
	}
	return l, nil
}
