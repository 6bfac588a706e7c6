package county

import (
	"fmt"

	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
)

// Requests for information (依申请公开) are planned for periods in which the
// regulation of 2019 holds; of every so many cases one is a request.
const casesARequest = 200

var requestsSince = day(2019, 5, 15)

// requestPromise is what the county promises of the twenty working days.
const requestPromise = 15

// disclosure makes the item of requests, which any department takes.
func (c *County) disclosure() {
	if c.From < requestsSince {
		return
	}
	c.items = append(c.items, item{code: c.code("SX-XXGK"), name: "政府信息依申请公开", org: c.prefix, promise: requestPromise, legal: 20, regime: policy.FOI})
}

// requests plans so many requests for information.
func (c *County) requests(r *draw, desks []int, n int) error {
	first := len(c.cases)
	if err := c.add(r, branch{desks: desks, slow: true, scripts: weights(map[script]int{request: 1})}, c.busy(n)); err != nil {
		return err
	}
	for i := first; i < len(c.cases); i++ {
		p := &c.cases[i]
		p.item, p.worked = int16(len(c.items)-1), int16(r.between(4, requestPromise-1))
		if int(p.day)+int(p.worked) >= c.days.count() {
			p.worked = stays
		}
	}
	return nil
}

// Ways of a request, as the truth names them.
const (
	requestAnswered  = "answered"
	requestConsulted = "consulted" // 征求意见
	requestCorrected = "corrected" // 补正
	requestAbandoned = "abandoned" // 视为放弃
	requestExtended  = "extended"  // 延期
	requestOpen      = "open"      // in hand at the end of the period
)

var requestWays = []struct {
	name   string
	weight int
}{{requestAnswered, 50}, {requestConsulted, 20}, {requestCorrected, 10}, {requestAbandoned, 8}, {requestExtended, 12}}

// answerARequest lives a request: it is received, registered within two days, and
// its clock counts from the receipt.
func (l *life) answerARequest(d *desk) {
	received := int(l.plan.day)
	application := casefile.ReceiveApplication{
		Channel: one(&l.draw, []string{"internet", "internet", "post", "window"}), Handling: casefile.Promised, Routing: casefile.Single,
		Item: l.items[l.item].code, Officer: d.front, Org: l.org(d), Window: d.window, Regime: policy.FOI, Promise: requestPromise,
	}
	l.do(d.front, application)
	l.on(received + l.n(3))
	l.do(d.front, casefile.Accept{Officer: d.front})
	weights := make([]int, len(requestWays))
	for i, w := range requestWays {
		weights[i] = w.weight
	}
	way := requestWays[l.weighed(weights)].name
	end := max(received+int(l.worked), l.day)
	answer := casefile.Disclosed
	switch way {
	case requestConsulted:
		answer, end = l.consult(d)
	case requestCorrected, requestAbandoned:
		notice := "BZ-" + l.number
		l.on(min(l.day+1, received+4))
		l.do(d.back, casefile.RequestCorrection{Notice: notice, Items: []string{"description"}, Days: 10})
		if way == requestAbandoned {
			l.on(l.day + l.between(11, 14))
			l.do(d.back, casefile.DeemAbandoned{})
			l.asked(way)
			return
		}
		l.on(l.day + l.between(2, 8))
		l.do(d.front, casefile.ReceiveCorrection{Notice: notice})
		end = l.day + int(l.worked)
	case requestExtended:
		l.on(max(l.day, received+l.between(8, 12)))
		days := l.between(5, 20)
		l.do(d.back, casefile.Extend{Days: days, Approver: "分管领导岗-01", Notice: "YQ-" + l.number})
		end = received + requestPromise + l.between(1, days-1)
	default:
		answer = one(&l.draw, []casefile.Answer{casefile.Disclosed, casefile.Disclosed, casefile.Disclosed, casefile.PartlyShown, casefile.NotAvailable, casefile.Withheld})
	}
	if l.worked != stays {
		l.reply(d, answer, end)
	}
	l.asked(way)
}

// asked tells the truth about a request.
func (l *life) asked(way string) {
	if l.state.Status == casefile.Open || l.state.Status == casefile.Pending {
		way = requestOpen
	}
	l.truth = append(l.truth, Planted{Kind: PlantedRequest, Case: l.number, Class: way, Org: l.state.Org})
}

// consult asks somebody whom the information concerns; silence counts after
// fifteen working days. The clock stands still meanwhile.
func (l *life) consult(d *desk) (answer casefile.Answer, end int) {
	l.on(l.day + l.between(1, 2))
	letter := "ZQ-" + l.number
	l.do(d.back, casefile.ConsultThirdParty{Party: casefile.ConsultedPerson, Notice: letter})
	opinion := one(&l.draw, []casefile.Opinion{casefile.Agreed, casefile.Disagreed, casefile.Disagreed, casefile.Silent})
	days := l.between(3, 12)
	if opinion == casefile.Silent {
		days = 16
	}
	l.on(l.day + days)
	l.do(d.back, casefile.AnswerConsultation{Notice: letter, Opinion: opinion})
	answer = map[casefile.Opinion]casefile.Answer{casefile.Agreed: casefile.Disclosed, casefile.Disagreed: casefile.Withheld, casefile.Silent: casefile.PartlyShown}[opinion]
	return answer, l.day + l.between(1, 6)
}

// reply answers on a working day.
func (l *life) reply(d *desk, answer casefile.Answer, end int) {
	l.on(end)
	outcome := casefile.Granted
	switch answer {
	case casefile.Withheld:
		outcome = casefile.Refused
	case casefile.NotAvailable:
		outcome = casefile.Completed
	}
	l.do(d.back, casefile.Determine{Answer: answer, Outcome: outcome, Document: fmt.Sprintf("XXGK-%s", l.number)})
	l.after(15)
	l.do(d.front, casefile.Close{Outcome: outcome})
	l.after(10)
	l.do(d.front, casefile.Deliver{Means: one(&l.draw, []string{"electronic", "post"})})
}
