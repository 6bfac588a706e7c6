package verify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A source is where the files of a log are. What is not there gives
// [fs.ErrNotExist].
type source interface {
	read(ctx context.Context, name string) ([]byte, error)
	String() string
}

// find says where the log of a site or a folder is: at the place that was named,
// or below it as log.
func find(ctx context.Context, where string, client *http.Client) (source, error) {
	var places []source
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		base, err := url.Parse(where)
		if err != nil {
			return nil, err
		}
		places = []source{&site{base, client}, &site{base.JoinPath("log"), client}}
		if !strings.HasSuffix(strings.TrimSuffix(base.Path, "/"), "log") { // most are below
			places[0], places[1] = places[1], places[0]
		}
	} else {
		places = []source{folder(where), folder(filepath.Join(where, "log"))}
	}
	for _, s := range places {
		_, err := s.read(ctx, "checkpoint")
		if err == nil {
			return s, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	for _, s := range places {
		if n := begun(ctx, s); n > 0 {
			return nil, &EarlyError{Where: where, Size: n}
		}
	}
	return nil, fmt.Errorf("%s has no checkpoint, so there is no log", where)
}

// begun is how many leaves there are in whole bundles from the first on.
func begun(ctx context.Context, s source) uint64 {
	if f, ok := s.(folder); ok {
		n := uint64(0)
		for ; ctx.Err() == nil; n++ {
			if _, err := os.Stat(f.path(tilePath(-1, n, tileWidth))); err != nil {
				break
			}
		}
		return n * tileWidth
	}
	return 0
}

// EarlyError: the log there ends early, which is no fault by itself.
type EarlyError struct {
	Where string
	Size  uint64 // leaves that are there
	Seen  uint64 // leaves that were seen elsewhere; 0 if the copy was never finished
}

func (e *EarlyError) Error() string {
	if e.Seen == 0 {
		return fmt.Sprintf("%s ends early: it is a copy that was not finished and goes to leaf %d; go on with caseledger mirror", e.Where, e.Size)
	}
	return fmt.Sprintf("%s ends early: it goes to leaf %d, as far as it goes it is what was seen before, and that went to leaf %d", e.Where, e.Size, e.Seen)
}

// folder is a log in a folder.
type folder string

func (f folder) String() string { return string(f) }

func (f folder) path(name string) string { return filepath.Join(string(f), filepath.FromSlash(name)) }

func (f folder) read(_ context.Context, name string) ([]byte, error) {
	return os.ReadFile(f.path(name))
}

// site is a log on a web server.
type site struct {
	base   *url.URL
	client *http.Client
}

func (s *site) String() string { return s.base.String() }

// Bounds of what a server may do: the size of an answer, how often a request is
// sent again, and how long it is waited for.
const (
	maxAnswer = tileWidth * (2 + 1<<16)
	tries     = 6
	longest   = 60 * time.Second
)

// read asks until there is an answer: a server that is busy says when.
func (s *site) read(ctx context.Context, name string) (b []byte, err error) {
	for try, pause := 0, 250*time.Millisecond; try < tries; try, pause = try+1, 2*pause {
		if try > 0 {
			if err := wait(ctx, pause); err != nil {
				return nil, err
			}
		}
		var again time.Duration
		if b, again, err = s.ask(ctx, name); err == nil || errors.Is(err, fs.ErrNotExist) || ctx.Err() != nil || again < 0 {
			return b, err
		}
		pause = max(pause, min(again, longest))
	}
	return nil, err
}

// ask sends one request; again is how long the server wants to be left alone,
// less than 0 where asking again is of no use.
func (s *site) ask(ctx context.Context, name string) (b []byte, again time.Duration, err error) {
	address := s.base.JoinPath(name).String()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, -1, err
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
	again = time.Duration(seconds) * time.Second
	switch code := answer.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		return nil, 0, fmt.Errorf("%s: %w", address, fs.ErrNotExist)
	case code == http.StatusTooManyRequests || code >= 500:
		return nil, again, fmt.Errorf("%s answers %s", address, answer.Status)
	case code != http.StatusOK:
		return nil, -1, fmt.Errorf("%s answers %s", address, answer.Status)
	}
	b, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err == nil && len(b) > maxAnswer {
		return nil, -1, fmt.Errorf("%s is larger than any file of a log", address)
	}
	return b, 0, err
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// readTile reads a tile or a bundle with so many entries. A part goes once the
// whole one is there, so that is looked for too.
func readTile(ctx context.Context, s source, level int, n uint64, width int) ([]byte, error) {
	b, err := s.read(ctx, tilePath(level, n, width))
	if width == tileWidth || !errors.Is(err, fs.ErrNotExist) {
		return b, err
	}
	b, err = s.read(ctx, tilePath(level, n, tileWidth))
	switch {
	case err != nil:
		return nil, err
	case level >= 0:
		return b[:min(len(b), width*32)], nil
	}
	leaves, err := ParseBundle(b)
	if err != nil {
		return b, nil // whoever parses it says so
	}
	return AppendBundle(nil, leaves[:min(len(leaves), width)]), nil
}
