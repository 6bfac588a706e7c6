package counter

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"sync"
	"time"
)

// Lines takes requests from lines of JSON,
//
//	{"action":"acceptCase","input":{"number":"BJ-2026-000001","org":"…"}}
//
// and has them carried out side by side, those of one case in the order of the
// lines. A line that is not of a case waits for all lines before it, and those after it
// wait for it: what it says may count for any of them. An input without an idempotencyKey is named by what its line says and
// by how many times the file has said so: sent again, in this file or another
// one that begins with the same lines, it adds nothing, and a line that stands
// twice in a file is recorded twice.
type Lines struct {
	Counter *Counter
	Post    string           // that acts in all of them
	Now     func() time.Time // of recording
}

// Summary counts lines by what came of them.
type Summary struct{ Lines, Recorded, Repeated, Refused int }

// FaultError is what stopped the lines. Those that were recorded stay so.
type FaultError struct {
	Line  int // that met it
	First int // line that was not carried out
	Last  int // line that is recorded, 0 if none is
	Err   error
}

func (e *FaultError) Error() string {
	last := "no line is recorded"
	if e.Last > 0 {
		last = fmt.Sprintf("lines before %d are carried out, the last one that is recorded is %d", e.First, e.Last)
	}
	return fmt.Sprintf("line %d: %v; %s, and the same lines sent again add nothing twice", e.Line, e.Err, last)
}

func (e *FaultError) Unwrap() error { return e.Err }

const (
	senders = 64      // commands under way at once
	waiting = 16      // lines that wait for the same sender
	ahead   = 1 << 12 // lines that are read before the first of them is answered
	maxLine = 4 << 20 // bytes
)

// Run carries the lines out and tells answer what came of each, in the order of
// the lines; more says that the next is under way already. A line that cannot
// be understood is answered like one that is refused, and empty ones are passed
// over.
//
// The error is a [*FaultError], the context's, or answer's.
func (l *Lines) Run(ctx context.Context, in io.Reader, answer func(line *Line, more bool) error) (Summary, error) {
	going, stop := context.WithCancel(ctx)
	defer stop()
	r := &run{Lines: l, ctx: ctx, going: going, stop: stop, queue: make(chan *job, ahead)}
	go r.read(in)
	var sum Summary
	var fault FaultError
	for j := r.next(); j != nil; j = r.next() {
		if j.err != nil {
			fault.met(j)
			continue
		}
		if sum.count(j); j.Position() > 0 {
			fault.Last = j.N
		}
		if err := answer(&j.Line, len(r.queue) > 0); err != nil {
			return sum, err
		}
	}
	if fault.Err != nil {
		return sum, &fault
	}
	return sum, ctx.Err()
}

// met notes a line that was not carried out.
func (e *FaultError) met(j *job) {
	if e.First == 0 {
		e.First = j.N
	}
	if e.Err == nil && j.err != errStopped {
		e.Line, e.Err = j.N, j.err
	}
}

func (s *Summary) count(j *job) {
	s.Lines++
	switch {
	case len(j.Errors) > 0:
		s.Refused++
	case j.Repeated:
		s.Repeated++
	default:
		s.Recorded++
	}
}

// run is one pass over lines.
type run struct {
	*Lines
	ctx   context.Context // of what is carried out
	going context.Context // ends where no further line is to be begun
	stop  func()
	queue chan *job // in the order of the lines
}

var errStopped = errors.New("an earlier line met a fault")

// next waits for the next answer, nil after the last. Where the run was stopped
// that is the last line that was begun: whatever a sender has begun stands in
// the queue.
func (r *run) next() *job {
	var j *job
	select {
	case j = <-r.queue:
	default:
		select {
		case j = <-r.queue:
		case <-r.going.Done():
			select {
			case j = <-r.queue:
			default:
			}
		}
	}
	if j != nil {
		<-j.done
	}
	return j
}

// read puts the lines in the queue and hands each to the sender of its case.
func (r *run) read(in io.Reader) {
	defer close(r.queue)
	var to [senders]chan *job
	for i := range to {
		to[i] = make(chan *job, waiting)
		defer close(to[i])
		go r.send(to[i])
	}
	var under sync.WaitGroup // lines that a sender has
	seed, seen := maphash.MakeSeed(), occurrences{}
	for lines := newScanner(in); ; {
		text, err := lines.next()
		if err == io.EOF {
			return
		}
		j := &job{Line: Line{N: lines.line, Read: lines.read}, done: make(chan struct{}), err: err}
		if err == errLong {
			j.err, j.Errors = nil, []UserError{{Code: Invalid, Message: fmt.Sprintf("the line is longer than %d bytes", maxLine), Field: []string{"line"}}}
		} else if err == nil {
			j.understand(text, seen)
		}
		select {
		case r.queue <- j:
		case <-r.going.Done():
			return
		}
		if j.err == nil && j.Errors == nil {
			alone := !OfCase(j.request.Action)
			if alone {
				under.Wait()
			}
			under.Add(1)
			j.after = under.Done
			if to[maphash.String(seed, j.Number)%senders] <- j; alone {
				under.Wait()
			}
			continue
		}
		ended := j.err != nil
		if close(j.done); ended {
			return
		}
	}
}

// send carries out the lines of some cases, one after the other.
func (r *run) send(jobs <-chan *job) {
	for j := range jobs {
		if r.going.Err() != nil {
			j.err = errStopped
		} else {
			j.request.Post, j.request.At = r.Post, r.Now()
			if j.Answer, j.err = r.Counter.Do(r.ctx, j.request); j.err != nil {
				r.stop()
			}
		}
		close(j.done)
		j.after()
	}
}

// scanner gives lines with their numbers.
type scanner struct {
	in   *bufio.Reader
	line int
	read int64
	buf  []byte
}

var errLong = errors.New("line too long")

func newScanner(in io.Reader) *scanner {
	s := &scanner{in: bufio.NewReaderSize(in, 1<<16)}
	if mark, _ := s.in.Peek(3); string(mark) == "\ufeff" {
		s.read = 3
		_, _ = s.in.Discard(3)
	}
	return s
}

// next gives the next line that is not empty. It is valid until the next call.
// Errors are io.EOF, errLong, after which the scanner goes on, and the reader's.
func (s *scanner) next() ([]byte, error) {
	for {
		s.line++
		s.buf = s.buf[:0]
		long := false
		for {
			part, err := s.in.ReadSlice('\n')
			s.read += int64(len(part))
			if long = long || len(s.buf)+len(part) > maxLine; !long {
				s.buf = append(s.buf, part...)
			}
			if err == nil || err == io.EOF && len(s.buf) > 0 {
				break
			}
			if err != bufio.ErrBufferFull {
				return nil, err
			}
		}
		if long {
			return nil, errLong
		}
		if text := bytes.TrimSpace(s.buf); len(text) > 0 {
			return text, nil
		}
	}
}
