package intake

import (
	"io"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/vault"
)

// Job is one import.
type Job struct {
	// Name is the file's name, for messages only.
	Name string
	// Input is the file from its first byte on. Compression and format are
	// found by its first bytes.
	Input io.Reader
	// Size is the length of Input in bytes, 0 where it is not known. It is
	// handed on to Progress.
	Size    int64
	Mapping *Mapping
	Store   ledger.Store
	// Vault seals personal values. Required where the mapping has any.
	Vault *vault.Vault
	// Classes are the lists that the centre has closed, none if nil.
	Classes act.Classes
	// Now is the recorder's clock.
	Now func() time.Time
	// Refuse leaves out lines that hold what may not stand in public, as where
	// the mapping says so of a field. Without it they end the import.
	Refuse bool
	// Refused, if set, is told what was left out, in the order of the source
	// and from one goroutine at a time.
	Refused func(Refusal)
	// Progress, if set, is told how far the import is, once for every case and
	// in CloudEvents more often, from one goroutine at a time.
	Progress func(Progress)
}

// Progress is how far an import is.
type Progress struct {
	Read, Size    int64 // bytes of Input
	Cases, Events int   // distinct cases and source events taken in so far
}

// Summary is what an import found and did. Counts are of the source unless
// they say otherwise, so that a second import of the same file counts the
// same and adds nothing. States, anomalies and fees are of the source's cases
// as the ledger has them after the import.
type Summary struct {
	File    string `json:"file"`
	Mapping string `json:"mapping"`
	Cases   int    `json:"cases"`   // distinct cases
	Events  int    `json:"events"`  // rows, XES events or CloudEvents
	Records int    `json:"records"` // case records that the source amounts to
	Added   int    `json:"added"`   // case records that were not in the ledger before
	Notices int    `json:"notices"` // calendar notices added before the first case
	// Skipped counts CloudEvents of types that the mapping leaves out.
	Skipped int `json:"skipped"`
	// Inconsistent counts cases whose rows disagree about an attribute of the
	// case. The first row that says something counts.
	Inconsistent int `json:"inconsistent"`
	// Rounded counts the amounts of more than six decimals in the source.
	Rounded int `json:"rounded,omitzero"`
	// Unmet lists the step codes by which the mapping finds the row that accepts
	// a case, and that no row of the source has.
	Unmet []string `json:"unmet,omitempty"`
	// Refused counts lines that were left out, cases whose attributes are
	// refused as one.
	Refused int `json:"refused,omitzero"`
	// Diverged counts cases that were left as they stand.
	Diverged  int                      `json:"diverged"`
	States    map[casefile.Status]int  `json:"states"`
	Anomalies map[casefile.Anomaly]int `json:"anomalies"` // all three keys, always
	// Deviations counts cases by what their course has that no rule allows.
	Deviations map[casefile.Deviation]int `json:"deviations,omitempty"`
	Fees       []FeeTotal                 `json:"fees"` // by currency, sorted
}

// FeeTotal sums the fees of one currency.
type FeeTotal struct {
	Currency string          `json:"currency"` // ISO 4217
	Cases    int             `json:"cases"`    // cases with a fee
	Charges  int             `json:"charges"`
	Total    casefile.Amount `json:"total"`
}
