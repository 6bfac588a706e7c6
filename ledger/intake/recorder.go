package intake

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// submitter is what a store can offer beside [ledger.Store], so that one
// writer profits from group commit: Submit hands an append over and returns;
// the function it returns waits for the answer, which is that of Append.
// Appends that one goroutine submits are placed in that order, and those that
// survive a crash are a beginning of them.
type submitter interface {
	Submit(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) func() ([]ledger.Record, error)
}

// Bounds of a recorder. A case with an append under way is never forgotten:
// fewer runs wait than cases are remembered.
const (
	maxRemembered   = 1024 // cases
	maxWaiting      = 256  // runs
	maxWaitingBytes = 4 << 20
	maxAttempts     = 5
)

// recorder appends runs in their order. It is used by one goroutine.
type recorder struct {
	job      *Job
	src      *source
	sum      *Summary
	submit   func(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) func() ([]ledger.Record, error)
	known    *simplelru.LRU[string, *known]
	seen     spool // flags of cases that are not in known any more
	waiting  []*step
	most     int   // steps that may wait
	bytes    int   // of the drafts in waiting
	fault    error // of seen
	failed   bool  // an append failed; what waits is not asked for any more
	first    []Divergence
	refusals []Refusal // the first ones
}

// step is a run whose outcome is not yet known.
type step struct {
	run      *run
	fresh    int
	bytes    int
	answers  []func() ([]ledger.Record, error)
	after    tally // of the case, once this run is in
	diverges *Divergence
	known    *known
}

func newRecorder(j *Job, src *source, sum *Summary) *recorder {
	r := &recorder{job: j, src: src, sum: sum}
	if s, ok := j.Store.(submitter); ok {
		r.submit, r.most = s.Submit, maxWaiting
	} else {
		r.submit, r.most = r.append, 0
	}
	var err error
	if r.known, err = simplelru.NewLRU(maxRemembered, r.forget); err != nil {
		panic(err) // the size is a constant above 0
	}
	return r
}

// append is Submit for stores that have none.
func (r *recorder) append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) func() ([]ledger.Record, error) {
	records, err := r.job.Store.Append(ctx, stream, at, drafts...)
	return func() ([]ledger.Record, error) { return records, err }
}

func (r *recorder) forget(number string, k *known) {
	if k.flags != 0 {
		r.fault = errors.Join(r.fault, r.seen.remember(number, k.flags))
	}
}

func (r *recorder) close() error { return r.seen.close() }

// recall gives what is known of a case.
func (r *recorder) recall(ctx context.Context, number string) (*known, error) {
	if k, ok := r.known.Get(number); ok {
		return k, nil
	}
	k := new(known)
	var err error
	if k.flags, err = r.seen.recall(number); err != nil {
		return nil, err
	}
	if err := k.load(ctx, r.job.Store, number); err != nil {
		return nil, err
	}
	k.tally = tallyOf(&k.state)
	r.known.Add(number, k)
	return k, r.fault
}

// record takes in one run. Its appends may still be under way when it returns.
func (r *recorder) record(ctx context.Context, run *run) error {
	if run.number == "" { // events that the mapping leaves out
		r.waiting = append(r.waiting, &step{run: run})
		return r.keepBounds(ctx)
	}
	k, err := r.recall(ctx, run.number)
	if err != nil {
		return err
	}
	k.refuse(run)
	s, err := r.plan(ctx, run, k)
	if err != nil {
		return err
	}
	r.waiting = append(r.waiting, s)
	r.bytes += s.bytes
	return r.keepBounds(ctx)
}

func (r *recorder) keepBounds(ctx context.Context) error {
	for len(r.waiting) > r.most || r.bytes > maxWaitingBytes {
		if err := r.finish(ctx); err != nil {
			return err
		}
	}
	return nil
}

// settle waits for everything that was submitted, unless an append has failed
// before.
func (r *recorder) settle(ctx context.Context) error {
	for len(r.waiting) > 0 && !r.failed {
		if err := r.finish(ctx); err != nil {
			return err
		}
	}
	return nil
}

// plan compares a run with the ledger and submits what is missing there.
func (r *recorder) plan(ctx context.Context, run *run, k *known) (*step, error) {
	s := &step{run: run, known: k}
	if k.flags&diverged == 0 {
		fresh, diverges, fault := k.plan(run)
		if fault != nil {
			fault.File = r.job.Name
			return nil, fault
		}
		if diverges != nil {
			s.diverges = diverges
			k.flags |= diverged
		} else if err := r.send(ctx, s, fresh); err != nil {
			return nil, err
		}
	}
	s.after = tallyOf(&k.state)
	return s, nil
}

// send submits facts.
func (r *recorder) send(ctx context.Context, s *step, fresh []*fact) error {
	recorded := ledger.Time(r.job.Now())
	stream := casefile.Stream(s.run.number)
	drafts := make([]ledger.Draft, len(fresh))
	for i, f := range fresh {
		d := &drafts[i]
		*d = ledger.Draft{ID: f.id, Type: f.typ, Occurred: f.occurred, Recorded: recorded, Command: f.command, Post: f.post, Public: f.public}
		if len(f.sealed) > 0 {
			var err error
			if d.Sealed, err = r.job.seal(s.run.number, f); err != nil {
				return fmt.Errorf("seal values of case %s: %w", s.run.number, err)
			}
		}
		if size := d.Size(); size > ledger.MaxAppendBytes {
			return &SourceError{File: r.job.Name, Line: f.line, Reason: (&ledger.TooLargeError{Bytes: size, Limit: ledger.MaxAppendBytes}).Error()}
		}
		s.bytes += d.Size()
	}
	at := s.known.head
	for part := range chunks(drafts, (*ledger.Draft).Size, ledger.MaxAppendDrafts, ledger.MaxAppendBytes) {
		s.answers = append(s.answers, r.submit(ctx, stream, at, part...))
		at += ledger.Revision(len(part))
	}
	s.fresh = len(fresh)
	s.known.take(fresh, recorded)
	return nil
}

// finish waits for the oldest step and counts it.
func (r *recorder) finish(ctx context.Context) (err error) {
	defer func() { r.failed = err != nil }()
	s := r.waiting[0]
	r.waiting = r.waiting[1:]
	r.bytes -= s.bytes
	for attempt := 1; ; attempt++ {
		err := s.wait()
		if err == nil {
			r.count(s)
			return nil
		}
		again, err := r.judge(s, err)
		if !again || attempt == maxAttempts {
			return err
		}
		// Whatever was submitted for this case after it has failed as well,
		// since the revisions follow on each other; it is judged in its turn.
		if err := s.known.load(ctx, r.job.Store, s.run.number); err != nil {
			return err
		}
		if s, err = r.plan(ctx, s.run, s.known); err != nil {
			return err
		}
	}
}

func (s *step) wait() error {
	var first error
	for _, answer := range s.answers {
		if _, err := answer(); first == nil {
			first = err
		}
	}
	return first
}

// judge says whether a failed step may be planned anew, and words the error if
// it may not. After a conflict or an unknown outcome the ledger itself tells
// what is still missing.
func (r *recorder) judge(s *step, err error) (again bool, _ error) {
	var conflict *ledger.ConflictError
	var duplicate *ledger.DuplicateError
	var invalid *ledger.InvalidError
	switch {
	case errors.As(err, &conflict), errors.Is(err, ledger.ErrUnknownOutcome):
		return true, fmt.Errorf("import case %s: %w", s.run.number, err)
	case errors.As(err, &duplicate), errors.As(err, &invalid):
		return false, &SourceError{File: r.job.Name, Line: s.run.lineOf(err), Reason: err.Error(), Err: err}
	}
	return false, fmt.Errorf("import case %s: %w", s.run.number, err)
}

// lineOf finds the fact that a store refused.
func (r *run) lineOf(err error) int {
	var duplicate *ledger.DuplicateError
	errors.As(err, &duplicate)
	for i := range r.facts {
		f := &r.facts[i]
		d := ledger.Draft{ID: f.id, Type: f.typ, Occurred: f.occurred, Recorded: f.occurred, Post: f.post, Public: f.public}
		if duplicate != nil && duplicate.ID == f.id || duplicate == nil && d.Validate() != nil {
			return f.line
		}
	}
	return r.line
}
