package casefile

import (
	"time"
)

// An Event is the public body of something that happened to a case. The set is
// closed. Fields are declared in the order of their JSON names, so that
// encoding gives canonical bytes; a test holds every type to it. When an event
// occurred, was recorded and who acted stands in the record around it.
type Event interface{ event() }

// Handling is how a case is promised to be handled (办理方式).
type Handling string

// The three handling modes.
const (
	Immediate Handling = "immediate" // 即办件: closed on the spot or the same day
	Promised  Handling = "promised"  // 承诺件: closed within a promised limit
	Special   Handling = "special"   // 特办件: by special grant
)

// Routing is who must act on a case besides the accepting unit (办理路径).
type Routing string

// The four routings.
const (
	Single    Routing = "single"    // one unit decides
	Joint     Routing = "joint"     // 联办件: several units
	Forwarded Routing = "forwarded" // 上报件: a superior organ decides
	Agent     Routing = "agent"     // 代理件: an agent acts for the applicant
)

// Accepted (受理): the case was taken in and its clocks began. The promised
// limit runs in working days from acceptance; where no promise is given the
// explicit deadline holds, and without that the legal limit.
type Accepted struct {
	Calendar string    `json:"calendar"`           // working-day calendar id
	Channel  string    `json:"channel,omitempty"`  // 办理渠道: window, internet, post …
	Deadline time.Time `json:"deadline,omitzero"`  // explicit deadline, an instant
	Handling Handling  `json:"handling,omitempty"` // empty where the source does not say
	Item     string    `json:"item,omitempty"`     // 事项 code
	Legal    int       `json:"legalDays,omitzero"`
	Number   string    `json:"number"`            // public case number, with letters
	Officer  string    `json:"officer,omitempty"` // responsible post (责任岗位)
	Org      string    `json:"org,omitempty"`     // accepting unit
	Promise  int       `json:"promisedDays,omitzero"`
	Routing  Routing   `json:"routing,omitempty"`
	Source   string    `json:"source,omitempty"` // where an imported case comes from
	Window   string    `json:"window,omitempty"`
	Zone     string    `json:"zone"` // IANA time zone of local dates
}

// StepPerformed (环节办理): somebody did a step of the procedure.
type StepPerformed struct {
	Due  time.Time `json:"due,omitzero"` // the step's own deadline
	Name string    `json:"name"`
	Org  string    `json:"org,omitempty"` // unit of the acting post
	Ref  string    `json:"ref,omitempty"` // the source's id of the step
	Step string    `json:"step"`          // code of the step
}

// Transferred (转办): the holder handed the case to another unit or post.
type Transferred struct {
	FromOrg  string `json:"fromOrg,omitempty"`
	FromPost string `json:"fromPost,omitempty"`
	Reason   string `json:"reason,omitempty"` // reason class, never free text
	ToOrg    string `json:"toOrg,omitempty"`
	ToPost   string `json:"toPost,omitempty"`
}

// Received (转办接收): the receiving unit took the transferred case.
type Received struct {
	Org  string `json:"org,omitempty"`
	Post string `json:"post,omitempty"`
}

// CorrectionRequested (补正告知): the applicant was told, once, all that is
// missing.
type CorrectionRequested struct {
	Items  []string `json:"items"` // codes of the missing documents
	Notice string   `json:"notice"`
}

// CorrectionReceived (补正收到): the missing documents came in.
type CorrectionReceived struct {
	Notice string `json:"notice"`
}

// Suspended (中止计时): the clock stands still from now on, for example for an
// expert review (行政许可法 art. 45).
type Suspended struct {
	Basis  string `json:"basis,omitempty"`  // legal basis
	Notice string `json:"notice,omitempty"` // number of the written notice
	Reason string `json:"reason"`
}

// Resumed (恢复计时): the clock runs again.
type Resumed struct{}

// Extended (延期): the limit grew by working days (行政许可法 art. 42). It counts
// only if it was recorded before the limit ended and a notice exists.
type Extended struct {
	Approver string `json:"approver"` // approving post
	Days     int    `json:"days"`
	Notice   string `json:"notice"`
}

// Decided (作出决定): the organ decided.
type Decided struct {
	Document string  `json:"document,omitempty"`
	Outcome  Outcome `json:"outcome"`
}

// Outcome is how a case was decided or closed.
type Outcome string

// Outcomes.
const (
	Granted   Outcome = "granted"   // 准予
	Refused   Outcome = "refused"   // 不予
	Completed Outcome = "completed" // 办结, no grant to decide, or unknown
	Cancelled Outcome = "cancelled" // 终止
)

// Closed (办结): work on the case ended.
type Closed struct {
	Outcome Outcome `json:"outcome"`
}

// Returned (退回): the case was sent back without a decision.
type Returned struct {
	Basis  string `json:"basis"` // legal basis
	Reason string `json:"reason"`
	Remedy string `json:"remedy,omitempty"`
}

// Withdrawn (撤回): the applicant took the application back.
type Withdrawn struct {
	Reason string `json:"reason,omitempty"` // reason class, never free text
}

// Delivered (送达): the result reached the applicant.
type Delivered struct {
	Means string `json:"means"` // counter, post, agent, electronic
}

// FeeCharged (收费): a fee was charged.
type FeeCharged struct {
	Amount   Amount `json:"amount"`
	Currency string `json:"currency"` // ISO 4217
	Standard string `json:"standard,omitempty"`
}

func (Accepted) event()            {}
func (StepPerformed) event()       {}
func (Transferred) event()         {}
func (Received) event()            {}
func (CorrectionRequested) event() {}
func (CorrectionReceived) event()  {}
func (Suspended) event()           {}
func (Resumed) event()             {}
func (Extended) event()            {}
func (Decided) event()             {}
func (Closed) event()              {}
func (Returned) event()            {}
func (Withdrawn) event()           {}
func (Delivered) event()           {}
func (FeeCharged) event()          {}

// Entry is an event with the facts of its record.
type Entry struct {
	Occurred time.Time
	Recorded time.Time
	Post     string
	Event    Event
}
