//go:build !linux

package projections_test

import (
	"testing"
	"time"
)

// processorTime is how long f takes, where nobody says what it keeps busy.
func processorTime(_ testing.TB, f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}
