package verify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds/verify/recount"
)

// counting recomputes published figures along the walk over the records.
type counting struct {
	ctx    context.Context
	log    *figuresLog
	ledger *recount.Ledger
	report *Report
	due    []int                // leaves by the size of their input
	frozen []computed           // of leaves
	scopes map[[2]string]uint64 // the last leaf of a month and organisation

	statements int // records of statements that were passed
	pending    []pending
	last       time.Time // of recording
	undone     error     // figures that cannot be computed here
}

// computed is what the records say that a statement has.
type computed struct {
	done   bool
	sha256 string
	rows   int
}

// pending is a statement without a leaf.
type pending struct {
	ordinal  uint64
	recorded time.Time
}

// patience is how long the log of figures may stay behind, by the recorded times.
const patience = time.Hour

func newCounting(ctx context.Context, f *figuresLog, official [][]byte, r *Report) (*counting, error) {
	ledger, err := recount.New(official)
	c := &counting{ctx: ctx, log: f, ledger: ledger, report: r, frozen: make([]computed, len(f.leaves)), scopes: map[[2]string]uint64{}}
	for i := range f.leaves {
		c.due = append(c.due, i)
	}
	slices.SortStableFunc(c.due, func(a, b int) int { return int(int64(f.leaves[a].Input.Size) - int64(f.leaves[b].Input.Size)) })
	r.Figures = new(uint64)
	return c, err
}

// marks are the roots that the log of records must have had.
func (c *counting) marks() (out []mark) {
	for i := range c.log.leaves {
		l := &c.log.leaves[i]
		root, err := hex.DecodeString(l.Input.Root)
		if err != nil {
			panic("verify: a root that was parsed: " + err.Error())
		}
		out = append(out, mark{l.Input.Size, tlog.Hash(root), "input", c.name(i)})
	}
	return out
}

func (c *counting) name(i int) string { return fmt.Sprintf("leaf %d of the log of figures", i) }

// take is shown the records of a batch.
func (c *counting) take(n uint64, width int, b *batch) error {
	for i := range width {
		ordinal := n*tileWidth + uint64(i) + 1
		if i >= len(b.contents) || b.contents[i].err != nil || b.wrong != nil {
			c.ledger.Miss()
			continue
		}
		x := &b.contents[i]
		if err := c.ledger.Read(&x.fact); err != nil {
			return err
		}
		if x.recorded.After(c.last) {
			c.last = x.recorded
		}
		for ; len(c.due) > 0 && c.log.leaves[c.due[0]].Input.Size == ordinal; c.due = c.due[1:] {
			if err := c.compute(c.due[0]); err != nil {
				return err
			}
		}
		if x.statement != nil {
			c.told(ordinal, x)
		}
	}
	return nil
}

// compute holds a leaf against what the records say so far: where they are those
// that it was computed from.
func (c *counting) compute(i int) error {
	l := &c.log.leaves[i]
	if slices.ContainsFunc(c.report.Differences, func(d Difference) bool { return d.What == "input" && d.Where == c.name(i) }) {
		return nil
	}
	root, n := c.ledger.Cases()
	if is := headOf(root, n); is != l.Cases {
		c.report.add("cases", c.name(i), fmt.Sprintf("the map of %d cases, %s", is.Size, is.Root), fmt.Sprintf("of %d, %s", l.Cases.Size, l.Cases.Root))
	}
	rows, err := c.ledger.Rows(l.Period, l.Org, l.Definitions)
	if err != nil {
		if c.undone == nil {
			c.undone = fmt.Errorf("the statement of %s %s cannot be computed again: %w", l.Period, l.Org, err)
		}
		return nil
	}
	var f frontier
	sum := sha256.New()
	for _, row := range rows {
		f.push(tlog.RecordHash(row), 0)
		sum.Write(append(row, '\n'))
	}
	c.frozen[i] = computed{true, hex.EncodeToString(sum.Sum(nil)), len(rows)}
	before := len(c.report.Differences)
	published, err := c.published(l)
	if err != nil {
		return err
	}
	c.compare(i, rows, published)
	is := headOf(f.root(), len(rows))
	if is != l.Rows && len(c.report.Differences) == before {
		c.report.add("rows", c.name(i), fmt.Sprintf("%d rows, %s", is.Size, is.Root), fmt.Sprintf("%d rows, %s", l.Rows.Size, l.Rows.Root))
	}
	if len(c.report.Differences) == before {
		*c.report.Figures += uint64(len(rows))
	}
	return nil
}

// published reads the rows that stand beside the log of figures.
func (c *counting) published(l *FigureLeaf) (out [][]byte, err error) {
	for n := uint64(0); n*tileWidth < l.Rows.Size; n++ {
		name := rowsPath(l.Rows.Root, n)
		b, err := c.log.source.read(c.ctx, name)
		rows := bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n"))
		want := int(min(tileWidth, l.Rows.Size-n*tileWidth))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			c.report.add("rows", figuresDir+"/"+name, fmt.Sprintf("%d rows", want), "nothing")
		case err != nil:
			return nil, err
		case len(rows) != want:
			c.report.add("rows", figuresDir+"/"+name, fmt.Sprintf("%d rows", want), fmt.Sprintf("%d", len(rows)))
		}
		out = append(out, rows...)
	}
	return out, nil
}

func rowsPath(root string, n uint64) string {
	return "rows/" + root + "/" + strings.TrimPrefix(tilePath(0, n, tileWidth), "tile/0/")
}

// compare names the rows that are published otherwise. Rows are told apart by what
// they are of, so that one that is missing moves no others.
func (c *counting) compare(i int, rows, published [][]byte) {
	if slices.EqualFunc(rows, published, bytes.Equal) {
		return
	}
	found := map[string][]byte{}
	for _, row := range published {
		found[cellOf(row)] = row
	}
	before := len(c.report.Differences)
	for _, row := range rows {
		cell := cellOf(row)
		if is := found[cell]; !bytes.Equal(is, row) {
			c.report.add("figure", cell+", "+c.name(i), string(row), orNothing(is))
		}
		delete(found, cell)
	}
	for _, row := range published {
		if cell := cellOf(row); found[cell] != nil {
			c.report.add("figure", cell+", "+c.name(i), "nothing", string(row))
		}
	}
	if len(c.report.Differences) == before {
		c.report.add("rows", c.name(i), "its rows in their order", "the same in another")
	}
}

func orNothing(b []byte) string {
	if b == nil {
		return "nothing"
	}
	return string(b)
}

// cellOf says what a row is of.
func cellOf(row []byte) string {
	var r struct{ Dimension, Figure, Key, Org, Period string }
	if err := json.Unmarshal(row, &r); err != nil {
		return "a row that cannot be read"
	}
	return strings.Join(strings.Fields(strings.Join([]string{r.Period, r.Org, r.Figure, "of", r.Dimension, r.Key}, " ")), " ")
}

// statement is the body of a record of a statement.
type statement struct {
	Definitions []struct {
		ID      string
		Version int
	}
	Ordinal     uint64
	Org, Period string
	Rows        int
	SHA256      string
}

// told holds the record of a statement against its leaf.
func (c *counting) told(ordinal uint64, x *content) {
	i, s := c.statements, x.statement
	c.statements++
	if i >= len(c.log.leaves) {
		c.pending = append(c.pending, pending{ordinal, x.recorded})
		return
	}
	want := FigureLeaf{Org: s.Org, Period: s.Period, Statement: ordinal, V: 1, Definitions: []string{}}
	for _, d := range s.Definitions {
		want.Definitions = append(want.Definitions, fmt.Sprintf("%s/%d", d.ID, d.Version))
	}
	scope := [2]string{s.Period, s.Org}
	if last, ok := c.scopes[scope]; ok {
		want.Corrects = &last
	}
	c.scopes[scope] = uint64(i)
	l := c.log.leaves[i]
	want.Cases, want.Rows, want.Input = l.Cases, l.Rows, l.Input
	want.Input.Size = s.Ordinal
	if want.String() != l.String() {
		c.report.add("figures", c.name(i), want.String(), l.String())
	}
	if k := c.frozen[i]; k.done && (k.sha256 != s.SHA256 || k.rows != s.Rows) {
		c.report.add("statement", fmt.Sprintf("leaf %d, the statement of %s %s", ordinal-1, s.Period, s.Org),
			fmt.Sprintf("%d rows, sha256 %s", k.rows, k.sha256), fmt.Sprintf("%d rows, sha256 %s", s.Rows, s.SHA256))
	}
}

// end says what is wrong after the last record. The error is what could not be
// computed.
func (c *counting) end() error {
	for i := c.statements; i < len(c.log.leaves); i++ {
		c.report.add("figures", c.name(i), "the record of a statement", "nothing")
	}
	for _, p := range c.pending {
		if c.last.Sub(p.recorded) > patience {
			c.report.add("figures", fmt.Sprintf("the statement of leaf %d", p.ordinal-1), "a leaf in the log of figures within an hour", "nothing")
		} else {
			c.report.Pending++
		}
	}
	return c.undone
}
