package door

import (
	"fmt"
	"time"
)

// Bind adds an argument to those of a statement, and gives its placeholder.
func Bind(args *[]any, value any) string {
	*args = append(*args, value)
	return fmt.Sprintf("?%d", len(*args))
}

// Flag is a truth as columns have it.
func Flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Instant is the one that a column of microseconds since 1970 holds.
func Instant(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
