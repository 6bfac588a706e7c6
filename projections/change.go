package projections

import (
	"time"

	"caseledger/ledger"
)

// change is what one record did to one case: its summary before and after;
// before is nil for the first. A calendar notice that arrives late makes one
// change for each case it moves, all with the notice's position.
//
// Summaries are shared and must not be written to. Where a record changes
// nothing that figures rest on (a step, a transfer, a delivery), before and
// after are the same; who holds a case, its steps, and the position and time of
// its last record may then be those after later records of the batch.
type change struct {
	position      ledger.Position
	recorded      time.Time
	before, after *Summary
}
