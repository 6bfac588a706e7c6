package policy

// Signal (亮牌规则) is what a supervisor raises on an occasion. Where the rules
// name no occasion, nobody is warned of it.
type Signal struct {
	Colour string `json:"colour"`
	// Count is of how many the occasion is made: [RepeatedYellow], [BatchEntry].
	Count int `json:"count,omitzero"`
	// Days are working days, whose meaning is that of the occasion.
	Days int    `json:"days,omitzero"`
	Of   string `json:"of"`
}

// Colours (牌色).
const (
	Warning = "warning" // 预警: no card yet
	Yellow  = "yellow"  // 黄牌
	Red     = "red"     // 红牌
)

// Occasions of a [Signal] (监察点), with what Days and Count are.
const (
	NearPromise    = "near_promise"    // 临近时限: the last Days working days of the governing limit
	PastPromise    = "past_promise"    // 超承诺时限: from the first working day after it
	LongPast       = "long_past"       // 严重超时: more than Days working days after it
	PastLegal      = "past_legal"      // 超法定时限
	OverdueStep    = "overdue_step"    // 环节超时: a part of a joint case, or the review before forwarding
	NotSameDay     = "not_same_day"    // 即办件未当日办结
	NotReceived    = "not_received"    // 转办未接收: more than Days working days after the transfer
	ClockStopped   = "clock_stopped"   // 临期中止: stopped in the last Days working days
	IllegalFee     = "illegal_fee"     // 违规收费: not by a standard in force
	Breach         = "breach"          // 违反程序: a deviation, or a suspension without ground
	SecondNotice   = "second_notice"   // 二次告知
	LateEntry      = "late_entry"      // 补录: recorded more than Days working days after it happened
	BatchEntry     = "batch_entry"     // 批量补录: Count cases of one unit that late, within ten minutes
	RepeatedYellow = "repeated_yellow" // 屡次黄牌: Count yellow cards of one unit in a month
)

// Occasions lists them all.
func Occasions() []string {
	return []string{BatchEntry, Breach, ClockStopped, IllegalFee, LateEntry, LongPast, NearPromise, NotReceived, NotSameDay,
		OverdueStep, PastLegal, PastPromise, RepeatedYellow, SecondNotice}
}
