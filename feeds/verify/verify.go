package verify

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A Question is what is to be verified, and how.
type Question struct {
	Source string // address of a site, or a folder
	Policy string // text of a C2SP policy; empty: the key that was seen before, else the source's own
	Memory string // folder in which is remembered what was seen
	// Rules are the versions of rules that hold without a record, as bodies of
	// policy.published/1: figures rest on them.
	Rules  [][]byte
	Client *http.Client
	// Say is told what a person should know, in whole sentences; nil tells nobody.
	Say func(string)
	// Progress is told how many leaves of how many were checked; nil is nobody.
	Progress func(done, all uint64)
}

func (q *Question) say(format string, args ...any) {
	if q.Say != nil {
		q.Say(fmt.Sprintf(format, args...))
	}
}

// log is a log that was found, with the key that it must be signed with.
type log struct {
	source
	key    key
	policy policy // the zero policy where none was given
	signed []byte // the checkpoint as it stands there
	// figures is that of the log of figures, nil where there is none.
	figures []byte
}

// open finds the log and settles the key. Where the key or the signature is wrong
// that is reported, and ok is false.
func (q *Question) open(ctx context.Context, r *Report) (l log, tree Checkpoint, ok bool, err error) {
	if q.Client == nil {
		q.Client = http.DefaultClient
	}
	if l.source, err = find(ctx, q.Source, q.Client); err != nil {
		return l, tree, false, err
	}
	if l.figures, err = readFigures(ctx, l.source); err != nil {
		return l, tree, false, err
	}
	if l.signed, err = l.read(ctx, "checkpoint"); err != nil {
		return l, tree, false, err
	}
	if ok, err = q.settle(ctx, &l, r); !ok {
		return l, tree, false, err
	}
	tree, wrong := open(l.signed, l.key)
	if wrong != nil {
		r.add("signature", "checkpoint", "a checkpoint signed with "+l.key.text, signers(l.signed, wrong))
		return l, tree, false, nil
	}
	l.policy.cosigned(l.signed, r)
	r.Size, r.Root = tree.Size, base64.StdEncoding.EncodeToString(tree.Root[:])
	return l, tree, true, nil
}

// signers says who has signed a checkpoint that is not as it should be.
func signers(signed []byte, wrong error) string {
	var names []string
	for line := range strings.Lines(string(signed)) {
		if name, ok := strings.CutPrefix(line, "— "); ok {
			name, _, _ = strings.Cut(name, " ")
			names = append(names, name)
		}
	}
	if unknown := (*note.UnverifiedNoteError)(nil); errors.As(wrong, &unknown) {
		return "signatures with other keys, in the names of " + strings.Join(names, ", ")
	}
	return wrong.Error()
}

// settle finds the key: that of the policy, else that which was seen of the
// origin, else the source's own, which is said.
func (q *Question) settle(ctx context.Context, l *log, r *Report) (ok bool, err error) {
	origin, _, _ := strings.Cut(string(l.signed), "\n")
	if q.Policy != "" {
		if l.policy, err = parsePolicy(q.Policy); err != nil {
			return false, fmt.Errorf("policy: %w", err)
		}
		for _, k := range l.policy.logs {
			if k.Name() != origin {
				continue
			}
			if _, wrong := open(l.signed, k); l.key.Verifier == nil || wrong == nil {
				l.key = k
			}
		}
		if l.key.Verifier != nil {
			return true, nil
		}
		r.add("key", "checkpoint", "a log that the policy names", fmt.Sprintf("%q", origin))
		return false, nil
	}
	known, err := memory(q.Memory).keys(origin)
	if err != nil {
		return false, err
	}
	own, err := l.read(ctx, "key")
	if errors.Is(err, fs.ErrNotExist) {
		if len(known) == 1 {
			l.key = known[0]
			return true, nil
		}
		return false, fmt.Errorf("%s does not say its key; name it with a policy", l.source)
	}
	if err != nil {
		return false, err
	}
	if l.key, err = parseKey(string(own)); err != nil {
		r.add("key", "key", "a public key", err.Error())
		return false, nil
	}
	for _, k := range known {
		if k.text == l.key.text {
			return true, nil
		}
	}
	if len(known) > 0 {
		r.add("key", "key", "the key that was seen before, "+known[0].text, l.key.text)
		return false, nil
	}
	q.say("The key is trusted because it is the first that was seen of this log; compare it with one from elsewhere:\n%s", l.key.text)
	return true, nil
}

// How many batches are read at once: enough to hide how far away a site is, and
// to keep two cores busy with a folder.
const (
	atOnceFolder = 4
	atOnceSite   = 16
)

// Verify checks a log. Differences are in the report; the error is what could not
// be done, an [*EarlyError] among it.
func Verify(ctx context.Context, q Question) (r Report, err error) {
	r.Differences = []Difference{}
	l, tree, ok, err := q.open(ctx, &r)
	if err != nil || !ok {
		return r, err
	}
	m := memory(q.Memory)
	before, err := m.recall(l.key)
	if err != nil {
		return r, err
	}
	figures, err := q.figures(ctx, &l, &r)
	if err != nil {
		return r, err
	}
	w := &walk{source: l.source, tree: tree, report: &r, progress: q.Progress, at: atOnceFolder, facts: figures != nil}
	s := &streams{next: map[[16]byte]expected{}}
	var c *counting
	if figures != nil {
		if c, err = newCounting(ctx, figures, q.Rules, &r); err != nil {
			return r, err
		}
		defer c.ledger.Close()
		w.marks = c.marks()
	}
	w.visit = func(n uint64, width int, b *batch) error {
		s.checkRecords(&r, n, width, b)
		if c == nil {
			return nil
		}
		return c.take(n, width, b)
	}
	if before.Size > 0 {
		w.marks = append(w.marks, mark{size: before.Size, root: before.Root})
	}
	_, remote := l.source.(*site)
	if remote {
		w.at = atOnceSite
	}
	resumes := remote && c == nil // figures follow from all records
	if resumes {
		if h := m.resume(l.key, l.String()); len(h.Bundles) > 0 && uint64(len(h.Bundles))*tileWidth <= tree.Size {
			w.known = h.Bundles
			for k, n := range h.Next {
				s.next[k] = expected{revision: n}
			}
			q.say("Going on from leaf %d, where an earlier run was stopped.", len(w.known)*tileWidth)
		}
	}
	if err := w.run(ctx); err != nil {
		if resumes && len(r.Differences) == 0 {
			err = errors.Join(err, m.halt(l.key, halt{l.String(), w.roots, s.revisions()}))
		}
		return r, err
	}
	w.compare(before.bundles)
	if err := m.forget(l.key); err != nil {
		return r, err
	}
	var undone error
	if c != nil {
		undone = c.end()
	}
	switch {
	case len(r.Differences) > 0:
		return r, nil
	case tree.Size < before.Size:
		return r, &EarlyError{Where: q.Source, Size: tree.Size, Seen: before.Size}
	case undone != nil:
		return r, undone
	case figures != nil && figures.early != nil:
		return r, figures.early
	}
	r.Verified = true
	if figures != nil {
		err = m.note(figures.key, figures.signed, figures.roots)
	}
	return r, errors.Join(err, m.note(l.key, l.signed, w.roots))
}
