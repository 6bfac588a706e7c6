package verify

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// figuresDir is where the log of figures is, below the log of records, and what its
// name has after that one's.
const figuresDir = "figures"

// below is a folder of a source.
type below struct {
	source
	dir string
}

func (b below) read(ctx context.Context, name string) ([]byte, error) {
	return b.source.read(ctx, b.dir+"/"+name)
}

func (b below) String() string { return b.source.String() + "/" + b.dir }

// figureKey is the key of the log of figures: that of the log of records under a
// longer name.
func figureKey(k key) (key, error) {
	parts := strings.SplitN(k.text, "+", 3)
	if len(parts) != 3 {
		return key{}, errors.New("want three parts")
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return key{}, errors.New("want a public key of Ed25519")
	}
	text, err := note.NewEd25519VerifierKey(parts[0]+"/"+figuresDir, raw[1:])
	if err != nil {
		return key{}, err
	}
	return parseKey(text)
}

// figuresLog is the log of figures as it was read.
type figuresLog struct {
	source source
	key    key
	signed []byte
	tree   Checkpoint
	leaves []FigureLeaf
	roots  []tlog.Hash // of its bundles
	early  *EarlyError // it goes less far than what was seen
}

// figures reads the log of figures; nil where there is none. What is wrong with it
// is reported.
func (q *Question) figures(ctx context.Context, l *log, r *Report) (f *figuresLog, err error) {
	f = &figuresLog{source: below{l.source, figuresDir}, signed: l.figures}
	if f.key, err = figureKey(l.key); err != nil {
		return nil, err
	}
	before, err := memory(q.Memory).recall(f.key)
	if err != nil {
		return nil, err
	}
	if f.signed == nil {
		if before.Size > 0 {
			r.add("figures", "figures/checkpoint", fmt.Sprintf("the log of figures that was seen before, of %d leaves", before.Size), "nothing")
		}
		return nil, nil
	}
	var wrong error
	if f.tree, wrong = open(f.signed, f.key); wrong != nil {
		r.add("signature", "figures/checkpoint", "a checkpoint signed with "+f.key.text, signers(f.signed, wrong))
		return nil, nil
	}
	var own Report
	w := &walk{source: f.source, tree: f.tree, report: &own, at: atOnceFolder}
	if before.Size > 0 {
		w.marks = []mark{{size: before.Size, root: before.Root}}
	}
	w.visit = func(n uint64, _ int, b *batch) error {
		for i, data := range b.leaves {
			leaf, wrong := ParseFigureLeaf(data)
			if wrong != nil {
				own.add("leaf", fmt.Sprintf("leaf %d", n*tileWidth+uint64(i)), "a leaf of figures", wrong.Error())
			}
			f.leaves = append(f.leaves, leaf)
		}
		return nil
	}
	if err := w.run(ctx); err != nil {
		return nil, err
	}
	w.compare(before.bundles)
	if f.tree.Size < before.Size {
		f.early = &EarlyError{Where: f.source.String(), Size: f.tree.Size, Seen: before.Size}
	}
	f.roots = w.roots
	for _, d := range own.Differences {
		r.add(d.What, "figures: "+d.Where, d.Expected, d.Found)
	}
	if len(own.Differences) > 0 {
		return nil, nil
	}
	return f, nil
}

// readFigures reads the checkpoint of the log of figures, nil where there is none.
// It is read before that of the records, so that these go as far.
func readFigures(ctx context.Context, s source) ([]byte, error) {
	b, err := s.read(ctx, figuresDir+"/checkpoint")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}
