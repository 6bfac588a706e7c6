package exceptions

import (
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Name is that of the view.
const Name = "exceptions"

// types are the records that are rows.
var types = []string{
	casefile.SpecialGranted{}.Stored(), casefile.FastTrackGranted{}.Stored(),
	casefile.TimeoutDefaulted{}.Stored(), casefile.TimeoutDefaultRevoked{}.Stored(), casefile.DeemedAccepted{}.Stored(),
	casefile.Returned{}.Stored(), casefile.ReturnReviewRequested{}.Stored(), casefile.ReturnReviewDecided{}.Stored(),
}

// View declares it.
func View() view.View {
	return view.View{
		Name: Name, Version: 1,
		Wants: func(r *ledger.Record) bool {
			return len(r.Sealed) > 0 || slices.Contains(types, r.Type) || casefile.Amends(r.Type) || r.Type == casefile.Annulled{}.Stored()
		},
		Tables: []string{
			"CREATE TABLE exceptions_rows (ordinal BIGINT PRIMARY KEY, type TEXT NOT NULL, case_number TEXT NOT NULL, revision BIGINT NOT NULL, post TEXT NOT NULL, occurred BIGINT NOT NULL, recorded BIGINT NOT NULL, body TEXT NOT NULL, amended BIGINT NOT NULL)",
			"CREATE TABLE exceptions_sealed (type TEXT NOT NULL, label TEXT NOT NULL, month BIGINT NOT NULL, sealed BIGINT NOT NULL, PRIMARY KEY (type, label, month))",
		},
		Indexes: []string{
			"CREATE INDEX exceptions_rows_type ON exceptions_rows (type, ordinal)",
			"CREATE INDEX exceptions_rows_case ON exceptions_rows (case_number)",
		},
		New: func(door.Tx) (view.Writer, error) { return writer{}, nil },
	}
}
