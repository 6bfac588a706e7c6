package conformance

import (
	"slices"
	"strconv"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// rules are all of them, in the order of a case.
var rules = []*Rule{
	answeredInTime, oneNotice, promiseInLaw, withinPromise, withinLaw, extension, suspension, partsFirst, superiorFirst,
	specialGranted, mandated, remedyTold, villageFlow, delivered, refunded, explained, inOrder,
}

var answeredInTime = &Rule{
	ID: "answered_in_time", Basis: "许可法32",
	Zh: "自收件起五个工作日内受理、补正告知或者不予受理", En: "within five working days of the receipt the case was accepted, or what is missing was told",
	judge: func(f *Facts) Finding {
		came := f.ReceivedOn()
		if came == workdays.NoDate {
			return notTold
		}
		if f.Kept().Deemed != "" {
			return breaks
		}
		until := f.LastNotice(f.Rules)
		if until == workdays.LastDate {
			return no
		}
		return verdict(f.answeredOn() <= until)
	},
	evidence: func(f *Facts) []Evidence {
		came := f.ReceivedOn()
		if came == workdays.NoDate {
			return nil
		}
		until := f.LastNotice(f.Rules)
		if until == workdays.LastDate {
			until = workdays.NoDate
		}
		return []Evidence{told("receivedOn", "收件", came.String()), told("until", "期满", until.String()),
			told("answeredOn", "答复", f.answeredOn().String()), told("deemed", "视为受理依据", f.Kept().Deemed)}
	},
}

// answeredOn is the date of the first that the applicant was told.
func (f *Facts) answeredOn() workdays.Date {
	on := f.AcceptedOn()
	if len(f.Corrections) > 0 {
		on = min(on, workdays.DateOf(f.Corrections[0].Requested, f.Location()))
	}
	return on
}

var oneNotice = &Rule{
	ID: "one_notice", Basis: "许可法32",
	Zh: "需要补正的全部内容一次告知", En: "all that is missing was told at once",
	judge: func(f *Facts) Finding {
		if len(f.Corrections) == 0 {
			return no
		}
		return verdict(len(f.Corrections) == 1)
	},
	evidence: func(f *Facts) (out []Evidence) {
		for i := range f.Corrections {
			out = append(out, told("notice", "补正告知", f.Corrections[i].Notice))
		}
		return out
	},
}

var promiseInLaw = &Rule{
	ID: "promise_within_law", Basis: "许可法42",
	Zh: "承诺时限不长于法定时限", En: "the promise is no longer than the legal limit",
	judge: func(f *Facts) Finding {
		switch {
		case f.Promise == 0:
			return no
		case f.Legal.Days == 0:
			return notTold
		}
		return verdict(f.Promise <= f.legalAsGiven())
	},
	evidence: func(f *Facts) []Evidence {
		return []Evidence{count("promisedDays", "承诺工作日", f.Promise), count("legalDays", "法定工作日", f.legalAsGiven())}
	},
}

// legalAsGiven is the legal limit without extensions.
func (f *Facts) legalAsGiven() int {
	if p := f.Policy(f.Rules); p != nil && f.Accepted.Legal == 0 {
		days, _ := p.Limit(f.Routing == casefile.Joint)
		return days
	}
	return f.Accepted.Legal
}

var withinPromise = &Rule{
	ID: "within_promise", Basis: "承诺时限",
	Zh: "在承诺或者约定的期限内办结", En: "it was closed within the limit that was promised",
	judge: func(f *Facts) Finding {
		if f.Limit.Basis == casefile.ByLaw {
			return no
		}
		return f.within(f.Limit)
	},
	evidence: func(f *Facts) []Evidence { return f.limitEvidence(f.Limit) },
}

var withinLaw = &Rule{
	ID: "within_law", Basis: "许可法42",
	Zh: "在法定期限内办结", En: "it was closed within the legal limit",
	judge:    func(f *Facts) Finding { return f.within(f.Legal) },
	evidence: func(f *Facts) []Evidence { return f.limitEvidence(f.Legal) },
}

// within judges a limit: what was returned or withdrawn needed no decision.
func (f *Facts) within(l casefile.Limit) Finding {
	switch {
	case l.Basis == casefile.NoLimit:
		return notTold
	case f.Status == casefile.SentBack || f.Status == casefile.TakenBack:
		return no
	case l.Due.IsZero():
		return notYet // the clock stands still
	case f.Status == casefile.Ended:
		return verdict(!f.ClosedAt.After(l.Due))
	case f.At.After(l.Due):
		return breaks
	}
	return notYet
}

func (f *Facts) limitEvidence(l casefile.Limit) []Evidence {
	return []Evidence{f.on("acceptedOn", "受理", f.AcceptedAt), count("days", "时限工作日", l.Days), f.on("due", "到期", l.Due), f.on("closedOn", "办结", f.ClosedAt)}
}

var extension = &Rule{
	ID: "extension", Basis: "许可法42",
	Zh: "延期一次，且不长于规定的工作日", En: "the limit was extended once, by no more than the rules allow",
	judge: func(f *Facts) Finding {
		switch {
		case len(f.Extensions) == 0:
			return no
		case len(f.Extensions) > 1:
			return breaks
		}
		most := f.mostExtension()
		if most == 0 {
			return notTold
		}
		return verdict(f.Extensions[0].Days <= most)
	},
	evidence: func(f *Facts) []Evidence {
		out := []Evidence{count("allowed", "可延工作日", f.mostExtension())}
		for _, x := range f.Extensions {
			out = append(out, count("days", "延期工作日", x.Days), told("notice", "延期告知", x.Notice))
		}
		return out
	},
}

// mostExtension is by how many days the rules of the case allow to extend it; 0
// where they do not say.
func (f *Facts) mostExtension() int {
	p := f.Policy(f.Rules)
	if p == nil {
		return 0
	}
	_, days := p.Limit(f.Routing == casefile.Joint)
	return days
}

var suspension = &Rule{
	ID: "suspension", Basis: "许可法45",
	Zh: "中止计时有法定事由并书面告知", En: "the clock stood still on grounds of the rules alone, with a written notice",
	judge: func(f *Facts) Finding {
		switch {
		case len(f.Suspensions) == 0:
			return no
		case f.Policy(f.Rules) == nil:
			return notTold
		}
		return verdict(len(f.Unfounded(f.Rules)) == 0)
	},
	evidence: func(f *Facts) (out []Evidence) {
		for _, s := range f.Suspensions {
			out = append(out, f.on("from", "中止", s.From), told("reason", "事由", s.Reason), told("notice", "文书", s.Notice))
		}
		return out
	},
}

// course is a rule that a deviation breaks; concerned says which cases it asks
// something of.
func course(id, basis, zh, en string, concerned func(f *Facts) bool, broken ...casefile.Deviation) *Rule {
	return &Rule{ID: id, Basis: basis, Zh: zh, En: en,
		judge: func(f *Facts) Finding {
			all := f.Deviations()
			for _, d := range broken {
				if slices.Contains(all, d) {
					return breaks
				}
			}
			if !concerned(f) {
				return no
			}
			if f.Status == casefile.Open {
				return notYet
			}
			return complies
		},
		evidence: func(f *Facts) (out []Evidence) {
			for _, d := range f.Deviations() {
				if slices.Contains(broken, d) {
					out = append(out, told("deviation", "偏离", string(d)))
				}
			}
			return append(out, f.on("closedOn", "办结", f.ClosedAt))
		},
	}
}

var (
	partsFirst = course("parts_first", "许可法26", "联办各方意见齐备后决定或者办结", "every part was given before the lead decided or closed",
		func(f *Facts) bool { return f.Routing == casefile.Joint }, casefile.BeforeParts)
	superiorFirst = course("superior_first", "许可法35", "上级机关决定后办结", "the superior organ decided before the case was closed",
		func(f *Facts) bool { return f.Routing == casefile.Forwarded }, casefile.BeforeSuperior)
	specialGranted = course("special_granted", "特办审批", "特办经批准", "special handling was granted by somebody",
		func(f *Facts) bool { return f.Handling == casefile.Special }, casefile.WithoutGrant)
	mandated = course("mandated", "许可法29", "代办有委托", "the agent had a mandate",
		func(f *Facts) bool { return f.Routing == casefile.Agent }, casefile.WithoutMandate)
	remedyTold = course("remedy_told", "许可法38", "退回时告知救济途径", "who was sent back was told where to turn",
		func(f *Facts) bool { return f.Status == casefile.SentBack }, casefile.WithoutRemedy)
	villageFlow = course("village_flow", "乡村办理流程", "村级不承办，乡镇承办后传递", "a village does not decide, and a township has decided before it passes on",
		func(f *Facts) bool { return f.Proceedings != nil && len(f.Proceedings.Stages) > 0 }, casefile.VillageUndertook, casefile.PassedUndone)
)

var delivered = &Rule{
	ID: "delivered", Basis: "许可法44",
	Zh: "准予的决定在期限内送达", En: "a grant was delivered within its limit",
	judge: func(f *Facts) Finding {
		if f.DecidedAt.IsZero() {
			if f.DeliveredAt.IsZero() {
				return notTold
			}
			return no
		}
		until := f.deliverBy()
		if until == workdays.NoDate {
			return no
		}
		if f.DeliveredAt.IsZero() {
			if f.today() > until {
				return breaks
			}
			return notYet
		}
		return verdict(workdays.DateOf(f.DeliveredAt, f.Location()) <= until)
	},
	evidence: func(f *Facts) []Evidence {
		if f.DecidedAt.IsZero() {
			return []Evidence{f.on("deliveredOn", "送达", f.DeliveredAt)}
		}
		return []Evidence{f.on("decidedOn", "决定", f.DecidedAt), told("until", "期满", f.deliverBy().String()), f.on("deliveredOn", "送达", f.DeliveredAt)}
	},
}

// deliverBy is the last day for handing over a grant, by the rules of the case; ten
// working days after the decision where it names none (许可法44). NoDate: there is
// no such limit, or it does not run now.
func (f *Facts) deliverBy() workdays.Date {
	switch {
	case f.Outcome != casefile.Granted:
		return workdays.NoDate
	case f.Policy(f.Rules) != nil:
		return f.DeliveryLimit(f.Rules).On
	}
	return f.Rules.Calendar.Add(workdays.DateOf(f.DecidedAt, f.Location()), 10)
}

var refunded = &Rule{
	ID: "refunded", Basis: "许可法75",
	Zh: "退费不多于收费", En: "no more went back than was charged",
	judge: func(f *Facts) Finding {
		if f.Charges == 0 && f.Kept().Refunded == 0 {
			return no
		}
		return verdict(f.Fees >= 0 && f.Kept().Refunds <= f.Fees)
	},
	evidence: func(f *Facts) []Evidence {
		return []Evidence{told("fees", "收费", f.Fees.String()), told("refunds", "退费", f.Kept().Refunds.String())}
	},
}

var explained = &Rule{
	ID: "delay_explained", Basis: "营商环境条例36",
	Zh: "超过期限的，公开说明理由", En: "why a late case is late was said in public",
	judge: func(f *Facts) Finding {
		if f.within(f.Limit) != breaks {
			return no
		}
		return verdict(f.Kept().Delay != nil)
	},
	evidence: func(f *Facts) []Evidence {
		var at time.Time
		if d := f.Kept().Delay; d != nil {
			at = d.At
		}
		return append(f.limitEvidence(f.Limit), f.on("explainedOn", "说明", at))
	},
}

var inOrder = &Rule{
	ID: "in_order", Basis: "记录时间",
	Zh: "受理、环节、办结的时间先后相合", En: "the times of acceptance, steps and closing follow each other",
	judge: func(f *Facts) Finding { return verdict(len(f.Anomalies()) == 0) },
	evidence: func(f *Facts) (out []Evidence) {
		for _, a := range f.Anomalies() {
			out = append(out, told("anomaly", "异常", string(a)))
		}
		return append(out, f.on("acceptedOn", "受理", f.AcceptedAt), f.on("firstStepOn", "首个环节", f.FirstStepAt),
			f.on("lastStepOn", "末个环节", f.LastStepAt), f.on("closedOn", "办结", f.ClosedAt))
	},
}

// count is a number as evidence; 0 says nothing.
func count(name, zh string, n int) Evidence {
	if n == 0 {
		return Evidence{}
	}
	return told(name, zh, strconv.Itoa(n))
}
