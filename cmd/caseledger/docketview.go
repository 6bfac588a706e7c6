package main

import (
	"fmt"
	"strings"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// writeDocket adds what a centre keeps of the case beside its clock.
func (v caseView) writeDocket(out *printer, t *table) {
	c, d := &v.Case, v.Case.Kept()
	out.fact(t, "deemed accepted 视为受理", d.Deemed)
	out.fact(t, "given up 视为放弃", d.Abandoned)
	if who, ok := c.Responsible(workdays.LastDate.End(time.UTC)); ok && who.Post != c.Officer {
		out.fact(t, "answers now 现责任岗位", who.Post)
	}
	if x := d.FastTrack; x != nil {
		out.fact(t, "fast track 绿色通道", fmt.Sprintf("%s %s %s", out.time(x.At), x.Approver, x.Reason))
	}
	for _, x := range d.Appointments {
		out.fact(t, "appointment 预约", strings.TrimSpace(out.time(x.At)+" "+x.Place))
	}
	for _, x := range d.SiteChecks {
		out.fact(t, "site check 现场核查", strings.TrimSpace(fmt.Sprintf("%s %s %s", out.time(x.At), x.Result, x.Document)))
	}
	out.fact(t, "missing 缺件", strings.Join(c.MissingMaterials(), ", "))
	for i := range d.Consultations {
		x := &d.Consultations[i]
		out.fact(t, "consulted 征求意见", strings.TrimSpace(fmt.Sprintf("%s %s %s %s", x.Party, x.Notice, out.time(x.Asked), x.Opinion)))
	}
	out.fact(t, "answer 公开答复", string(d.Answer))
	if x := d.Result; x != nil {
		says := fmt.Sprintf("%s of %s", x.Number, x.Date)
		if x.ValidUntil != workdays.NoDate {
			says += fmt.Sprintf(", valid until %s", x.ValidUntil)
		}
		out.fact(t, "result 结果文书", says)
	}
	if d.Refunded > 0 {
		out.fact(t, "refunds 退费", fmt.Sprintf("%s %s, net %s", d.Refunds, c.Currency, c.NetFees()))
	}
	out.fact(t, "collection 领取方式", d.Collection)
	out.fact(t, "fed back 结果反馈", out.time(d.FedBackAt))
	for _, x := range d.Visits {
		out.fact(t, "visit 回访", fmt.Sprintf("%s %s %s", out.time(x.At), x.Method, x.Result))
	}
	if x := d.Delay; x != nil {
		out.fact(t, "delay 超时说明", fmt.Sprintf("%s %s: %s", out.time(x.At), x.Reason, x.Explanation))
	}
	for _, x := range d.Defaults {
		says := fmt.Sprintf("%s %s %s (%s)", out.time(x.At), x.Effect, x.Organ, x.Basis)
		if !x.RevokedAt.IsZero() {
			says += fmt.Sprintf(", revoked %s (%s)", out.time(x.RevokedAt), x.RevokedBasis)
		}
		out.fact(t, "timeout default 超时默认", says)
	}
	if x := d.Archive; x != nil {
		out.fact(t, "archive 档案", x.Number+" "+x.Officer+inBook(c))
	}
}

// inBook says whether a case stands in the open book.
func inBook(c *casefile.Case) string {
	if c.InOpenBook() {
		return ", in the open book 未销号"
	}
	return ", struck off 已销号"
}
