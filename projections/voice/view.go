package voice

import (
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/registry"
	"caseledger/ledger/voice"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Name is that of the view.
const Name = "voice"

// kinds are those whose records the view takes.
var kinds = []dossier.Handler{voice.Complaints, voice.Questions, voice.Praises, voice.Surveys, voice.Inspections, voice.Objections}

// View declares it.
func View() view.View {
	types := []string{
		registry.Notice{}.Stored(), registry.Policy{}.Stored(),
		casefile.ReceiptIssued{}.Stored(), casefile.RecordVoided{}.Stored(), casefile.Annulled{}.Stored(),
	}
	for _, k := range kinds {
		for _, a := range k.Actions() {
			types = append(types, a.Name)
		}
	}
	return view.View{
		Name: Name, Version: 1, Types: types,
		Tables: []string{
			"CREATE TABLE voice_entries (kind TEXT NOT NULL, number TEXT NOT NULL, ordinal BIGINT NOT NULL, org TEXT NOT NULL, channel TEXT NOT NULL, class TEXT NOT NULL, status TEXT NOT NULL, finding TEXT NOT NULL, case_number TEXT NOT NULL, filed_on BIGINT NOT NULL, accept_due BIGINT NOT NULL, settled BIGINT NOT NULL, answer_due BIGINT NOT NULL, answered BIGINT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, number))",
			"CREATE TABLE voice_rules (ordinal BIGINT PRIMARY KEY, stream TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL)",
			"CREATE TABLE voice_receipts (hash TEXT PRIMARY KEY, case_number TEXT NOT NULL, revision BIGINT NOT NULL)",
		},
		Indexes: []string{
			"CREATE INDEX voice_entries_kind ON voice_entries (kind, ordinal)",
			"CREATE INDEX voice_entries_org ON voice_entries (org, kind, ordinal)",
			"CREATE INDEX voice_receipts_case ON voice_receipts (case_number)",
		},
		New: func(door.Tx) (view.Writer, error) { return &writer{}, nil },
	}
}

var (
	entrySheet = &door.Sheet{Table: "voice_entries", Key: []string{"kind", "number"}, Columns: []string{"kind", "number", "ordinal", "org", "channel", "class",
		"status", "finding", "case_number", "filed_on", "accept_due", "settled", "answer_due", "answered", "body"}}
	ruleSheet = &door.Sheet{Table: "voice_rules", Columns: []string{"ordinal", "stream", "type", "body"}}
)

// isRule says whether limits may follow from an entry of a registry.
func isRule(x act.Event) bool {
	switch x := x.(type) {
	case registry.Notice:
		return x.Calendar == voice.Calendar
	case registry.Policy:
		return x.Regime == voice.ComplaintRegime || x.Regime == voice.QuestionRegime || x.Regime == voice.ObjectionRegime
	}
	return false
}
