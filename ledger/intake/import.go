package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// Import records the cases of a source. The summary counts what was done also
// where the import ends with an error. Errors are a [*SourceError], a
// [*DivergedError], a [*RefusedError] or both of
// these, the context's error, or a fault of store or vault. After
// any of them the import may be run again.
//
// Cases are recorded in the order of the source, so the ledger does not depend
// on how long anything took. One import at a time should write to a ledger;
// what others write meanwhile is kept, and comes between.
func Import(ctx context.Context, j Job) (sum Summary, err error) {
	sum = newSummary(&j)
	if j.Mapping == nil || j.Store == nil || j.Now == nil || j.Input == nil {
		return sum, errors.New("import: Input, Mapping, Store and Now are required")
	}
	if j.Mapping.seals() && j.Vault == nil {
		return sum, fmt.Errorf("import: the mapping %s has personal values, and there is no vault to seal them", j.Mapping.Name)
	}
	src, err := open(j.Name, j.Input, j.Mapping)
	if err != nil {
		return sum, err
	}
	if src.format == NDJSON {
		sum.Unmet = nil // no rows
	}
	if sum.Notices, err = calendar(ctx, &j); err != nil {
		return sum, err
	}
	rec := newRecorder(&j, src, &sum)
	defer func() { err = errors.Join(err, rec.close()) }()
	for runs, fault := range j.runs(ctx, src) {
		for _, r := range runs { // those before the fault, if there is one
			if err := rec.record(ctx, r); err != nil {
				return sum, errors.Join(err, rec.settle(ctx))
			}
		}
		if fault != nil {
			return sum, errors.Join(fault, rec.settle(ctx))
		}
	}
	if err := rec.settle(ctx); err != nil {
		return sum, err
	}
	return sum, rec.outcome()
}

// calendar sees to it that the ledger knows the mapping's calendar before it
// knows a case that counts by it.
func calendar(ctx context.Context, j *Job) (notices int, err error) {
	switch id := j.Mapping.Calendar; id {
	case workdays.Weekdays:
		return 0, nil
	case workdays.China:
		return registry.Publish(ctx, j.Store, workdays.Official(), j.Now())
	default:
		known, err := registry.Calendars(ctx, j.Store)
		if err != nil {
			return 0, fmt.Errorf("read calendars: %w", err)
		}
		if known[id] == nil {
			return 0, fmt.Errorf("import: the mapping's calendar %q is not in the ledger; want %s, %s, or one that was recorded", id, workdays.China, workdays.Weekdays)
		}
		return 0, nil
	}
}

// runs reads the source. Reading, and making facts of what was read, happen
// beside the recording; the order stays.
func (j *Job) runs(ctx context.Context, src *source) iter.Seq2[[]*run, error] {
	t := &teller{Mapping: j.Mapping, file: j.Name, refuse: j.Refuse, classes: j.Classes}
	workers := min(runtime.GOMAXPROCS(0), 4)
	if src.format == NDJSON {
		return parallel(ctx, splitLines(j.Name, src.text), workers, func(l lines) ([]*run, error) {
			runs, err := t.events(l)
			return runs, cmp.Or(err, j.prepare(runs))
		})
	}
	one := func(h *history) ([]*run, error) {
		r, err := t.tell(h)
		if err != nil {
			return nil, err
		}
		return []*run{r}, j.prepare([]*run{r})
	}
	if src.format == XES {
		return parallel(ctx, j.Mapping.xes(j.Name, src.text), workers, one)
	}
	return func(yield func([]*run, error) bool) {
		var rows spool
		table := parallel(ctx, t.table(ctx, src.text, &rows), workers, one)
		table(yield)
		rows.close() // a temporary file: nothing in it is wanted any more
	}
}

// chunks cuts drafts where one append would be too long.
func chunks[T any](items []T, size func(*T) int, maxItems, maxSize int) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for len(items) > 0 {
			n, sum := 0, 0
			for n < min(len(items), maxItems) {
				sum += size(&items[n])
				if n > 0 && sum > maxSize {
					break
				}
				n++
			}
			if !yield(slices.Clip(items[:n])) {
				return
			}
			items = items[n:]
		}
	}
}
