package voice

import (
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/voice"
	"caseledger/ledger/workdays"
)

// Kind is what somebody said, or who looked.
type Kind string

// Kinds.
const (
	Complaint  Kind = "complaint"
	Question   Kind = "question"
	Praise     Kind = "praise"
	Survey     Kind = "survey"
	Inspection Kind = "inspection"
	Objection  Kind = "objection"
)

// Statuses beside those of package ledger/voice.
const (
	Received voice.Status = "received" // of praise
	Running  voice.Status = "open"     // of a round
	Closed   voice.Status = "closed"   // of a round
	Held     voice.Status = "held"     // of an inspection
)

// An Entry is one complaint, question or other word as it stands. Times that have
// not come are zero.
type Entry struct {
	Kind     Kind   `json:"kind"`
	Number   string `json:"number"`
	Ordinal  uint64 `json:"ordinal"` // of its first record
	Org      string `json:"org"`     // answers for it now
	FirstOrg string `json:"firstOrg,omitzero"`
	Case     string `json:"case,omitzero"`
	Channel  string `json:"channel,omitzero"`
	Class    string `json:"class,omitzero"` // of the matter, or of an objection's ground
	Figure   string `json:"figure,omitzero"`
	Title    string `json:"title,omitzero"` // of a round
	How      string `json:"how,omitzero"`   // of an inspection: overt, covert
	Scale    int    `json:"scale,omitzero"`

	Status  voice.Status  `json:"status"`
	Finding voice.Finding `json:"finding,omitzero"`
	Reason  string        `json:"reason,omitzero"`  // class, of a complaint that was declined
	Measure string        `json:"measure,omitzero"` // class, of what was done

	Filed     time.Time `json:"filed"` // or asked, received, opened, held
	Accepted  time.Time `json:"accepted,omitzero"`
	Settled   time.Time `json:"settled,omitzero"` // accepted or declined
	Decided   time.Time `json:"decided,omitzero"`
	Answered  time.Time `json:"answered,omitzero"` // or closed
	Transfers int       `json:"transfers,omitzero"`

	AcceptBy voice.Limit `json:"acceptBy,omitzero"`
	AnswerBy voice.Limit `json:"answerBy,omitzero"`

	Counts   []Count   `json:"counts,omitzero"`   // of a round
	Findings []Problem `json:"findings,omitzero"` // of an inspection
}

// A Count are the sheets of a round about one organisation.
type Count struct {
	Org    string             `json:"org"`
	Issued int                `json:"issued"`
	Levels []voice.LevelCount `json:"levels"`
}

// A Problem is what an inspection found.
type Problem struct {
	Finding   string    `json:"finding"`
	Class     string    `json:"class"`
	Text      string    `json:"text,omitzero"`
	Published time.Time `json:"published"`
	Rectified time.Time `json:"rectified,omitzero"`
	Measure   string    `json:"measure,omitzero"`
}

// FiledOn is the local date of Filed.
func (e *Entry) FiledOn() workdays.Date { return casefile.StandardDate(e.Filed) }

// Overdue says whether it should have been accepted or answered by an instant and
// was not.
func (e *Entry) Overdue(at time.Time) bool {
	return e.AcceptBy.Overdue(e.Settled, at) || e.Status != voice.Declined && e.AnswerBy.Overdue(e.Answered, at)
}

// count sets the limits by what is known of policies and calendar.
func (e *Entry) count(c voice.Clock) {
	switch e.Kind {
	case Complaint:
		e.AcceptBy = c.Acceptance(e.Filed)
		if !e.Accepted.IsZero() {
			e.AnswerBy = c.Answer(voice.ComplaintRegime, e.Filed, e.Accepted)
		}
	case Question:
		e.AnswerBy = c.Answer(voice.QuestionRegime, e.Filed, time.Time{})
	case Objection:
		e.AnswerBy = c.Answer(voice.ObjectionRegime, e.Filed, time.Time{})
	}
}

// begin makes the entry of an event that begins one, nil of any other.
func begin(x act.Event, at time.Time) *Entry {
	e := Entry{Filed: at, Status: voice.Open}
	switch x := x.(type) {
	case voice.ComplaintFiled:
		e.Kind, e.Number, e.Org, e.Case, e.Channel, e.Class = Complaint, x.Complaint, x.Org, x.Case, string(x.Channel), x.Class
	case voice.QuestionAsked:
		e.Kind, e.Number, e.Org, e.Case, e.Channel, e.Class = Question, x.Question, x.Org, x.Case, string(x.Channel), x.Class
	case voice.PraiseReceived:
		e.Kind, e.Number, e.Org, e.Case, e.Channel, e.Class = Praise, x.Praise, x.Org, x.Case, string(x.Channel), x.Class
		e.Status = Received
	case voice.SurveyOpened:
		e.Kind, e.Number, e.Org, e.Title, e.Scale, e.Status = Survey, x.Survey, x.Org, x.Title, x.Scale, Running
	case voice.InspectionHeld:
		e.Kind, e.Number, e.Org, e.How, e.Status = Inspection, x.Inspection, x.Org, string(x.Kind), Held
	case voice.ObjectionFiled:
		e.Kind, e.Number, e.Org, e.Case, e.Channel, e.Class = Objection, x.Objection, x.Org, x.Case, string(x.Channel), x.Ground
		e.Figure = x.Figure
	default:
		return nil
	}
	e.FirstOrg = e.Org
	return &e
}

// next changes the entry by one more event.
func (e *Entry) next(x act.Event, at time.Time) {
	switch x := x.(type) {
	case voice.ComplaintAccepted:
		e.Status, e.Accepted, e.Settled = voice.Accepted, at, at
	case voice.ComplaintDeclined:
		e.Status, e.Settled, e.Reason = voice.Declined, at, x.Reason
	case voice.ComplaintTransferred:
		e.Org, e.Transfers = x.ToOrg, e.Transfers+1
	case voice.ComplaintDecided:
		e.Finding, e.Decided, e.Measure = x.Finding, at, x.Measure
	case voice.ComplaintAnswered, voice.QuestionAnswered:
		e.Status, e.Answered = voice.Answered, at
	case voice.QuestionReferred:
		e.Org, e.Transfers = x.ToOrg, e.Transfers+1
	case voice.ObjectionAnswered:
		e.Status, e.Answered, e.Finding = voice.Answered, at, x.Finding
	case voice.SurveyCounted:
		e.Counts = append(e.Counts, Count{x.Org, x.Issued, x.Levels})
	case voice.SurveyClosed:
		e.Status, e.Answered = Closed, at
	case voice.FindingPublished:
		e.Findings = append(e.Findings, Problem{Finding: x.Finding, Class: x.Class, Text: x.Text, Published: at})
	case voice.FindingRectified:
		for i := range e.Findings {
			if p := &e.Findings[i]; p.Finding == x.Finding {
				p.Rectified, p.Measure = at, x.Measure
			}
		}
	}
}

func parse(body []byte) (*Entry, error) {
	e := new(Entry)
	return e, json.Unmarshal(body, e)
}
