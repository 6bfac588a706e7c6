package dossier

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Given refuses a body without what it must have, however it comes in: pairs of
// a name and a value. The first names the stream.
func Given(id ledger.StreamID, pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return act.Invalid(pairs[i], "", "is missing")
		}
	}
	if id.Validate() != nil {
		return act.Invalid(pairs[0], pairs[1], "can have letters, digits, '-', '_' and '.' only")
	}
	return nil
}
