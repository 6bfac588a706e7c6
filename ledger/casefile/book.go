package casefile

import (
	"caseledger/ledger/act"
	"caseledger/ledger/registry"
)

// Book holds the actions of a case, one file each, in the order in which
// documents list them.
var Book = act.NewBook(
	appointmentMade, applicationReceived, siteChecked, deemedAccepted, officerAssigned, dutyHandedOver, fastTrackGranted,
	notified, archived, struckOff,
	materialsReceived, materialsReturned, thirdPartyConsulted, consultationAnswered, collectionChosen, resultIssued, resultFedBack, feeRefunded, visited,
	rated, ratingInvalidated, raterContacted, badReviewRectified, badReviewExplained, rectificationConfirmed,
	accepted, stepPerformed, transferred, received, correctionRequested, correctionReceived, suspended, resumed,
	extended, decided, closed, returned, withdrawn, deemedAbandoned, delivered, feeCharged,
	partAssigned, partClosed, jointReviewHeld, forwardedUp, superiorDecided,
	agentAppointed, agentActed, agentReleased, specialGranted,
	returnReviewRequested, returnReviewDecided, undertaken, passedOn,
	delayExplained, timeoutDefaulted, timeoutDefaultRevoked, receiptIssued,
	recordCorrected, recordVoided, annulled,
)

// spec is an action of a case.
type spec[E act.Event] = act.Spec[Case, Ask, E]

// Ask is what a rule may know of an order besides its command.
type Ask struct {
	Order
	Known
}

// Known is what a rule may know of the registries, as the ledger has them when
// an order is decided.
type Known struct {
	Rules
	// Delegations are those that decisions name, by their numbers.
	Delegations map[string]registry.Delegation
	// FeeStandards are those of items that are charged for, by their codes.
	FeeStandards map[string]registry.FeeStandards
	// Receipt is the hash of the code that an order to issue a receipt leads to.
	Receipt string
}
