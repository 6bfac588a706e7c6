package figures

import "slices"

// list names every figure once, in the order in which they are published.
var list = slices.Concat([]Rule{
	accepted,
	closed,
	open,
	overdue,
	closedEarly,
	closedOnTime,
	closedLate,
	closedWithoutDue,
	returned,
	withdrawn,
	completionFlow,
	completionCohort,
	completionStock,
	completionCumulative,
	onTimeRate,
	onTimeRateStrict,
	earlyRate,
	immediateRate,
	meanPromisedDays,
	meanActualDays,
	meanEarlyDays,
	meanCalendarDays,
	speedUp,
	promiseSpeedUp,
},
	percentiles(),
	[]Rule{
		feeCases,
		feeCharges,
		fees,
		feeRefunds,
		netFees,
	},
	anomalies(),
)
