package county

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// Kinds of what is planted.
const (
	PlantedLateClosing = "late_closing"        // 超时办结: closed after its limit
	PlantedLateEntry   = "late_entry"          // 补录: recorded a working day or more after it happened
	PlantedBatch       = "batch"               // 批量补录: ten cases or more of one organisation entered within ten minutes, all late
	PlantedStop        = "stopped_before_due"  // 到期前中止: the clock stopped on the last day of the limit or the working day before
	PlantedMistake     = "mistake"             // 差错: a record, or a case, that is wrong
	PlantedCorrection  = "correction"          // 更正: the record that corrects, voids or annuls
	PlantedDelay       = "explanation_missing" // 超时未说明: closed late, and nobody has said why
	PlantedRequest     = "information_request" // 依申请公开: Class says how it went
	PlantedBadReview   = "bad_review"          // 差评: Class says whether it was answered, answered late, or is open
	PlantedComplaint   = "complaint"           // 投诉: Class says whether it was upheld, dismissed, declined, or is open
	PlantedMove        = "organisation_moved"  // 机构划转: from a day on it stands below another
	PlantedMerger      = "organisation_merged" // 机构合并: from a day on it is a part of another
)

// Planted is one thing that was planted to be found: a line of the truth.
type Planted struct {
	Kind string `json:"kind"`
	Case string `json:"case,omitempty"`
	// Revision is the record's that it is about.
	Revision *ledger.Revision `json:"revision,omitempty"`
	// Class says what kind of mistake, or of correction.
	Class string `json:"class,omitempty"`
	// Amends is the revision of the record that a correction answers, By that
	// of the record that answers a mistake; none: nobody has noticed.
	Amends   *ledger.Revision `json:"amends,omitempty"`
	By       *ledger.Revision `json:"by,omitempty"`
	Occurred time.Time        `json:"occurred,omitzero"`
	Recorded time.Time        `json:"recorded,omitzero"`
	Days     int              `json:"workingDays,omitzero"` // late, or left of the limit
	Due      *workdays.Date   `json:"due,omitempty"`
	Org      string           `json:"org,omitempty"`
	Until    time.Time        `json:"until,omitzero"` // last record of a batch
	Cases    []string         `json:"cases,omitempty"`
	To       string           `json:"to,omitempty"` // organisation that one moves below or merges into
	On       *workdays.Date   `json:"on,omitempty"` // first day of it
	batch    int32
}
