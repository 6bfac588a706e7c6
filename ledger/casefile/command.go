package casefile

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/vault"
)

// A Command asks for something to happen to a case. The set is closed.
type Command interface{ command() }

// An Order is a command with its envelope: which case, who, when.
type Order struct {
	// ID makes the order idempotent: sent again, it adds nothing.
	ID ledger.CommandID
	// Number is the public case number.
	Number string
	// Post is the acting post (岗位), never a person's name.
	Post string
	// Occurred is when the action happened, Recorded when the ledger took it
	// in. Zero Occurred means Recorded.
	Occurred, Recorded time.Time
	Command            Command
	// Expect, if set, is the revision that the sender saw; at another one the
	// order is refused with a *ledger.ConflictError.
	Expect *ledger.Revision
	// Sealed holds the personal values; they stand sealed in the order's first
	// event.
	Sealed []vault.Value
}

// Accept (受理) takes the case in. Number may be left empty: the order's counts.
type Accept Accepted

// Perform (环节办理) records a step of the procedure.
type Perform StepPerformed

// Transfer (转办) hands the case to another unit or post; the giver is its
// holder.
type Transfer struct {
	Reason        string // reason class, never free text
	ToOrg, ToPost string
}

// Receive (转办接收) takes a transferred case. Empty fields take the addressee's.
type Receive Received

// RequestCorrection (补正告知) tells the applicant once all that is missing.
type RequestCorrection CorrectionRequested

// ReceiveCorrection (补正收到) records that the missing documents came in.
type ReceiveCorrection CorrectionReceived

// Suspend (中止计时) stops the clock.
type Suspend Suspended

// Resume (恢复计时) lets the clock run again.
type Resume Resumed

// Extend (延期) prolongs the limit.
type Extend Extended

// Determine (作出决定) records the organ's decision.
type Determine Decided

// Close (办结) ends the work on the case. An empty outcome takes the
// decision's, or [Completed] where none was made.
type Close Closed

// Return (退回) sends the case back without a decision.
type Return Returned

// Withdraw (撤回) records that the applicant took the application back.
type Withdraw Withdrawn

// Deliver (送达) records that the result reached the applicant.
type Deliver Delivered

// ChargeFee (收费) records a fee.
type ChargeFee FeeCharged

func (Accept) command()            {}
func (Perform) command()           {}
func (Transfer) command()          {}
func (Receive) command()           {}
func (RequestCorrection) command() {}
func (ReceiveCorrection) command() {}
func (Suspend) command()           {}
func (Resume) command()            {}
func (Extend) command()            {}
func (Determine) command()         {}
func (Close) command()             {}
func (Return) command()            {}
func (Withdraw) command()          {}
func (Deliver) command()           {}
func (ChargeFee) command()         {}
