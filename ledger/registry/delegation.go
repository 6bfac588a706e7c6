package registry

import (
	"context"
	"fmt"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// DelegationPrefix begins the names of all streams of delegations: each has the
// number of one.
const DelegationPrefix = "delegation/"

// DelegationGranted (首席代表授权): an organ lets a post at its window decide.
type DelegationGranted struct {
	Delegation string        // its number
	From       workdays.Date // first day
	Items      []string      // codes of the items it covers; none: all of the organ
	Org        string
	Post       string
	Until      workdays.Date // last day; NoDate: without an end
}

// Stored names the schema.
func (DelegationGranted) Stored() string { return "delegation.granted/1" }

// Stream is that of the number.
func (e DelegationGranted) Stream() ledger.StreamID { return DelegationStream(e.Delegation) }

// Subject is the grant.
func (DelegationGranted) Subject() string { return "granted" }

// Since is the beginning of the first day in UTC.
func (e DelegationGranted) Since() time.Time { return e.From.Start(time.UTC) }

// maxItems bounds the items of a delegation.
const maxItems = 1000

var delegationGranted = entry(spec[DelegationGranted]{
	Zh: "首席代表授权", En: "Delegation granted", Public: act.Published,
	Command: "grantDelegation", Says: "Lets a post at the window decide for its organ (首席代表授权).", By: act.BySupervisor,
	Members: func(e *DelegationGranted, m *act.Members) {
		m.Name(&e.Delegation, "delegation", "Number of the delegation (授权书号).", act.Always, act.Required)
		m.Date(&e.From, "from", "First day on which it holds (授权起).", act.Always, act.Required)
		m.Names(&e.Items, "items", "Codes of the service items that it covers (授权事项); none: all of the organ.", maxItems)
		m.Text(&e.Org, "org", "Organ that delegates (授权部门).", act.Always, act.Required)
		m.Text(&e.Post, "post", "Post that may decide (首席代表岗位), never a person's name.", act.Always, act.Required)
		m.Date(&e.Until, "until", "Last day on which it holds (授权止).")
	},
	Check: func(e *DelegationGranted) error {
		switch {
		case e.Org == "":
			return act.Invalid("org", "", "is missing")
		case e.Post == "":
			return act.Invalid("post", "", "is missing")
		case e.From == workdays.NoDate:
			return act.Invalid("from", "", "is missing")
		case e.Until != workdays.NoDate && e.Until < e.From:
			return act.Invalid("until", e.Until.String(), "lies before the first day")
		}
		return checkDelegation(e.Delegation)
	},
})

// DelegationRevoked (撤销授权): the delegation no longer holds from a day on.
type DelegationRevoked struct {
	Date       workdays.Date // first day on which it does not hold
	Delegation string
	Reason     string
}

// Stored names the schema.
func (DelegationRevoked) Stored() string { return "delegation.revoked/1" }

// Stream is that of the number.
func (e DelegationRevoked) Stream() ledger.StreamID { return DelegationStream(e.Delegation) }

// Subject is the revocation.
func (DelegationRevoked) Subject() string { return "revoked" }

// Since is the beginning of the day in UTC.
func (e DelegationRevoked) Since() time.Time { return e.Date.Start(time.UTC) }

var delegationRevoked = entry(spec[DelegationRevoked]{
	Zh: "撤销授权", En: "Delegation revoked", Public: act.Published,
	Command: "revokeDelegation", Says: "Ends a delegation from a day on (撤销授权).", By: act.BySupervisor,
	Members: func(e *DelegationRevoked, m *act.Members) {
		m.Date(&e.Date, "date", "First day on which it does not hold (失效日).", act.Always, act.Required)
		m.Name(&e.Delegation, "delegation", "Number of the delegation (授权书号).", act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Reason class (原因).")
	},
	Check: func(e *DelegationRevoked) error {
		if e.Date == workdays.NoDate {
			return act.Invalid("date", "", "is missing")
		}
		return checkDelegation(e.Delegation)
	},
	Needs: func(s *State, _ *struct{}) error {
		if s.entries[DelegationGranted{}.Subject()] == nil {
			return refuse(RuleDelegation, "there is no delegation of this number; only one that was granted can be revoked")
		}
		return nil
	},
	Decide: func(s *State, _ *struct{}, e DelegationRevoked) (DelegationRevoked, error) {
		if granted := s.entries[DelegationGranted{}.Subject()].(DelegationGranted); e.Date < granted.From {
			return e, refuse(RuleDelegation, "it holds from %s on only; revoke it from that day on or later", granted.From)
		}
		return e, nil
	},
})

func checkDelegation(number string) error {
	if number == "" || DelegationStream(number).Validate() != nil {
		return act.Invalid("delegation", number, "want a number that can name a stream")
	}
	return nil
}

// DelegationStream is the stream of the delegation with this number.
func DelegationStream(number string) ledger.StreamID {
	return ledger.StreamID(DelegationPrefix + number)
}

// Delegation is what the ledger says of one: the zero value of one that was
// never granted.
type Delegation struct {
	DelegationGranted
	Revoked workdays.Date // first day on which it does not hold, or NoDate
}

// On says whether it holds on a day.
func (d *Delegation) On(day workdays.Date) bool {
	return d.Delegation != "" && day >= d.From && (d.Until == workdays.NoDate || day <= d.Until) &&
		(d.Revoked == workdays.NoDate || day < d.Revoked)
}

// Covers says whether it is about an item.
func (d *Delegation) Covers(item string) bool {
	return len(d.Items) == 0 || slices.Contains(d.Items, item)
}

// ReadDelegation reads what the ledger says of a delegation now.
func ReadDelegation(ctx context.Context, s ledger.Store, number string) (Delegation, error) {
	out := Delegation{Revoked: workdays.NoDate}
	if checkDelegation(number) != nil {
		return out, nil
	}
	state, _, err := load(ctx, s, DelegationStream(number))
	if err != nil {
		return out, fmt.Errorf("read delegation %s: %w", number, err)
	}
	for _, e := range state.entries {
		switch e := e.(type) {
		case DelegationGranted:
			out.DelegationGranted = e
		case DelegationRevoked:
			out.Revoked = e.Date
		}
	}
	return out, nil
}
