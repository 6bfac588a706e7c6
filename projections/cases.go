package projections

import (
	"fmt"
	"math"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// held is a case that the writer holds in memory.
type held struct {
	id      int64
	number  string
	summary *Summary // nil before its first record
	touched bool     // differs from its row
	stored  bool     // has a row
	shown   shown    // of the row
	records ordinals
	state   []byte // scratch: the stored form
}

// heldCases bounds the cases in memory between batches, some 1.5 KB each.
const heldCases = 8_000

// shelf holds the cases used last. Nothing falls off within a batch.
type shelf struct{ *simplelru.LRU[string, *held] }

func newShelf() *shelf {
	l, _ := simplelru.NewLRU[string, *held](math.MaxInt, nil) // fails for sizes below 1 only
	return &shelf{l}
}

// get is nil for a case that is not held.
func (s *shelf) get(number string) *held {
	h, _ := s.Get(number)
	return h
}

// peek is get without keeping the case longer.
func (s *shelf) peek(number string) *held {
	h, _ := s.Peek(number)
	return h
}

func (s *shelf) put(h *held) { s.Add(h.number, h) }

// tidy lets the cases go that were not used for longest.
func (s *shelf) tidy() {
	for s.Len() > heldCases {
		s.RemoveOldest()
	}
}

// loadCases reads the stored state of cases by their numbers.
func (w *writer) loadCases(t door.Tx, list []*held) error {
	byNumber := make(map[string]*held, len(list))
	numbers := make([]string, len(list))
	for i, h := range list {
		byNumber[h.number], numbers[i] = h, h.number
	}
	err := queryMany(t, "SELECT id, number, records, state FROM "+w.prefix+"cases WHERE number IN ", numbers, func(r door.Row) error {
		return byNumber[r.Text(1)].load(r)
	})
	if err != nil {
		return err
	}
	for _, h := range list {
		if h.summary == nil {
			return fmt.Errorf("case %s is not in the views, although they stand after its first record", h.number)
		}
	}
	return nil
}

// load takes a row of id, number, records and state.
func (h *held) load(r door.Row) (err error) {
	h.id, h.stored = r.Int(0), true
	if h.records, err = loadOrdinals(r.Bytes(2)); err != nil {
		return err
	}
	if h.summary, err = parseState(r.Bytes(3)); err == nil {
		h.shown = h.summary.shown()
	}
	return err
}

// queryMany asks for many keys, a few at a time. The query ends before the
// list of keys, which may repeat.
func queryMany[K any](t door.Tx, query string, keys []K, each func(door.Row) error) error {
	const many = 64
	for len(keys) > 0 {
		n := 1
		if len(keys) > 1 {
			n = many
		}
		args := make([]any, n)
		for i := range args {
			args[i] = keys[min(i, len(keys)-1)]
		}
		if err := t.Query(query+door.Placeholders(1, n), each, args...); err != nil {
			return err
		}
		keys = keys[min(n, len(keys)):]
	}
	return nil
}

// calendar is the working-day calendar with an id, as of the last record
// applied. One without any notice counts Monday to Friday.
func (w *writer) calendar(id string) *workdays.Calendar {
	c := w.calendars[id]
	if c == nil {
		c = workdays.NewCalendar(id)
		w.calendars[id] = c
	}
	return c
}

// rules are those by which the clock of a case goes whose calendar this is.
func (w *writer) rules(calendar string) casefile.Rules {
	return casefile.Rules{Calendar: w.calendar(calendar), Policies: w.policies}
}
