package intake_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// TestACancelledImportEndsAndSaysSo, whatever it was doing.
func TestACancelledImportEndsAndSaysSo(t *testing.T) {
	for _, src := range small() {
		m := mapping(t, src.mapping)
		m.Calendar = "weekdays" // nothing but cases
		for n := 1; n <= 12; n += 3 {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				s := memory.New()
				defer s.Close()
				_, err := intake.Import(ctx, intake.Job{
					Name: src.name, Input: strings.NewReader(src.text), Mapping: m, Store: s, Now: now,
					Progress: func(p intake.Progress) {
						if p.Cases == n {
							cancel()
						}
					},
				})
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%s cancelled at case %d: %v", src.name, n, err)
				}
			})
		}
	}
}

// TestNothingReadsOnAfterAFault: the caller may close the file. synctest fails
// where a goroutine stays.
func TestNothingReadsOnAfterAFault(t *testing.T) {
	for _, src := range small() {
		m := mapping(t, src.mapping)
		synctest.Test(t, func(t *testing.T) {
			r := &watched{r: strings.NewReader(src.text + strings.Repeat("\n", 1<<20))}
			broken := &breaking{Store: memory.New(), left: 2}
			_, err := intake.Import(t.Context(), intake.Job{Name: src.name, Input: r, Mapping: m, Store: broken, Now: now})
			if !errors.Is(err, errBroken) {
				t.Errorf("%s: %v, want the store's fault", src.name, err)
			}
			r.closed = true // the race detector sees a read that comes later
		})
	}
}

type watched struct {
	r      io.Reader
	closed bool
}

func (w *watched) Read(p []byte) (int, error) {
	if w.closed {
		panic("read after the import returned")
	}
	return w.r.Read(p)
}
