package tlog

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections/statements"
)

// Statements is what published figures are computed from; [projections.Views] is
// one.
type Statements interface {
	statements.Views
	statements.Kept
}

// figureLeaf is a leaf of the log of figures: what one statement published.
// feeds/FORMAT.md §6.4 specifies its bytes.
type figureLeaf struct {
	Cases       treeHead `json:"cases"`    // from case numbers to ordinals
	Corrects    *uint64  `json:"corrects"` // index of the leaf that this one corrects
	Definitions []string `json:"definitions"`
	Input       treeHead `json:"input"` // the log of the records that were taken into account
	Org         string   `json:"org"`
	Period      string   `json:"period"`
	Rows        treeHead `json:"rows"`
	Statement   uint64   `json:"statement"` // ordinal of its record
	V           int      `json:"v"`
}

// treeHead is a root and the number of leaves that it has.
type treeHead struct {
	Root ledger.Hash `json:"root"`
	Size uint64      `json:"size"`
}

// bytes are the leaf as canonical JSON (RFC 8785).
func (l *figureLeaf) bytes() []byte {
	b, err := json.Marshal(l)
	v := jsontext.Value(b)
	if err == nil {
		err = v.Canonicalize()
	}
	if err != nil {
		panic(fmt.Sprintf("tlog: a leaf of plain values: %v", err))
	}
	return v
}

// figureLeaves are those of the published figures: one for each statement, in the
// order of their records.
type figureLeaves struct {
	records feeds.Records
	views   Statements
	log     shelf // the log of the records
	every   time.Duration

	input   input
	waiting bool // a statement is recorded that the log of the records does not show yet
}

// editions are all statements, in the order of their records.
func (c *figureLeaves) editions(ctx context.Context) ([]statements.Edition, error) {
	list, err := statements.List(ctx, c.views)
	slices.SortFunc(list, func(a, b statements.Edition) int { return int(int64(a.At) - int64(b.At)) })
	return list, err
}

func (c *figureLeaves) count(ctx context.Context) (uint64, error) {
	list, err := c.editions(ctx)
	return uint64(len(list)), err
}

// leaves gives those of statements whose records are published, so that whoever
// sees a leaf finds the records beside it.
func (c *figureLeaves) leaves(ctx context.Context, from uint64, n int) (out []leaf, at ledger.Position, err error) {
	list, err := c.editions(ctx)
	if err != nil {
		return nil, 0, err
	}
	shown := c.log.published()
	c.waiting = false
	for i := from; i < uint64(len(list)) && len(out) < n; i++ {
		if c.waiting = list[i].At > shown; c.waiting {
			break
		}
		f, rows, err := c.leaf(ctx, list, int(i))
		if err != nil {
			return nil, 0, err
		}
		data := f.bytes()
		l := leaf{data, hashLeaf(data), rowFiles(f.Rows.Root, rows)}
		if err := l.keep(c.log.place.figures().dir); err != nil { // at once: those of all statements may be many
			return nil, 0, err
		}
		l.files = nil
		out, at = append(out, l), ledger.Position(list[i].At)
	}
	return out, at, nil
}

// leaf computes what a statement published.
func (c *figureLeaves) leaf(ctx context.Context, list []statements.Edition, i int) (*figureLeaf, []statements.Row, error) {
	e := &list[i]
	rows, err := statements.Frozen(ctx, c.views, e.Scope, e.Frozen)
	if err != nil {
		return nil, nil, fmt.Errorf("publish the statement of record %d: %w", e.At, err)
	}
	f := headOf(list, i)
	f.Rows = treeHead{RowsRoot(rows), uint64(len(rows))}
	var marks []uint64
	for _, e := range list[i:] {
		marks = append(marks, uint64(e.Ordinal))
	}
	if err := c.input.read(ctx, c.records, marks); err != nil {
		return nil, nil, err
	}
	f.Input.Root, f.Cases = c.input.roots[f.Input.Size], c.input.cases.head(f.Input.Size)
	return f, rows, nil
}

// headOf is what a leaf says before anything is computed.
func headOf(list []statements.Edition, i int) *figureLeaf {
	e := &list[i]
	f := &figureLeaf{Input: treeHead{Size: uint64(e.Ordinal)}, Org: e.Org, Period: string(e.Period), Statement: e.At, V: 1, Definitions: []string{}}
	for _, d := range e.Definitions {
		f.Definitions = append(f.Definitions, fmt.Sprintf("%s/%d", d.ID, d.Version))
	}
	for j := i - 1; j >= 0 && f.Corrects == nil && e.N > 1; j-- {
		if list[j].Scope == e.Scope {
			n := uint64(j)
			f.Corrects = &n
		}
	}
	return f
}

// check computes those again that were never signed; of the others it holds what
// the records say against them.
func (c *figureLeaves) check(ctx context.Context, from uint64, have [][]byte, signed uint64) (string, error) {
	list, err := c.editions(ctx)
	if err != nil {
		return "", err
	}
	for k, data := range have {
		i := int(from) + k
		differs := fmt.Sprintf("leaf %d is not what statement %d published", i, i+1)
		if i >= len(list) {
			return differs, nil
		}
		want := headOf(list, i)
		if uint64(i) >= signed {
			if want, _, err = c.leaf(ctx, list, i); err != nil {
				return "", err
			}
		} else {
			var is figureLeaf
			if json.Unmarshal(data, &is) != nil {
				return differs, nil
			}
			want.Rows, want.Cases, want.Input.Root = is.Rows, is.Cases, is.Input.Root
		}
		if !bytes.Equal(want.bytes(), data) {
			return differs, nil
		}
	}
	return "", nil
}

// wait looks again after a while: statements are rare.
func (c *figureLeaves) wait(ctx context.Context, changed <-chan struct{}) error {
	t := time.NewTimer(c.every)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	if c.waiting {
		return nil
	}
	select {
	case <-changed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
