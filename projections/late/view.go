package late

import (
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/lateness"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Name is that of the view.
const Name = "late"

// View declares it.
func View() view.View {
	return view.View{
		Name: Name, Version: 1, Wants: wants,
		Tables: []string{
			"CREATE TABLE late_entries (ordinal BIGINT PRIMARY KEY, case_number TEXT NOT NULL, revision BIGINT NOT NULL, type TEXT NOT NULL, post TEXT NOT NULL, org TEXT NOT NULL, occurred BIGINT NOT NULL, recorded BIGINT NOT NULL, recorded_on BIGINT NOT NULL, days BIGINT NOT NULL, batch BIGINT NOT NULL)",
			"CREATE TABLE late_tally (org TEXT NOT NULL, recorded_on BIGINT NOT NULL, days BIGINT NOT NULL, batched BIGINT NOT NULL, records BIGINT NOT NULL, PRIMARY KEY (org, recorded_on, days, batched))",
			"CREATE TABLE late_batches (id BIGINT PRIMARY KEY, org TEXT NOT NULL, begun BIGINT NOT NULL, begun_on BIGINT NOT NULL, ended BIGINT NOT NULL, records BIGINT NOT NULL)",
			"CREATE TABLE late_windows (org TEXT PRIMARY KEY, state BLOB NOT NULL)",
		},
		Indexes: []string{
			"CREATE INDEX late_entries_org ON late_entries (org, ordinal)",
			"CREATE INDEX late_entries_batch ON late_entries (batch, case_number) WHERE batch <> 0",
			"CREATE INDEX late_batches_org ON late_batches (org, id)",
		},
		New: func(door.Tx) (view.Writer, error) { return newWriter(), nil },
	}
}

// wants are the records that may be late, and those that change what is
// remembered of others.
func wants(r *ledger.Record) bool {
	return !lateness.Prompt(r) || casefile.Amends(r.Type) || accepts(r) || strings.HasPrefix(r.Type, "calendar.")
}

// accepts says whether a case begins with a record that says all that its later
// entries count by.
func accepts(r *ledger.Record) bool {
	return r.Revision == 0 && r.Type == casefile.Accepted{}.Stored()
}

// sheets of what is put in groups.
var (
	entrySheet = &door.Sheet{Table: "late_entries", Columns: []string{"ordinal", "case_number", "revision", "type", "post", "org", "occurred", "recorded", "recorded_on", "days", "batch"}}
	tallySheet = &door.Sheet{Table: "late_tally", Columns: []string{"org", "recorded_on", "days", "batched", "records"}, Key: []string{"org", "recorded_on", "days", "batched"}, Add: []string{"records"}}
	batchSheet = &door.Sheet{Table: "late_batches", Columns: []string{"id", "org", "begun", "begun_on", "ended", "records"}, Key: []string{"id"}, Add: []string{"records"}, Keep: []string{"org", "begun", "begun_on"}}
	stateSheet = &door.Sheet{Table: "late_windows", Columns: []string{"org", "state"}, Key: []string{"org"}}
)

// window is that of an organisation, as it is kept.
type window struct {
	lateness.Window
	changed bool
}
