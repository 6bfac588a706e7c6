package projections

import (
	"context"
	"slices"
	"sync"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/registry"
	"caseledger/projections/door"
)

// directory keeps the directory (名录) as it was read last. It is safe for
// concurrent use; the zero directory has read nothing.
type directory struct {
	mu   sync.Mutex
	last *registry.Directory // guarded by mu
	upTo uint64              // ordinal of the last record in it; guarded by mu
}

// Directory is the directory as the ledger defines it, up to a record named by
// its ordinal; up to the last for 0. Of the last it reads only what was recorded
// since it was asked for.
func (v *Views) Directory(ctx context.Context, upTo ledger.Position) (d *registry.Directory, err error) {
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) (err error) {
		if upTo > 0 && uint64(upTo) < c.ordinal {
			d, err = readDirectory(t, "", new(registry.Directory), 0, uint64(upTo))
			return err
		}
		d, err = v.directory.now(t, c.ordinal)
		return err
	})
	return d, err
}

// now is the directory up to the last record of a snapshot.
func (k *directory) now(t door.Tx, ordinal uint64) (*registry.Directory, error) {
	k.mu.Lock()
	last, upTo := k.last, k.upTo
	k.mu.Unlock()
	if last == nil || upTo > ordinal { // another reader was given a later snapshot
		last, upTo = new(registry.Directory), 0
	}
	if upTo == ordinal {
		return last, nil
	}
	d, err := readDirectory(t, "", last, upTo, ordinal)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if ordinal > k.upTo || k.last == nil {
		k.last, k.upTo = d, ordinal
	}
	return d, nil
}

// readDirectory is a directory, which was read up to an ordinal, up to a later
// one: with the records of the streams in the table whose name has the prefix.
// The streams of the directory may come in any order, since none is about the
// subjects of another.
func readDirectory(t door.Tx, prefix string, d *registry.Directory, after, upTo uint64) (*registry.Directory, error) {
	var events []act.Event
	err := t.Query("SELECT name, records FROM "+prefix+"streams ORDER BY id", func(s door.Row) error {
		name := ledger.StreamID(s.Text(0))
		if !registry.Listed(string(name)) {
			return nil
		}
		ordinals, err := parseOrdinals(s.Bytes(1))
		if err != nil {
			return err
		}
		at, _ := slices.BinarySearch(ordinals, after+1)
		return eachOrdinal(t, before(ordinals[at:], upTo+1), name, func(r ledger.Record) error {
			e, err := registry.Decode(&r)
			if err != nil {
				return recordError(&r, err)
			}
			events = append(events, e)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return d, nil
	}
	return d.With(events...), nil
}

// FeeStandards are those of all items, by item, as the ledger defines them, up
// to a record named by its ordinal; up to the last for 0.
func (v *Views) FeeStandards(ctx context.Context, upTo ledger.Position) (map[string]registry.FeeStandards, error) {
	entries := map[string][]registry.FeeStandard{}
	err := v.read(ctx, func(t door.Tx, _ ledger.Position) error {
		return eachEntry(t, "", registry.FeePrefix, uint64(upTo), func(e act.Event) {
			if f, ok := e.(registry.FeeStandard); ok {
				entries[f.Item] = append(entries[f.Item], f)
			}
		})
	})
	if err != nil {
		return nil, err
	}
	out := map[string]registry.FeeStandards{}
	for item, list := range entries {
		out[item] = registry.NewFeeStandards(list)
	}
	return out, nil
}
