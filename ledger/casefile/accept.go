package casefile

import (
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// noticeDays is within how many working days the applicant must be told what
// is missing: 行政许可法 art. 32 (4).
const noticeDays = 5

func accept(c *Case, o Order, cmd Accept) (Event, error) {
	if !c.AcceptedAt.IsZero() {
		return nil, refuse(RuleRegister, "the case was accepted on %s; a new application needs a new number", c.AcceptedOn())
	}
	if cmd.Number == "" {
		cmd.Number = o.Number
	}
	if cmd.Zone == "" {
		cmd.Zone = DefaultZone
	}
	if cmd.Calendar == "" {
		cmd.Calendar = workdays.China
	}
	if !cmd.Deadline.IsZero() {
		cmd.Deadline = ledger.Time(cmd.Deadline)
	}
	if err := checkAccept(o, cmd); err != nil {
		return nil, err
	}
	if cmd.Legal > 0 && cmd.Promise > cmd.Legal {
		return nil, refuse(RuleLimit, "%d working days are promised, the law allows %d", cmd.Promise, cmd.Legal)
	}
	return Accepted(cmd), nil
}

func checkAccept(o Order, cmd Accept) error {
	if cmd.Number != o.Number {
		return invalid("case number", cmd.Number, "is not that of the order, "+o.Number)
	}
	if _, err := ParseZone(cmd.Zone); err != nil {
		return invalid("time zone", cmd.Zone, "is not an IANA time zone such as Asia/Shanghai")
	}
	if !slices.Contains([]Handling{"", Immediate, Promised, Special}, cmd.Handling) {
		return invalid("handling", string(cmd.Handling), "want immediate, promised or special")
	}
	if !slices.Contains([]Routing{"", Single, Joint, Forwarded, Agent}, cmd.Routing) {
		return invalid("routing", string(cmd.Routing), "want single, joint, forwarded or agent")
	}
	if cmd.Promise < 0 || cmd.Legal < 0 || cmd.Promise > workdays.MaxDays || cmd.Legal > workdays.MaxDays {
		return invalid("limit", "", "want 0 to 100000 working days")
	}
	if !cmd.Deadline.IsZero() && cmd.Deadline.Before(o.Occurred) {
		return invalid("deadline", ledger.FormatTime(cmd.Deadline), "lies before the acceptance")
	}
	return fit(text{"calendar", cmd.Calendar}, text{"channel", cmd.Channel}, text{"item", cmd.Item}, text{"officer", cmd.Officer},
		text{"org", cmd.Org}, text{"source", cmd.Source}, text{"window", cmd.Window})
}

// requestCorrection keeps 行政许可法 art. 32 (4): all that is missing is told at
// once and within five working days; after that the application counts as
// accepted as it was handed in.
func requestCorrection(c *Case, o Order, cmd RequestCorrection, cal *workdays.Calendar) (Event, error) {
	if err := need(text{"notice", cmd.Notice}); err != nil {
		return nil, err
	}
	if len(cmd.Items) == 0 || len(cmd.Items) > maxItems {
		return nil, invalid("items", "", "want the codes of 1 to 100 missing documents")
	}
	for _, item := range cmd.Items {
		if err := need(text{"item", item}); err != nil {
			return nil, err
		}
	}
	if n := len(c.Corrections); n > 0 {
		return nil, refuse(RuleNotice, "notice %s of %s has told the applicant what is missing; the law allows one notice", c.Corrections[n-1].Notice, c.on(c.Corrections[n-1].Requested))
	}
	last := cal.Add(c.AcceptedOn(), noticeDays)
	if c.on(o.Occurred) > last {
		return nil, refuse(RuleDeemed, "a notice was possible until %s; without one the application counts as accepted in full since %s", last, c.AcceptedOn())
	}
	cmd.Items = slices.Clone(cmd.Items)
	return CorrectionRequested(cmd), nil
}

// maxItems bounds the missing documents of one notice.
const maxItems = 100

func receiveCorrection(c *Case, cmd ReceiveCorrection) (Event, error) {
	for _, x := range c.Corrections {
		if x.Received.IsZero() && (cmd.Notice == "" || cmd.Notice == x.Notice) {
			return CorrectionReceived{Notice: x.Notice}, nil
		}
	}
	if cmd.Notice == "" {
		return nil, refuse(RuleMissing, "no notice is waiting for documents")
	}
	return nil, refuse(RuleMissing, "no notice %s is waiting for documents", cmd.Notice)
}

// missing is the notice whose documents have not come in yet.
func (c *Case) missing() (notice string, ok bool) {
	for _, x := range c.Corrections {
		if x.Received.IsZero() {
			return x.Notice, true
		}
	}
	return "", false
}
