package tlog_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/tlog"
	"caseledger/ledger"
	"caseledger/projections/follow"
)

// giveUp is a follower that ends at the first fault.
func giveUp(cancel func()) *follow.Follower {
	return follow.New("log", follow.Pace{Sleep: func(ctx context.Context, _ time.Duration) error {
		cancel()
		return ctx.Err()
	}})
}

// gone is a ledger that agrees with feedtest up to a record and differs after it.
func gone(same, all int) *feedtest.Ledger {
	l := feedtest.New(same)
	for n := same + 1; n <= all; n++ {
		r := feedtest.Record(n)
		r.ID[15] ^= 1
		l.Add(r)
	}
	return l
}

func copyAll(t *testing.T, from, to string) {
	t.Helper()
	if err := os.RemoveAll(to); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// TestForkGuard: whatever was restored from an older copy is refused, nothing is
// signed, and what is said is what helps.
func TestForkGuard(t *testing.T) {
	const leaves = 700
	for _, c := range []struct {
		name string
		harm func(t *testing.T, at tlog.Place, older string) // nil: only the ledger is another
		now  *feedtest.Ledger
		says string
		heed func(t *testing.T, at tlog.Place) (l *feedtest.Ledger)
	}{
		{"older ledger", nil, feedtest.New(500), "put the newer ledger back",
			func(*testing.T, tlog.Place) *feedtest.Ledger { return feedtest.New(800) }},
		{"older ledger that went on", nil, gone(500, 800), "else put that ledger back",
			func(*testing.T, tlog.Place) *feedtest.Ledger { return feedtest.New(800) }},
		{"another ledger that is longer", nil, gone(0, 800), "begin another log", begin},
		{"older log", takeOlder, feedtest.New(800), "remove the folder %s alone, and start again", removeLog},
		{"older log, and a ledger that went on", takeOlder, gone(500, 800), "remove the folder %s alone", func(t *testing.T, at tlog.Place) *feedtest.Ledger {
			removeLog(t, at)
			if says := refused(t, at, gone(500, 800)); !strings.Contains(says, "put the ledger back that was published") {
				t.Errorf("it says %s", says)
			}
			return feedtest.New(800)
		}},
		{"a leaf altered", func(t *testing.T, at tlog.Place, _ string) { alter(t, at, "tile/entries/002.p/188", 100) },
			feedtest.New(800), "remove the folder %s alone", removeLog},
		{"a hash altered", func(t *testing.T, at tlog.Place, _ string) { alter(t, at, "tile/1/000.p/2", 10) },
			feedtest.New(800), "remove the folder %s alone", removeLog},
		{"a tile gone", func(t *testing.T, at tlog.Place, _ string) {
			if err := os.Remove(filepath.Join(at.Dir(), "tile/0/002.p/188")); err != nil {
				t.Fatal(err)
			}
		}, feedtest.New(800), "remove the folder %s alone", removeLog},
		{"the mark damaged", func(t *testing.T, at tlog.Place, _ string) {
			if err := os.WriteFile(filepath.Join(string(at), "log.mark"), []byte("example\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, feedtest.New(800), "remove the file and start again", func(t *testing.T, at tlog.Place) *feedtest.Ledger {
			if err := os.Remove(filepath.Join(string(at), "log.mark")); err != nil {
				t.Fatal(err)
			}
			return feedtest.New(800)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at, older := begun(t), filepath.Join(t.TempDir(), "older")
			published(t, at, feedtest.New(400))
			copyAll(t, at.Dir(), older)
			published(t, at, feedtest.New(leaves))
			if c.harm != nil {
				c.harm(t, at, older)
			}
			says := refused(t, at, c.now)
			if want := strings.ReplaceAll(c.says, "%s", at.Dir()); !strings.Contains(says, want) {
				t.Errorf("it says %s, want %s", says, want)
			}
			l := c.heed(t, at)
			published(t, at, l)
			checkLog(t, at, l)
		})
	}
}

func takeOlder(t *testing.T, at tlog.Place, older string) { copyAll(t, older, at.Dir()) }

func removeLog(t *testing.T, at tlog.Place) *feedtest.Ledger {
	if err := os.RemoveAll(at.Dir()); err != nil {
		t.Fatal(err)
	}
	return feedtest.New(800)
}

// begin moves a log away and begins another.
func begin(t *testing.T, at tlog.Place) *feedtest.Ledger {
	for _, name := range []string{"log", "log.key", "log.mark"} {
		if err := os.RemoveAll(filepath.Join(string(at), name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := at.Init(origin, zeros{}); err != nil {
		t.Fatal(err)
	}
	return gone(0, 800)
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func alter(t *testing.T, at tlog.Place, name string, i int) {
	t.Helper()
	name = filepath.Join(at.Dir(), name)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	b[i] ^= 1
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A log that is made anew signs nothing before it is as long as it was.
func TestMadeAnewIsNotShorter(t *testing.T) {
	at := begun(t)
	published(t, at, feedtest.New(700))
	removeLog(t, at)
	p := &tlog.Publisher{Place: at, Records: feedtest.New(3000), Logger: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithCancel(t.Context())
	p.Quick(func(size uint64) {
		if size < 700 {
			t.Errorf("a checkpoint of %d was signed", size)
		}
		if size == 3000 {
			cancel()
		}
	})
	if err := p.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	checkLog(t, at, feedtest.New(3000))
}

// Two processes cannot write one log.
func TestOneWriter(t *testing.T) {
	at, l := begun(t), feedtest.New(10)
	stop := publishing(t, at, l)
	defer stop()
	ctx, cancel := context.WithCancel(t.Context())
	second := &tlog.Publisher{Place: at, Records: l, Logger: slog.New(slog.DiscardHandler), Follower: giveUp(cancel)}
	if err := second.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if got, want := second.Follower.Status().Class, follow.ClassOf(&ledger.LockedError{}); got != want {
		t.Errorf("class %q, want %q", got, want)
	}
}
