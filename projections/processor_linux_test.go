package projections_test

import (
	"runtime"
	"syscall"
	"testing"
	"time"
)

// processorTime is what f keeps a processor busy, what waits for others left out.
func processorTime(t testing.TB, f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began := threadTime(t)
	f()
	return threadTime(t) - began
}

func threadTime(t testing.TB) time.Duration {
	const thisThread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if err := syscall.Getrusage(thisThread, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
