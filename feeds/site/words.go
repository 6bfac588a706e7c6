package site

// words are all texts of the site, by key.
var words = map[string]Text{
	"site":  {"政务服务公开", "Government services, in the open"},
	"skip":  {"跳到正文", "Skip to the text"},
	"large": {"大字版", "Large type"}, "normal": {"标准字号", "Normal type"},
	"simulated": {"模拟数据，县、机构、岗位和办件均由程序虚构", "Simulated: a program made up the county, its offices, posts and cases"},

	"nav.today": {"今日", "Today"}, "nav.find": {"查办件", "Find a case"}, "nav.items": {"事项", "Items"}, "nav.orgs": {"机构", "Offices"},
	"nav.figures": {"指标", "Figures"}, "nav.bulletin": {"月报", "Bulletins"}, "nav.voices": {"评价投诉", "Ratings"}, "nav.rules": {"规则", "Rules"}, "nav.data": {"数据", "Data"},

	"position":     {"数据截至 %s，账本位置", "As of %s, record"},
	"past":         {"这是账本位置 %d 时所知的情况，此后另有记录。", "This is what was known at record %d; more was recorded since."},
	"past.now":     {"看此刻所知", "See what is known now"},
	"stale":        {"已有两个工作日没有新记录，最后一笔记于 %s。", "Nothing was recorded for two working days; the last record is of %s."},
	"empty.ledger": {"账本里还没有记录。", "Nothing is recorded yet."},

	"foot.cite": {"引用本页", "Cite this page"}, "foot.as": {"%s，账本位置 %d，取自固定地址", "%s, record %d, at the address that never changes"},
	"foot.defs": {"所用定义", "Definitions"}, "foot.forms": {"同一数据的其他形式", "The same data in other forms"},
	"foot.last": {"最后一笔记录于 %s。本站不用 Cookie，不记录访问者。", "The last record is of %s. This site sets no cookie and keeps no visitors."},
	"foot.self": {"自己核算", "Check it yourself"}, "foot.how": {"公开记录与复算办法", "The public record, and how to compute it again"},

	"today.title": {"今日办件", "Today"}, "workday": {"工作日", "a working day"}, "restday": {"非工作日", "no working day"},
	"tile.accepted": {"今日受理", "Accepted today"}, "tile.closed": {"今日办结", "Closed today"}, "tile.open": {"在办", "Open"}, "tile.overdue": {"超期在办", "Open and overdue"},
	"how": {"怎么算", "how counted"}, "recent": {"近 15 个工作日", "last 15 working days"},
	"month.title": {"%s，与以前相比", "%s, beside earlier months"},
	"figure":      {"指标", "Figure"}, "this": {"本月", "This month"}, "recipe": {"分子 ÷ 分母", "Numerator ÷ denominator"}, "count": {"计数", "count"},
	"last": {"上月", "Last month"}, "year": {"去年同月", "A year before"}, "trend": {"近 12 个月，从 0 起", "12 months, from 0"},
	"month.note": {"本月未完，不与整月算同比。高于 90% 的比率，小图画的是缺口，这样变化才看得见。", "The month is not over, so no change is computed against whole months. Of rates above 90 % the small chart shows what is missing to 100 %."},
	"days.title": {"本月每天：受理与办结", "Each day of the month: accepted and closed"},
	"days.note":  {"每天两柱：左深为受理，右浅为办结。空心：当日未完。", "Two bars a day: dark accepted, pale closed. Hollow: the day is not over."},
	"makeup":     {"调休", "make-up"}, "table": {"看数据表", "See the numbers"}, "day": {"日期", "Day"},
	"find.mine": {"查我的办件", "Find my case"}, "find.box": {"办件编号或记录号，任填一个。", "A case number, or the number of a record."},
	"find.label": {"办件编号或记录号", "Case number or record"}, "find.go": {"查询", "Find"},
	"find.none": {"没有查到“%s”。请核对编号；编号印在受理回执上。", "Nothing was found for “%s”. The number stands on the receipt."},
	"trust":     {"这些数能信吗", "Can these be believed?"},
	"trust.1":   {"每个数都由 %s 笔公开记录算出，任何人都能重算。", "Every number follows from %s public records, and anybody can compute it again."},
	"trust.2":   {"下载全部记录", "Get all records"}, "trust.log": {"账本有签名的检查点", "The ledger has signed checkpoints"},

	"find": {"查办件", "Find a case"}, "found": {"查到的办件", "Cases found"}, "cases": {"办件名单", "List of cases"},
	"cases.total": {"共 %d 件", "%d cases"}, "cases.next": {"下一页", "Next page"}, "cases.none": {"按这些条件没有办件。", "No case is like this."},
	"cases.own": {"只列该机构自己受理的办件，不含下级。", "Only cases that the office itself accepted, none of those below it."}, "cases.all": {"去掉全部条件", "Without any filter"},
	"case": {"办件", "Case"}, "case.number": {"办件编号", "Case number"}, "status": {"状态", "State"}, "kind": {"类型", "Kind"}, "accepted": {"受理", "Accepted"}, "closed": {"办结", "Closed"},
	"due": {"到期", "Due"}, "channel": {"渠道", "Channel"}, "limit": {"承诺期限", "Promised"}, "legal": {"法定期限", "Legal limit"}, "fees": {"收费", "Fees"},
	"org": {"机构", "Office"}, "item": {"事项", "Item"}, "tag": {"标签", "Tag"}, "level": {"层级", "Level"}, "handling": {"办理方式", "Handling"}, "routing": {"流转方式", "Routing"},

	"case.due":  {"承诺 %s前办结。", "Promised by %s."},
	"case.left": {"正在办理，还剩 %d 个工作日", "Being handled, %d working days left"}, "case.lastday": {"正在办理，今天到期", "Being handled, due today"},
	"case.overdue": {"正在办理，已超期 %d 个工作日", "Being handled, overdue by %d working days"}, "case.open": {"正在办理", "Being handled"},
	"case.nolimit": {"没有登记时限。", "No limit is recorded."}, "case.stopped": {"暂停计时，恢复后还剩 %d 个工作日", "The clock is stopped, %d working days left when it runs again"},
	"case.unknown": {"暂停期间，到期日待定。", "While it is stopped the day on which it is due is not known."},
	"case.pending": {"已收件，待受理", "Received, not accepted yet"}, "case.closed": {"%s办结", "Closed on %s"}, "case.returned": {"%s退回", "Returned on %s"},
	"case.withdrawn": {"%s撤回", "Withdrawn on %s"}, "case.took": {"用了 %d 个工作日。", "It took %d working days."},
	"clock": {"时限逐日", "The clock, day by day"}, "clock.note": {"大字是第几个工作日。", "Large: which working day."}, "clock.zero": {"受理日", "accepted"},
	"clock.promised": {"承诺日", "promised day"}, "clock.legal": {"法定日", "legal day"}, "clock.today": {"今天", "today"}, "clock.stopped": {"暂停", "stopped"},
	"facts": {"办件", "The case"}, "spent": {"时间花在哪里", "Where the time went"}, "spent.own": {"本单位", "The unit itself"}, "spent.suspended": {"暂停", "Stopped"},
	"spent.superior": {"上级单位", "A superior"}, "spent.applicant": {"申请人补正", "The applicant"}, "spent.consulted": {"征求意见", "Others were asked"},
	"history": {"经过", "What happened"}, "late": {"补录 %s", "entered late, %s"}, "custody": {"谁在手上", "Who held it"}, "post": {"岗位", "Post"}, "since": {"自", "Since"}, "until": {"至", "Until"},
	"now": {"现持有", "holds it now"}, "known": {"此刻所知", "As known now"}, "known.at": {"记录 %d 时所知", "As known at record %d"}, "record": {"记录", "Record"},

	"items": {"事项", "Service items"}, "items.total": {"共 %d 项", "%d items"}, "items.none": {"还没有登记事项。", "No item is registered yet."}, "promised": {"承诺（工作日）", "Promised (working days)"},
	"legal.days": {"法定（工作日）", "Legal (working days)"}, "immediate": {"当场办结（即办）", "At once"}, "all": {"全部", "All"},
	"guide.content": {"服务内容", "What it is"}, "guide.conditions": {"受理条件", "Conditions"}, "guide.materials": {"申报材料", "Documents"}, "guide.procedure": {"办事程序", "Procedure"},
	"guide.limit": {"承诺时限", "Time limit"}, "guide.legal": {"法定 %d 个工作日", "by law %d working days"}, "guide.fees": {"收费标准", "Fees"}, "guide.basis": {"政策依据", "Legal basis"},
	"guide.places": {"办理地点", "Where"}, "guide.hours": {"办公时间", "Hours"}, "guide.telephones": {"电话", "Telephones"}, "guide.duties": {"工作职责", "Duties"},
	"guide.unsaid": {"未公开", "not published"}, "guide.version": {"版本", "Version"}, "guide.ended": {"本事项自 %s起取消。", "This item is abolished since %s."},
	"guide.history": {"历次变更", "Versions"}, "guide.changed": {"变更的内容", "What changed"}, "guide.print": {"办事指南", "Guide"},
	"performance": {"实际要多久", "How long it really takes"}, "performance.title": {"%s：实际要多久", "%s: how long it really takes"},
	"performance.more": {"历时中位数，近 12 个月", "Median, last 12 months"}, "value": {"数值", "Value"},

	"orgs": {"机构", "Offices"}, "orgs.none": {"还没有登记机构。", "No office is registered yet."}, "org.below": {"下级机构，按名称", "Offices below, by name"},
	"org.contact": {"联系方式", "Contact"}, "address": {"地址", "Address"}, "hours": {"办公时间", "Hours"}, "web": {"网址", "Web"}, "org.figures": {"办件情况（含下级）", "Its cases, with those below"},
	"org.openlist": {"超期在办名单", "List of open and overdue cases"}, "few": {"不足 30 件，不排名", "fewer than 30: no rank"}, "org.months": {"每月受理，近 12 个月", "Accepted by month, last 12 months"},

	"figures": {"指标", "Figures"}, "figure.means": {"怎么算", "How it is counted"}, "figure.population": {"统计范围", "Which cases"}, "figure.excluded": {"未计入", "Left out"},
	"figure.again": {"自己重算", "Compute it again"}, "figure.adds": {"能否相加", "Whether it adds up"}, "figure.filter": {"条件", "Filter"}, "numerator": {"分子", "Numerator"}, "denominator": {"分母", "Denominator"},
	"trend.gap":     {"高于 90% 的比率，图画的是缺口（100% 减去它），从 0 起。", "Of a rate above 90 % the bars show what is missing to 100 %, from 0."},
	"figure.months": {"近 12 个月", "Last 12 months"}, "period": {"期间", "Period"}, "figure.cases": {"按这些条件受理的办件名单", "List of the cases accepted under these conditions"}, "definition": {"定义", "Definition"},
	"provisional": {"含尚未公布日历的年份，暂定", "provisional: the calendar of a year is not published"},
	"period.all":  {"全部期间", "all time"}, "period.to": {"至 %s", "up to %s"}, "period.from": {"自 %s 起", "from %s on"}, "period.both": {"%s 至 %s", "%s to %s"},

	"calendar": {"工作日历", "Calendar of working days"}, "calendar.note": {"与周历不同的日子：", "Days that are not as the week has them:"}, "calendar.on": {"上班", "working"}, "calendar.off": {"放假", "off"},
	"calendar.provisional": {"这一年的放假通知尚未发布，按周一至周五暂计。", "The notice of this year is not published; Monday to Friday are counted for the time being."},
	"rules":                {"办件规则", "Rules"}, "rules.from": {"施行", "In force from"}, "rules.version": {"版本", "Version"}, "rules.basis": {"依据", "Basis"}, "rules.extension": {"延长", "Extension"}, "rules.regime": {"类别", "Regime"},
	"data": {"数据与核验", "Data, and how to check it"}, "data.feed": {"全部公开记录，按账本顺序", "All public records, in ledger order"}, "data.live": {"新记录随时推送", "New records as they come"},
	"data.graphql": {"查询接口", "The query interface"}, "data.schema": {"接口说明", "Its schema"}, "data.log": {"签名的检查点与全部记录的树", "Signed checkpoints, and the tree of all records"}, "data.what": {"内容", "What"},
	"data.how":      {"下载全部记录，用同一程序或自己的程序重算：", "Get all records and compute again, with this program or your own:"},
	"book.accepted": {"受理情况登记表", "Cases accepted"}, "book.handling": {"承办情况表", "Handling"}, "book.results": {"结果反馈单登记", "Results fed back"}, "book.transfers": {"转办明细表", "Transfers"}, "book.materials": {"材料接收单登记", "Materials received"},

	"foot.now": {"%s，账本位置 %d，随账本更新，取自", "%s, as of record %d, changing with the ledger, at"},
	"nodata":   {"无数据", "no data"}, "none.here": {"没有。", "None."}, "shown.of": {"列出 %d 件，共 %d 件。", "%d of %d are listed."}, "overdue": {"超期", "overdue"}, "window": {"窗口", "Window"},
	"count.cases": {"件数", "Number"}, "count.pieces": {"件数", "Number"}, "class": {"事由", "Matter"}, "finding": {"结论", "Finding"}, "filed": {"登记", "Filed"}, "answered": {"答复", "Answered"},

	"ratings": {"评价", "Ratings"}, "ratings.levels": {"五级评价", "The five levels"}, "ratings.levels.note": {"五级都列，没有评价的另计，不当作满意。", "All five are shown. Who did not rate stands apart, and is not taken to be content."},
	"ratings.level": {"等级", "Level"}, "ratings.share": {"占评价数", "Of all ratings"}, "ratings.all": {"评价合计", "All ratings"}, "ratings.unrated": {"未评价的办结件", "Closed cases that nobody rated"},
	"ratings.definitions": {"满意率的不同算法", "What is called content"}, "ratings.recipe": {"怎么算", "How it is counted"},
	"ratings.reviews": {"差评整改", "Bad ratings, and what followed"}, "ratings.reviews.note": {"不满意和非常不满意为差评。整改期限依当日施行的规则，没有规则就没有期限，不计入整改率。", "The two lowest levels are bad ratings. Their limits follow from the rules of the day; where those name none, the rate leaves them out."},
	"ratings.channels": {"评价渠道", "How they were given"}, "ratings.orgs": {"各机构评价", "By office"}, "ratings.windows": {"各窗口评价", "By window"}, "satisfaction": {"满意率", "Satisfied"}, "unrated": {"未评价", "Unrated"},
	"ratings.open": {"未办结的差评", "Bad ratings not settled"}, "ratings.open.none": {"没有未办结的差评。", "None is open."}, "ratings.open.filter": {"按这些条件不能列出差评名单。", "Lists of cases cannot be chosen like this."},
	"reviews.contact": {"核实期限", "Look into it by"}, "reviews.answer": {"整改期限", "Answer by"}, "reviews.open": {"办理中", "in hand"},
	"level.ratings_very_satisfied": {"非常满意（5）", "Very satisfied (5)"}, "level.ratings_satisfied": {"满意（4）", "Satisfied (4)"}, "level.ratings_basically_satisfied": {"基本满意（3）", "Basically satisfied (3)"},
	"level.ratings_dissatisfied": {"不满意（2）", "Dissatisfied (2)"}, "level.ratings_very_dissatisfied": {"非常不满意（1）", "Very dissatisfied (1)"},
	"short.5": {"非常满意", "5"}, "short.4": {"满意", "4"}, "short.3": {"基本满意", "3"}, "short.2": {"不满意", "2"}, "short.1": {"非常不满意", "1"},
	"recipe.satisfaction_rate": {"5、4、3 级 ÷ 全部评价", "levels 5, 4 and 3 ÷ all ratings"}, "recipe.good_rating_rate": {"5、4 级 ÷ 全部评价", "levels 5 and 4 ÷ all ratings"}, "recipe.rating_rate": {"已评价的办结件 ÷ 办结件", "closed cases that were rated ÷ closed cases"},
	"recipe.bad_ratings": {"2、1 级", "levels 2 and 1"}, "recipe.bad_review_rectification_rate": {"期限内整改或说明 ÷ 期限已到的差评", "rectified or explained in time ÷ bad ratings whose limit has come"},
	"recipe.real_name_follow_up_rate": {"已回访 ÷ 实名差评", "raters reached ÷ bad ratings with a name"}, "recipe.invalidated_ratings": {"经认定无效，不计入其他各数", "found invalid, and in no other number"},
	"by.ratings_by_evaluation_box": {"评议箱", "evaluation box"}, "by.ratings_by_terminal": {"评价器", "terminal"}, "by.ratings_by_qr": {"扫码", "QR code"}, "by.ratings_by_counter": {"窗口", "counter"},
	"by.ratings_by_phone": {"电话", "telephone"}, "by.ratings_by_web": {"网上", "web"}, "by.ratings_by_other": {"其他", "other"},

	"complaints": {"投诉", "Complaints"}, "questions": {"咨询", "Questions"}, "objections": {"异议", "Objections"},
	"complaints.lead": {"投诉了多少，受理与否，是否属实，是否按期答复。内容不公开。", "How many complained, whether it was accepted, upheld, and answered in time. What was written is not public."},
	"questions.lead":  {"问了多少，是否按期答复。内容不公开。", "How many asked, and whether they were answered in time. What was written is not public."},
	"objections.lead": {"对办理结果或公布的指标有异议的，结论如何。内容不公开。", "Objections to outcomes and to published figures, and what was found. What was written is not public."},
	"voice.list":      {"逐件", "One by one"}, "voice.none": {"按这些条件没有。", "There is none like this."}, "voice.number": {"编号", "Number"}, "voice.by": {"期限", "Due"}, "voice.case": {"关于办件 %s", "about case %s"},
	"voice.sum": {"总数与结果", "In all, and what came of it"}, "voice.what": {"状态或结论", "State or finding"}, "voice.all": {"收到", "Received"}, "voice.overdue": {"超期未办", "Overdue"}, "voice.channels": {"来源", "How they came"}, "voice.orgs": {"责任单位", "By office"},

	"bulletins": {"月报", "Monthly bulletins"}, "bulletins.lead": {"每月的数一经定稿不再改动。后来知道的另行更正，写在旁边，并说明原因。", "The figures of a month are frozen and never changed. What becomes known later is restated beside them, with its reason."},
	"bulletins.none": {"还没有定稿的月份。", "No month is closed yet."}, "bulletin.month": {"月份", "Month"}, "bulletin.edition": {"版次", "Edition"}, "bulletin.recorded": {"定稿时间", "Frozen"}, "bulletin.rows": {"行数", "Rows"}, "bulletin.changed": {"更正处数", "Cells changed"},
	"bulletin.closing": {"定稿", "closing"}, "bulletin.restated": {"第 %d 次更正", "restatement %d"}, "bulletin.whole": {"全县", "All offices"}, "bulletin.title": {"%s政务服务月报", "Monthly bulletin, %s"},
	"bulletin.over": {"%s 定稿，账本位置 %d", "Frozen %s at record %d"}, "bulletin.missing": {"这个月还没有定稿。", "This month is not closed."}, "bulletin.restatements": {"定稿后有 %d 次更正，原文一字未改，更正写在旁边。", "Restated %d times since; what was frozen stands as it was, corrections beside it."},
	"bulletin.corrected": {"更正 %s", "restated %s"}, "bulletin.compared": {"同比与环比", "Beside other months"}, "bulletin.compared.note": {"基数也按定稿时所知。", "The base, too, is as known when the month was frozen."},
	"this.month": {"本月", "This month"}, "compared.with": {"比较", "Against"}, "compared.base": {"基数", "Base"}, "compared.change": {"增减", "Change"}, "compared.year_on_year": {"同比", "a year before,"}, "compared.month_on_month": {"环比", "the month before,"},
	"bulletin.kinds": {"办件类型与占比", "Kinds of cases"}, "bulletin.share": {"占比", "Share"}, "bulletin.units": {"责任单位", "By office"}, "bulletin.units.note": {"各单位自己受理的办件，不是名次。", "What each office itself accepted; no ranking."}, "bulletin.sum": {"合计", "All"},
	"unit.on.time": {"按期办结", "On time"}, "unit.late": {"逾期办结", "Late"}, "unit.rate": {"按期办结率", "On-time rate"}, "bulletin.all": {"全部定稿指标", "All frozen figures"}, "bulletin.hash": {"定稿数据的 SHA-256", "SHA-256 of the frozen rows"},
	"bulletin.check": {"自己核对", "Check it yourself"}, "bulletin.text": {"通报", "The bulletin in its own words (Chinese)"},
	"restatements": {"更正", "Restatements"}, "restatements.lead": {"公布以后改变的数，从多少变为多少，由哪笔记录引起，晚了几天。", "Published numbers that changed: what they were and are, the records behind it, and how late those came."}, "restatements.none": {"还没有更正。", "Nothing was restated yet."},
	"since.title": {"定稿后的更正", "Restated since"}, "since.none": {"没有更正。", "Nothing was restated."}, "since.cell": {"哪个数", "Which number"}, "since.was": {"原数", "Was"}, "since.is": {"现数", "Is"}, "since.why": {"原因", "Why"}, "shown.cells": {"列出 %d 处，共 %d 处，全部见数据。", "%d of %d cells; all are in the data."},
	"cause.correction": {"更正或作废", "correction"}, "cause.late_entry": {"补录", "late entry"}, "cause.notice": {"规则或名录", "rules or registries"}, "cause.later": {"后续办理", "later action"}, "cause.records": {"%d 笔记录，最晚于月末后 %d 天", "%d records, the last %d days after the month"},
	"pending.title": {"此后又有变化，尚未更正", "Known otherwise since, and not restated yet"}, "pending.none": {"合计数没有变化。", "Nothing of the whole has changed."},

	"error.invalid": {"地址里有看不懂的地方", "Something in the address is not understood"}, "error.missing": {"没有这一页", "There is no such page"},
	"error.busy": {"数据正在整理，请稍后再来", "The data is being prepared; come again soon"}, "error.fault": {"出错了，请稍后再来", "Something went wrong; come again soon"},
	"error.back": {"回到今日", "Back to today"},
}

// coded gives the words of a code; one that has none stands for itself.
func coded(table map[string]Text, l Lang, code string) string {
	if t, ok := table[code]; ok {
		return t.In(l)
	}
	return code
}

var statusWords = map[string]Text{"pending": {"待受理", "received"}, "open": {"在办", "open"}, "closed": {"办结", "closed"}, "returned": {"退回", "returned"}, "withdrawn": {"撤回", "withdrawn"}}

var kinds = map[string]Text{"returned": {"退回件", "returned"}, "corrected": {"补办件", "corrected"}, "special": {"特办件", "special"}, "joint": {"联办件", "joint"},
	"forwarded": {"上报件", "sent up"}, "agent": {"代办件", "by agent"}, "immediate": {"即办件", "on the spot"}, "promised": {"承诺件", "with a promise"}, "other": {"未注明", "not said"}, "single": {"单办件", "one office"}}

var channels = map[string]Text{"window": {"窗口", "counter"}, "internet": {"网上", "online"}, "online": {"网上", "online"}, "desk": {"窗口", "counter"}, "post": {"邮寄", "post"}, "kiosk": {"自助机", "kiosk"}, "telephone": {"电话", "telephone"}, "mobile": {"掌上", "mobile"}}

var levels = map[string]Text{"province": {"省级", "province"}, "prefecture": {"市级", "prefecture"}, "county": {"县级", "county"}, "township": {"乡级", "township"}, "village": {"村级", "village"}}

var telephones = map[string]Text{"service": {"服务电话", "Service"}, "supervision": {"监督电话", "Supervision"}}

var exclusions = map[string]Text{"no_due_date": {"没有时限", "no limit"}, "returned": {"退回", "returned"}, "withdrawn": {"撤回", "withdrawn"}, "not_closed": {"未办结", "not closed"}, "no_calendar": {"无日历", "no calendar"}}

var regimes = map[string]Text{"licence": {"行政许可", "Licences"}, "foi": {"依申请公开", "Requests for information"}, "service": {"公共服务", "Public services"}, "rating": {"好差评", "Ratings"}, "supervision": {"监察", "Supervision"}}

var reasons = map[string]Text{"weekend": {"周末", "weekend"}, "weekday": {"工作日", "weekday"}, "expert_review": {"专家评审", "expert review"}, "hearing": {"听证", "hearing"},
	"correction": {"待补正", "awaiting correction"}, "third_party": {"征求意见", "others asked"}, "consulted_organ": {"征求意见", "others asked"}, "inspection": {"检验", "inspection"}, "testing": {"检测", "testing"}}

var voiceStatus = map[string]Text{"filed": {"待办", "filed"}, "accepted": {"已受理，办理中", "accepted, in hand"}, "declined": {"不予受理", "declined"}, "answered": {"已答复", "answered"}}

var findingWords = map[string]Text{"upheld": {"属实", "upheld"}, "dismissed": {"不属实", "dismissed"}}

var voiceChannels = map[string]Text{"box": {"举报箱", "letter box"}, "phone": {"电话", "telephone"}, "email": {"邮箱", "e-mail"}, "book": {"意见簿", "book of opinions"}, "web": {"网站", "web"},
	"wechat": {"微信", "WeChat"}, "counter": {"窗口", "counter"}, "supervision_desk": {"岗位监督台", "supervision desk"}}

var matters = map[string]Text{"attitude": {"服务态度", "attitude"}, "delay": {"办理拖延", "delay"}, "fee": {"收费", "fees"}, "procedure": {"程序", "procedure"}, "materials": {"材料", "documents"}, "progress": {"进度", "progress"},
	"policy": {"政策", "rules"}, "outcome": {"结果", "outcome"}, "facts": {"事实", "facts"}, "arithmetic": {"计算", "arithmetic"}, "missing_case": {"漏计办件", "a case left out"}, "other": {"其他", "other"}}
