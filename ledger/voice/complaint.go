package voice

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ComplaintPrefix begins the names of the streams of complaints.
const ComplaintPrefix = "complaint/"

// Complaint is a complaint (投诉) as it stands. Times are zero until then.
type Complaint struct {
	Number                    string
	Case, Class, Org          string // Org answers for it now
	Channel                   Channel
	Filed, Accepted, Declined time.Time
	Decided, Answered         time.Time
	Finding                   Finding
}

// Status is where a complaint or a question stands (状态).
type Status string

// Statuses.
const (
	Open     Status = "filed"    // 待受理; of a question, 待答复
	Accepted Status = "accepted" // 办理中
	Declined Status = "declined" // 不予受理
	Answered Status = "answered" // 已答复
)

// Status is where the complaint stands.
func (c *Complaint) Status() Status {
	switch {
	case !c.Answered.IsZero():
		return Answered
	case !c.Declined.IsZero():
		return Declined
	case !c.Accepted.IsZero():
		return Accepted
	}
	return Open
}

// Complaints is the kind of complaints.
var Complaints = &dossier.Kind[Complaint, spoken]{
	Prefix: ComplaintPrefix,
	Book:   act.NewBook(complaintFiled, complaintAccepted, complaintDeclined, complaintTransferred, complaintDecided, complaintAnswered),
	Look: func(ctx context.Context, s ledger.Store, c *Complaint, o *dossier.Order) (spoken, error) {
		if e, ok := o.Event.(ComplaintFiled); ok && c.Filed.IsZero() {
			return lookUp(ctx, s, e.Case)
		}
		return spoken{}, nil
	},
}

type complaintSpec[E act.Event] = act.Spec[Complaint, dossier.Ask[spoken], E]

func complaintStream(number string) ledger.StreamID {
	return ledger.StreamID(ComplaintPrefix + number)
}

const saysComplaint = "Number of the complaint (投诉编号), by which its stream is named."

// onceFiled allows what follows on a complaint's filing.
func onceFiled(c *Complaint, a *dossier.Ask[spoken]) error {
	if c.Filed.IsZero() {
		return refuse(RuleComplaint, "there is no such complaint")
	}
	return later(RuleComplaint, "its filing", a.Occurred, c.Filed)
}

// whileOpen allows what happens to a complaint between filing and answer.
func whileOpen(c *Complaint, a *dossier.Ask[spoken]) error {
	if err := onceFiled(c, a); err != nil {
		return err
	}
	switch s := c.Status(); s {
	case Declined:
		return refuse(RuleComplaint, "it was not accepted on %s", casefile.StandardDate(c.Declined))
	case Answered:
		return refuse(RuleComplaint, "it was answered on %s", casefile.StandardDate(c.Answered))
	}
	return nil
}

// whileAccepted allows what needs an accepted complaint.
func whileAccepted(c *Complaint, a *dossier.Ask[spoken]) error {
	if err := onceFiled(c, a); err != nil {
		return err
	}
	if c.Accepted.IsZero() {
		return refuse(RuleComplaint, "it is not accepted yet; accept or decline it first")
	}
	return later(RuleComplaint, "its acceptance", a.Occurred, c.Accepted)
}
