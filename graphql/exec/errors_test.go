package exec_test

import (
	"errors"
	"fmt"
	"testing"

	"caseledger/graphql/exec"
)

// TestLater: what is being made is told in its own words, and the client may
// ask again.
func TestLater(t *testing.T) {
	later := errors.New("ask again")
	for _, tt := range []struct {
		err  error
		code string
	}{
		{fmt.Errorf("3 of 7 so far: %w", later), "UNAVAILABLE"},
		{errors.New("disk on fire"), "INTERNAL_SERVER_ERROR"},
	} {
		code, message := exec.Classify(t.Context(), later, tt.err)
		if code != tt.code || (message == tt.err.Error()) != (code == "UNAVAILABLE") {
			t.Errorf("%v: %s, %q", tt.err, code, message)
		}
	}
}
