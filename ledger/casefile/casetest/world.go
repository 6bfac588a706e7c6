package casetest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// world is what all generated cases share.
type world struct {
	seed     uint64
	cases    int
	calendar *workdays.Calendar
	zone     *time.Location
	first    workdays.Date // the day before the first acceptances
	days     int           // working days on which cases are accepted
}

// casesPerDay is how many cases a day takes at least: few cases come in a few
// weeks, many in sixteen years.
const casesPerDay = 4

func newWorld(seed uint64, cases int) *world {
	w := &world{seed: seed, cases: cases, calendar: China(), zone: shanghai()}
	first := workdays.Civil(2010, 1, 3)
	all := w.calendar.Count(first, workdays.Civil(2025, 12, 31))
	w.days = min(cases/casesPerDay+1, all)
	w.first = w.calendar.Add(first, rand.New(rand.NewPCG(seed, 0)).IntN(all-w.days+1))
	return w
}

// acceptedOn spreads the cases evenly over the working days.
func (w *world) acceptedOn(i int) workdays.Date {
	return w.calendar.Add(w.first, 1+int(int64(i)*int64(w.days)/int64(w.cases)))
}

var units = [...]string{
	"市场监管局", "公安局", "人社局", "税务局", "自然资源局", "住建局", "卫健委", "民政局",
	"交通运输局", "发改委", "生态环境局", "农业农村局", "水利局", "教育局", "应急管理局", "医保局",
	"城关镇便民服务中心", "东山乡便民服务中心", "柳河镇便民服务中心", "西坝镇便民服务中心",
}

var channels = [...]string{"window", "window", "window", "internet", "internet", "app", "post"}

var steps = [...]struct{ code, name string }{
	{"S01", "材料核验"}, {"S02", "登记录入"}, {"S03", "初审"}, {"S04", "派件"}, {"S05", "现场勘查"}, {"S06", "审核"},
	{"S07", "征求意见"}, {"S08", "复核"}, {"S09", "公示"}, {"S10", "审批"}, {"S11", "制证"}, {"S12", "归档"},
}

const items = 148 // service items in the hall

// item is a service item: it fixes unit, limits and kind.
type item struct {
	code      string
	unit      string
	promise   int // 0: immediate
	legal     int
	handling  casefile.Handling
	routing   casefile.Routing
	fee       casefile.Amount // 0: free of charge
	windowNum int
}

// pick draws an item; low numbers are asked for more often.
func pick(r *rand.Rand) item {
	n := min(r.IntN(items), r.IntN(items))
	it := item{code: fmt.Sprintf("SX-%03d", n+1), unit: units[n%len(units)], windowNum: n%48 + 1, routing: casefile.Single, legal: 20}
	switch {
	case n%7 == 6:
		it.routing, it.legal = casefile.Joint, 45
	case n%11 == 10:
		it.routing = casefile.Forwarded
	case n%13 == 12:
		it.routing = casefile.Agent
	}
	switch {
	case n%3 == 0:
		it.handling, it.legal = casefile.Immediate, 0
	case n%29 == 28:
		it.handling, it.promise = casefile.Special, 3
	default:
		it.handling, it.promise = casefile.Promised, []int{3, 5, 7, 10, 15}[n%5]
	}
	if n%6 == 1 {
		it.fee = casefile.Amount(10+n) * 1_000_000
	}
	return it
}

// post is a post of a unit: the job and a number, never a person.
func post(unit, job string, n int) string { return fmt.Sprintf("%s-%s-%02d", unit, job, n) }
