package intake_test

import (
	"os"
	"strconv"
	"strings"
)

// peakRSS is the largest size in bytes that the process has had.
func peakRSS() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "VmHWM:")
	n, _ := strconv.ParseFloat(strings.Fields(rest + " 0")[0], 64)
	return n * 1024
}
