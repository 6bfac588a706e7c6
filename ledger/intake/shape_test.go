package intake

import (
	"testing"

	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
)

// TestEveryEventCanBeMapped: a mapping may name every event that a ledger
// holds.
func TestEveryEventCanBeMapped(t *testing.T) {
	for _, name := range casefile.StoredNames() {
		if _, ok := shapes[name]; !ok {
			t.Errorf("%s has no shape", name)
		}
	}
	if fields := shapes[nameAccepted]; fields["deadline"] != act.KindTime {
		t.Errorf("the shape of %s: %v", nameAccepted, fields)
	}
}
