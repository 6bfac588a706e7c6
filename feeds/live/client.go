package live

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections"
)

// client is one reader's stream.
type client struct {
	Config
	window  *projections.Window[frame]
	w       http.ResponseWriter
	control *http.ResponseController
	request request
	reader  Reader

	next  uint64          // ordinal of the record to look at next
	seen  ledger.Position // of the last record looked at
	sent  ledger.Position // the id the reader has
	begun bool            // the answer has begun
	cut   bool            // a write failed
}

// stream sends what the reader asks for until the context ends.
func (c *client) stream(ctx context.Context) error {
	for found := false; !found; {
		var err error
		if found, err = c.step(ctx, func() error { return c.find(ctx) }); err != nil {
			return err
		}
	}
	if err := c.start(); err != nil {
		return err
	}
	silence := time.NewTicker(c.Heartbeat)
	defer silence.Stop()
	for {
		changed := c.Records.Changed() // before reading, so that no change is missed
		more, err := c.forward(ctx, silence)
		if err != nil {
			return err
		}
		if err := c.wait(ctx, changed, more, silence); err != nil {
			return err
		}
	}
}

// step reads when the reader may. False: it may not yet, or reading failed and
// may be tried again now; a reader holds nothing of others while it waits.
func (c *client) step(ctx context.Context, read func() error) (done bool, _ error) {
	var fault error
	done, err := c.reader.step(ctx, func() error {
		fault = read()
		return nil
	})
	if err == nil && fault != nil {
		return false, c.window.Again(ctx, fault)
	}
	return done, err
}

// wait returns when there may be more to send, at once if more is set.
func (c *client) wait(ctx context.Context, changed <-chan struct{}, more bool, silence *time.Ticker) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if more {
		select {
		case <-silence.C:
			return c.heartbeat()
		default:
			return nil
		}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-silence.C:
		return c.heartbeat()
	case <-changed:
		return nil
	}
}

// find finds the reader's place.
func (c *client) find(ctx context.Context) (err error) {
	if c.request.now {
		return c.toEnd(ctx)
	}
	c.next, err = c.Records.OrdinalAfter(ctx, c.request.after)
	return err
}

// start begins the answer. The id is sent at once, so that a reader cut before
// its first record still resumes here.
func (c *client) start() error {
	c.seen, c.sent = c.request.after, c.request.after
	head := c.w.Header()
	head.Set("Content-Type", "text/event-stream")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Accel-Buffering", "no") // nginx would hold events back
	c.begun = true
	return c.write(fmt.Appendf(nil, "retry: 2000\nid: %s\n\n", c.sent))
}

func (c *client) toEnd(ctx context.Context) error {
	count, err := c.Records.Count(ctx)
	if err != nil {
		return fmt.Errorf("count records: %w", err)
	}
	c.next = count + 1
	if count == 0 {
		return nil
	}
	r, err := feeds.RecordAt(ctx, c.Records, count)
	if err != nil {
		return err
	}
	c.request.after = r.Position
	return nil
}

// forward sends the next batch and says whether there may be another.
func (c *client) forward(ctx context.Context, silence *time.Ticker) (more bool, _ error) {
	var out []byte
	done, err := c.step(ctx, func() (err error) {
		out, more, err = c.batch(ctx)
		return err
	})
	switch {
	case err != nil:
		return false, err
	case !done:
		return true, nil
	case len(out) == 0:
		return more, nil
	}
	silence.Reset(c.Heartbeat)
	c.reader.sent(len(out))
	return more, c.write(out)
}

// batch reads on and gives what the reader wants of it, and whether there was
// anything to read.
func (c *client) batch(ctx context.Context) (out []byte, more bool, _ error) {
	frames, err := c.window.At(ctx, c.next)
	if err != nil || len(frames) == 0 {
		return nil, false, err
	}
	for i := range frames {
		f := &frames[i]
		c.seen = max(c.seen, f.position)
		if c.request.match(f) {
			out = append(out, f.bytes...)
			c.sent = f.position
		}
	}
	c.next += uint64(len(frames))
	return out, true, nil
}

// heartbeat breaks the silence and tells how far the ledger has been read. An
// event without data only sets the reader's last event id.
func (c *client) heartbeat() error {
	if c.sent == c.seen {
		return c.write([]byte(":\n\n"))
	}
	c.sent = c.seen
	return c.write(fmt.Appendf(nil, ":\nid: %s\n\n", c.sent))
}

func (c *client) write(b []byte) error {
	err := c.control.SetWriteDeadline(c.Now().Add(c.WriteTimeout))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("set write deadline: %w", err)
	}
	if _, err = c.w.Write(b); err == nil {
		err = c.control.Flush()
	}
	if err != nil {
		c.cut = true
		return fmt.Errorf("write at position %s: %w", c.sent, err)
	}
	return nil
}
