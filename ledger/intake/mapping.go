package intake

import (
	"strings"
	"time"
)

// Format is a format that intake reads.
type Format string

// Formats. Each may be gzip-compressed.
const (
	XES    Format = "xes"    // event log, IEEE 1849
	CSV    Format = "csv"    // table with a header line, RFC 4180
	NDJSON Format = "ndjson" // one CloudEvents 1.0 object in each line
)

// Mapping says how the attributes of a source become case events. It is read
// from a JSON file that MAPPINGS.md documents; unknown keys are refused.
type Mapping struct {
	// Name enters the ids of imported events: the same file imported under
	// another name is another source.
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	// Source is recorded with every case as its origin; default Name. Public.
	Source  string   `json:"source,omitempty"`
	Formats []Format `json:"formats"`
	// Zone is the IANA time zone of times that name none, and of the cases'
	// local dates; default Asia/Shanghai.
	Zone string `json:"zone,omitempty"`
	// Calendar counts working days; default CN.
	Calendar string `json:"calendar,omitempty"`
	// Nothing lists the values that say nothing; default "".
	Nothing []string `json:"nothing,omitempty"`
	// Times lists further time layouts in Go's notation.
	Times    []string    `json:"times,omitempty"`
	Table    Table       `json:"csv,omitzero"`
	Case     CaseRule    `json:"case,omitzero"`
	Accepted AcceptRule  `json:"accepted,omitzero"`
	Step     StepRule    `json:"step,omitzero"`
	Closed   CloseRule   `json:"closed,omitzero"`
	Fees     []FeeRule   `json:"fees,omitempty"`
	Sealed   []SealRule  `json:"sealed,omitempty"`
	Events   EventsRules `json:"cloudevents,omitzero"`

	zone    *time.Location
	none    map[string]bool
	replace *strings.Replacer
}

// Table says how a CSV file is written.
type Table struct {
	Delimiter string `json:"delimiter,omitempty"` // one character; default ","
	Encoding  string `json:"encoding,omitempty"`  // "utf-8" (default) or "gb18030"
	// CasePrefix begins the names of columns that hold attributes of the case
	// and is not part of the attribute's name. Where it is empty, every column
	// is an attribute of the case and of the event.
	CasePrefix string `json:"casePrefix,omitempty"`
}

// CaseRule gives the public case number, which needs a letter.
type CaseRule struct {
	Number  Field             `json:"number"`
	Prefix  string            `json:"prefix,omitempty"`
	Replace map[string]string `json:"replace,omitempty"` // for characters that cannot stand in a number
}

// AcceptRule gives the acceptance, from attributes of the case or of the row
// that accepts it.
type AcceptRule struct {
	// Row names the codes of the row that accepts the case, in order of
	// preference: the attributes of its earliest row with one of them count
	// before those of the case.
	Row attributeNames `json:"row,omitempty"`
	// Time may name [FirstStep] as its last alternative.
	Time         Field `json:"time"`
	Org          Field `json:"org,omitzero"`
	Item         Field `json:"item,omitzero"`
	Channel      Field `json:"channel,omitzero"`
	Officer      Field `json:"officer,omitzero"`
	Window       Field `json:"window,omitzero"`
	Deadline     Field `json:"deadline,omitzero"`     // a date alone means its last instant
	PromisedDays Field `json:"promisedDays,omitzero"` // working days
	LegalDays    Field `json:"legalDays,omitzero"`    // working days
	Handling     Field `json:"handling,omitzero"`
	Routing      Field `json:"routing,omitzero"`
}

// FirstStep stands for the time of the case's earliest row.
const FirstStep = "@firstStep"

// StepTime and a step's code stand for the time of the case's earliest row with
// that code.
const StepTime = "@step:"

// StepRule gives what a row or XES event becomes, from its own attributes.
type StepRule struct {
	Code Field `json:"code"`
	Name Field `json:"name,omitzero"` // default: the code
	Time Field `json:"time"`
	Post Field `json:"post,omitzero"`
	Org  Field `json:"org,omitzero"`
	// Ref is the source's id of the row. With it a later, longer export of a
	// case is recognised even where rows were inserted.
	Ref Field `json:"ref,omitzero"`
	Due Field `json:"due,omitzero"` // a date alone means its last instant
	// Events turns rows with these codes into other events than steps.
	Events map[string]EventRule `json:"events,omitempty"`
}

// CloseRule gives the closing, from attributes of the case. A case without a
// closing time is open.
type CloseRule struct {
	Time    Field `json:"time,omitzero"`
	Outcome Field `json:"outcome,omitzero"` // default: completed
}

// FeeRule gives a fee, from attributes of the case.
type FeeRule struct {
	Amount   Field `json:"amount"`
	Currency Field `json:"currency"`
	Standard Field `json:"standard,omitzero"`
	Time     Field `json:"time,omitzero"` // default: the time of acceptance
}

// SealRule names a personal value: it is encrypted and never public.
type SealRule struct {
	Label string `json:"label"` // what it is, for example "applicant.name"; public
	Value Field  `json:"value"`
	// Subject is the person's role in the case, for example "applicant": all
	// values of one role and case are erased together.
	Subject string `json:"subject"`
	// On says whose attribute it is and which event carries it: "accepted"
	// (default) or "step".
	On string `json:"on,omitempty"`
}

// EventRule gives an event of any type.
type EventRule struct {
	Event string `json:"event"` // stored name: "case.suspended/1"
	// Fields gives the members of the event's public body by their JSON names.
	Fields map[string]Field `json:"fields,omitempty"`
	Post   Field            `json:"post,omitzero"`
	// Step says that a row is a step too, which stands before the event.
	Step bool `json:"step,omitempty"`
}

// EventsRules says how CloudEvents become case events.
type EventsRules struct {
	// Native takes events whose type is a stored name and whose data is the
	// public body, as caseledger itself publishes them.
	Native bool                 `json:"native,omitempty"`
	Types  map[string]EventRule `json:"types,omitempty"`
	// Others is what happens to other types: "refuse" (default) or "skip".
	Others string `json:"others,omitempty"`
}
