package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// mirrorFigures copies the log of figures, with the rows that its leaves have the
// roots of, below the copy of the log of records. Figures are not computed again.
func (q *Question) mirrorFigures(ctx context.Context, l *log, dir folder, r *Report) error {
	f, err := q.figures(ctx, l, r)
	if err != nil || f == nil {
		return err
	}
	to := folder(dir.path(figuresDir))
	c := &copying{dir: to, log: log{source: f.source, key: f.key, signed: f.signed}, certain: true}
	old, err := c.before(r)
	if err != nil || len(r.Differences) > 0 {
		return err
	}
	w := &walk{source: c.log, tree: f.tree, report: r, at: atOnceSite, keep: c.keep}
	if old.Size > 0 {
		w.marks = []mark{{size: old.Size, root: old.Root}}
	}
	w.visit = func(n uint64, width int, b *batch) error { return c.keepBatch(r, n, width, b) }
	if f.early == nil {
		err = w.run(ctx)
	}
	for i := range f.leaves {
		if err == nil && len(r.Differences) == 0 {
			err = c.copyRows(ctx, r, &f.leaves[i])
		}
	}
	switch {
	case err != nil || len(r.Differences) > 0:
		return err
	case f.early != nil:
		return f.early
	}
	return errors.Join(memory(q.Memory).note(f.key, f.signed, f.roots),
		c.put("key", []byte(f.key.text+"\n")),
		c.put("policy", fmt.Appendf(nil, "log %s\nquorum none\n", f.key.text)),
		c.put("checkpoint", f.signed))
}

// copyRows copies the rows of a statement, where they make its root.
func (c *copying) copyRows(ctx context.Context, r *Report, l *FigureLeaf) error {
	var f frontier
	files := map[string][]byte{}
	for n := uint64(0); n*tileWidth < l.Rows.Size; n++ {
		name := rowsPath(l.Rows.Root, n)
		b, err := c.read(ctx, name)
		if err != nil {
			return err
		}
		for row := range bytes.Lines(b) {
			f.push(tlog.RecordHash(bytes.TrimSuffix(row, []byte("\n"))), 0)
		}
		files[name] = b
	}
	if is := headOf(f.root(), int(f.size())); is != l.Rows {
		r.add("rows", figuresDir+"/rows/"+l.Rows.Root, fmt.Sprintf("%d rows with that root", l.Rows.Size), fmt.Sprintf("%d with %s", is.Size, is.Root))
		return nil
	}
	for name, b := range files {
		if err := c.put(name, b); err != nil {
			return err
		}
	}
	return nil
}
