package site

// words are all texts of the site, by key.
var words = map[string]Text{
	"site":  {"政务服务公开", "Government services, in the open"},
	"skip":  {"跳到正文", "Skip to the text"},
	"large": {"大字版", "Large type"}, "normal": {"标准字号", "Normal type"},
	"simulated": {"模拟数据，县、机构、岗位和办件均由程序虚构", "Simulated: a program made up the county, its offices, posts and cases"},

	"nav.today": {"今日", "Today"}, "nav.find": {"查办件", "Find a case"}, "nav.items": {"事项", "Items"}, "nav.orgs": {"机构", "Offices"},
	"nav.figures": {"指标", "Figures"}, "nav.bulletin": {"月报", "Bulletins"}, "nav.registers": {"登记簿", "Registers"}, "nav.cards": {"亮牌", "Cards"}, "nav.voices": {"评价投诉", "Ratings"}, "nav.rules": {"规则", "Rules"}, "nav.data": {"数据", "Data"},

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
	"guide.unlisted": {"事项目录中没有登记本事项，只有办件提到它。", "Nobody has registered this item; cases name it."},
	"guide.unsaid":   {"未公开", "not published"}, "guide.version": {"版本", "Version"}, "guide.ended": {"本事项自 %s起取消。", "This item is abolished since %s."},
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
	"ratings.channels": {"评价渠道", "How they were given"}, "ratings.orgs": {"各机构评价", "By office"}, "ratings.windows": {"各窗口评价", "By window"}, "ratings.windows.note": {"近 12 个月，按受理窗口。", "The last 12 months, by the window of acceptance."}, "satisfaction": {"满意率", "Satisfied"}, "unrated": {"未评价", "Unrated"},
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

	"foot.here": {"本页地址", "the address of this page"}, "comma": {"，", ", "}, "register": {"登记簿", "Register"}, "registers": {"登记簿", "Registers"}, "register.action": {"行为", "Action"}, "register.says": {"理由与依据", "Reason and basis"}, "register.amended": {"后由记录 %d 更正或作废", "corrected or voided by record %d"},
	"late.title": {"补录", "Late entries"}, "late.title.lead": {"事后才登记的记录，按机构和滞后天数。", "What was recorded after the day on which it happened, by office and lag."},
	"late.lead": {"登记日期晚于发生日期 1 个工作日以上的记录为补录。同一机构 10 分钟内补录 10 件以上办件的为批量补录。", "An entry is late where it was recorded a working day or more after it happened. Those of ten cases or more of one office within ten minutes are a batch."},
	"late.orgs": {"机构与滞后天数", "Offices and lag"}, "late.none": {"没有补录。", "Nothing was recorded late."}, "late.class": {"%s 个工作日", "%s days"}, "late.batched": {"其中批量", "In batches"}, "late.longest": {"最长（工作日）", "Longest (working days)"},
	"late.batches": {"批量补录", "Batches"}, "late.batches.note": {"最多列 50 批。", "At most 50 are shown."}, "late.begun": {"首条登记", "First entry"}, "late.ended": {"末条登记", "Last entry"}, "late.records": {"条数", "Entries"}, "late.cases": {"办件", "Cases"},
	"late.entries": {"逐条", "One by one"}, "late.action": {"环节", "Action"}, "late.occurred": {"发生", "Happened"}, "late.recorded": {"登记", "Recorded"}, "late.days": {"滞后（工作日）", "Lag (working days)"},
	"register.special": {"特办与绿色通道", "Special grants"}, "register.special.lead": {"哪些办件经批准特办或走绿色通道，谁批准，为什么。", "Which cases were handled by special grant or on a fast track, who granted it, and why."},
	"register.defaults": {"超时默认", "Effects of silence"}, "register.defaults.lead": {"期限过了没有决定，依法视为同意、准许或受理的；也列撤销的。", "What followed by law from a limit that passed without a decision, and what was revoked."},
	"register.returns": {"退回", "Returns"}, "register.returns.lead": {"哪些申请退回，理由和救济途径，复核结果。", "Which applications were sent back, why, where to turn, and what reviews found."},
	"register.findings": {"明察暗访", "Inspections"}, "register.findings.lead": {"检查发现的问题，公开曝光，整改没有。", "What inspections found, published, and whether it was put right."},
	"register.scores": {"效能评估", "Scores"}, "register.scores.lead": {"评估办法和公示的得分，每个得分都重新算过。", "The formulas, and the published scores, each computed again."},
	"register.plan": {"计划任务", "Plan tasks"}, "register.plan.lead": {"重点工作的时间节点，绿黄红牌。", "The nodes of plan tasks: green, yellow, red."},
	"register.sealed": {"脱敏登记", "What is sealed"}, "register.sealed.lead": {"封存了多少个人信息，按行为和类别；删除了多少，依据什么。内容从不公开。", "How much personal data is sealed, by action and label, what was erased and on what ground; never what it is."},
	"findings.text": {"问题", "Finding"}, "findings.published": {"曝光", "Published"}, "findings.rectified": {"整改", "Put right"}, "findings.open": {"未整改", "not yet"},
	"plan.task": {"任务", "Task"}, "plan.node": {"节点", "Node"}, "plan.due": {"期限", "Due"}, "plan.reached": {"完成", "Reached"}, "plan.postponed": {"延期 %d 次，原定 %s", "postponed %d times, first %s"},
	"scores.formulas": {"评估办法", "Formulas"}, "scores.formula": {"办法", "Formula"}, "scores.parts": {"指标与权重", "Parts and weights"}, "scores.published": {"公示得分", "Published scores"}, "scores.note": {"重算的得分以公示时的记录为准。", "Computed again as of the record that the publication names."},
	"scores.subject": {"考核对象", "Subject"}, "scores.value": {"公示得分", "Published"}, "scores.again": {"重算得分", "Computed"},
	"sealed.labels": {"封存的信息", "Sealed values"}, "sealed.none": {"没有封存的信息。", "Nothing is sealed."}, "sealed.label": {"类别", "Label"}, "sealed.last": {"最近月份", "Last month"}, "sealed.erased": {"删除的个人信息", "Erased"}, "sealed.erased.note": {"密钥一经销毁，封存的内容无法再读；公开的数不变。", "With the key destroyed the sealed values can never be read; public figures stay."},
	"sealed.when": {"时间", "When"}, "sealed.ground": {"依据", "Ground"}, "sealed.key": {"密钥编号", "Key"},
	"foi": {"依申请公开", "Requests for information"}, "foi.lead": {"申请公开政府信息的办理情况和期限。", "How requests for government information go, and by which limits."}, "foi.figures": {"办理情况", "Figures"}, "foi.rules": {"期限规则", "Limits"},
	"log": {"透明日志", "Transparency log"}, "log.lead": {"每笔公开记录按顺序归入一棵树，定期签名。谁改动、删去或补插过记录，一验便知。", "Every public record stands in one tree, in order, and the tree is signed. Whoever changed, dropped or slipped in a record is found out."},
	"log.none": {"本站没有开启透明日志。", "This site keeps no transparency log."}, "log.origin": {"名称", "Origin"}, "log.size": {"检查点记录数", "Records in the checkpoint"}, "log.behind": {"未归入的记录", "Records not in it yet"}, "log.root": {"树根", "Root"}, "log.key": {"公钥", "Public key"}, "log.unwitnessed": {"待见证的记录", "Records waiting for witnesses"},
	"log.witnesses": {"见证人", "Witnesses"}, "log.nowitness": {"还没有见证人。", "There is no witness yet."}, "log.witness": {"名称", "Name"}, "log.cosigned": {"见证时间", "Cosigned"}, "log.files": {"文件", "Files"},
	"log.tiles": {"树的分块在 /log/tile/ 下，格式为 C2SP tlog-tiles。", "The tiles stand below /log/tile/, as C2SP tlog-tiles has them."}, "log.check": {"自己核验", "Check it yourself"}, "log.how": {"取一份副本，离线核验签名、树和每个公布的数：", "Take a copy, and check signatures, tree and every published figure offline:"},
	"lint": {"核数", "Check numbers"}, "lint.lead": {"把总结、通报里的数字贴进来，看能不能成立。只做算术，不评好坏。", "Paste the numbers of a report in Chinese, and see which can be true. It is arithmetic, nothing else."}, "lint.label": {"要核的文字（中文，最多 1500 字）", "The text, in Chinese, at most 1500 characters"},
	"lint.go": {"核一核", "Check"}, "lint.note": {"文字在本页地址里，服务器不保存；把地址发给别人，看到的一样。", "The text stands in the address of the page and is not kept on the server; whoever has the address sees the same."},
	"lint.found": {"找到 %d 处可核的说法", "%d claims were found"}, "lint.count": {"%d 处%s", "%d %s"}, "lint.verdict": {"判断", "Verdict"}, "lint.claim": {"说法与算式", "Claim and calculation"}, "lint.nothing": {"没有找到可核的说法。", "No claim was found."}, "lint.left": {"另有 %d 个数没有作为说法。", "%d more numbers were taken for no claim."}, "lint.long": {"有 %d 字，最多 %d 字", "%d characters, at most %d"},
	"compare": {"机构比较", "Offices side by side"}, "compare.lead": {"各机构并列，按编码排列，不是名次。区间是 95% 置信区间，不足 30 件的画虚线，不排名。", "Offices side by side in the order of their codes, which is no ranking. Intervals are 95 % intervals; below 30 cases they are dashed, and there is no rank."},
	"compare.plot": {"点为数值，线为区间，竖虚线为全部合计，轴从 0 到 100%。", "Dots are values, lines intervals, the dashed upright is all offices together; the axis is from 0 to 100 %."}, "compare.table": {"数据表", "The numbers"}, "compare.note": {"同类事项才好比，可在地址里加 item 选定事项。", "Like is best compared with like: choose an item with the parameter item."}, "compare.median": {"用时中位数", "Median days"}, "compare.between": {"区间 %s 至 %s", "between %s and %s"},
	"histogram.title": {"每个工作日办结多少件", "How many were closed on which working day"}, "histogram.note": {"共 %d 件。横轴为受理后第几个工作日，暂停的日子不计；纵轴从 0 起。", "%d cases. Across: which working day after acceptance, stopped days left out; upright: from 0."}, "histogram.promised": {"承诺 %d 个工作日", "promised %d working days"}, "histogram.legal": {"法定 %d 个工作日", "by law %d working days"},
	"histogram.day": {"第几个工作日", "Working day"}, "histogram.parts": {"提前、当日与超期", "Before, on and after the day"}, "histogram.when": {"办结时间", "Closed"}, "histogram.none": {"这一期间没有办结的办件。", "No case was closed in this period."},
	"histogram.before": {"提前（至第 %d 日）", "early (up to day %d)"}, "histogram.at": {"承诺当日（第 %d 日）", "on the promised day (day %d)"}, "histogram.after": {"超承诺，未超法定（第 %d 至 %d 日）", "past the promise, within the law (days %d to %d)"}, "histogram.beyond": {"超法定（第 %d 日起）", "past the legal day (from day %d on)"}, "histogram.over": {"超承诺（第 %d 日起）", "past the promised day (from day %d on)"},
	"histogram.bunching": {"第 %d 至 %d 日办结 %d 件，前三日 %d 件，后三日 %d 件。集中本身不是过错。", "Days %d to %d: %d cases; the three days before: %d; the three after: %d. Bunching in itself is no fault."}, "performance.numbers": {"各项指标", "Figures"},
	"changes": {"订阅变化", "Feeds of changes"}, "changes.lead": {"用订阅软件打开这些地址，有变化时会收到。", "Open these addresses in a feed reader to be told when something changes."}, "changes.all": {"全站", "All"}, "changes.orgs": {"按机构", "By office"}, "changes.orgs.note": {"每个页面后面加 .atom 就是它的订阅地址。", "Every page has a feed: put .atom behind its address."},
	"screen": {"大屏", "Screen of the hall"}, "screen.windows": {"窗口", "Windows"},
	"about": {"关于本站", "About this site"}, "about.lead": {"主办单位和备案信息由运行者填写。", "Who answers for the site, as its operator has set it."}, "about.official": {"主办与备案", "Who answers for it"}, "about.fact": {"项目", "Fact"}, "about.unset": {"未填写", "not set"},
	"about.sponsor": {"主办单位", "Sponsor"}, "about.operator": {"承办单位", "Operator"}, "about.code": {"网站标识码", "Site code"}, "about.icp": {"ICP 备案号", "ICP record"}, "about.police": {"公安备案号", "Public security record"}, "about.contact": {"联系方式", "Contact"},
	"about.access": {"无障碍与适老化", "For everybody"}, "about.access.text": {"全站不需要脚本，不用 Cookie；可用键盘和读屏软件，有大字版和深色，可以打印。", "No script and no cookie is needed; keyboard and screen reader reach everything, there is large type and a dark form, and pages print."},

	"cards": {"预警亮牌", "Warnings and cards"}, "cards.lead": {"监察规则自动发出的预警和黄牌、红牌，依据哪条规则，申诉结果如何。撤销的仍然列出。", "Warnings and yellow and red cards, as the rules of supervision raised them, by which rule, and how appeals went. Cancelled ones stay listed."},
	"cards.none": {"没有预警和亮牌。", "There is none."}, "cards.number": {"牌号", "Number"}, "cards.colour": {"牌色", "Card"}, "cards.rule": {"监察点", "Occasion"}, "cards.fell": {"触发日", "Fell on"}, "cards.appeal": {"申诉", "Appeal"},
	"cards.standing": {"有效", "Standing"}, "cards.cancelled": {"已撤销", "Cancelled"}, "cards.rules": {"按监察点", "By occasion"}, "signal.warning": {"预警", "Warnings"}, "signal.yellow": {"黄牌", "Yellow"}, "signal.red": {"红牌", "Red"},
	"cards.title": {"%s：%s", "%s: %s"}, "cards.facts": {"规则与依据", "Rule and ground"}, "cards.policy": {"规则版本", "Version of the rules"}, "cards.due": {"所涉期限", "The limit"}, "cards.cause": {"事由", "Which of several"},
	"cards.rectify": {"整改期限", "Put right by"}, "cards.over": {"账本记录 %d", "record %d of the ledger"}, "cards.clock": {"期限逐日怎么算，哪些记录为证，见该办件。", "The case shows the limit day by day, and the records that are the evidence."}, "cards.evidence": {"办件 %s 的时限与经过", "clock and history of case %s"},
	"all.pages": {"全部公开内容", "All that is public"}, "say.rate.long": {"我要评价", "Rate a case"}, "say.complain.long": {"我要投诉", "Complain"}, "say.ask.long": {"我要咨询", "Ask"}, "say.object.long": {"我有异议", "Object"}, "say.complain": {"投诉", "Complain"}, "say.ask": {"咨询", "Ask"}, "say.object": {"提出异议", "Object"}, "say.rate": {"评价", "Rate"}, "say.optional": {"想说的话（选填）", "What you want to say (optional)"}, "say.lead": {"凭受理回执上的回执码，不需要登录。所写内容和联系方式加密封存，不公开；类别和办理情况公开。", "With the code on the receipt, without an account. What you write and how you are reached is sealed and never public; the class and what comes of it are."},
	"say.receipt": {"回执码", "Receipt code"}, "say.class": {"类别", "What it is about"}, "say.words": {"内容", "What you want to say"}, "say.contact": {"联系方式（选填）", "How you are reached (optional)"}, "say.go": {"提交", "Send"},
	"say.closed": {"本站没有开放网上提交，请到窗口或拨打公布的电话。", "This site takes no words by the web; come to a window, or call."}, "say.heard": {"已登记，编号 %s。", "It is recorded, number %s."}, "say.again": {"这份内容此前已登记，编号 %s。", "This had been recorded before, number %s."}, "say.where": {"看办理情况", "See what comes of it"},
	"say.choose": {"请选一类。", "Choose one."}, "say.refused": {"未受理，依据：%s。", "Refused by the rule: %s."}, "say.code": {"没有这个回执码，请核对；重新打印回执后旧码作废。", "No receipt has this code; it may have been replaced by a later one."}, "say.text": {"请写内容，不超过 4000 字节（约 1300 字）。", "Write something, at most 4000 bytes."},

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

var effects = map[string]Text{"internal_consent": {"缺席默认", "taken to agree"}, "deemed_approval": {"超时默许", "taken to be granted"}, "deemed_renewal": {"视为准予延续", "taken to be renewed"}}

var colours = map[string]Text{"green": {"绿牌", "green"}, "yellow": {"黄牌", "yellow"}, "red": {"红牌", "red"}}

var grounds = map[string]Text{"request": {"本人请求", "the person asked"}, "expired": {"保存期满", "time of storage over"}, "unlawful": {"违法处理", "should not have been collected"}, "court": {"司法决定", "ordered by a court"}}

var labels = map[string]Text{"text": {"所写内容", "what was written"}, "contact": {"联系方式", "contact"}, "comment": {"评价内容", "comment of a rating"}, "suggestion": {"建议", "suggestion"}, "group": {"人群类别", "group"},
	"applicant.name": {"申请人姓名", "applicant: name"}, "applicant.id": {"申请人证件", "applicant: id"}, "applicant.phone": {"申请人电话", "applicant: telephone"}}

var findingClasses = map[string]Text{"absence": {"脱岗", "absence"}, "attitude": {"服务态度", "attitude"}, "discipline": {"纪律", "discipline"}, "delay": {"办理拖延", "delay"}, "fee": {"收费", "fees"}}

var signals = map[string]Text{"warning": {"预警", "warning"}, "yellow": {"黄牌", "yellow card"}, "red": {"红牌", "red card"}}

var standings = map[string]Text{"standing": {"有效", "standing"}, "cancelled": {"已撤销", "cancelled"}}

var appeals = map[string]Text{"": {"—", "—"}, "pending": {"申诉中", "pending"}, "granted": {"申诉成立", "granted"}, "dismissed": {"申诉不成立", "dismissed"}}

var results = map[string]Text{"done": {"整改到位", "put right"}, "not_done": {"整改不到位", "not put right"}}

var occasions = map[string]Text{"near_promise": {"临近时限", "near the limit"}, "past_promise": {"超承诺时限", "past the limit"}, "long_past": {"严重超时", "long past the limit"}, "past_legal": {"超法定时限", "past the legal limit"},
	"overdue_step": {"环节超时", "a step overdue"}, "not_same_day": {"即办件未当日办结", "not closed the same day"}, "not_received": {"转办未接收", "transfer not received"}, "clock_stopped": {"临期中止", "clock stopped near the limit"}, "illegal_fee": {"违规收费", "fee without standard"},
	"breach": {"违反程序", "breach of procedure"}, "second_notice": {"二次告知", "asked for papers twice"}, "late_entry": {"补录", "late entry"}, "batch_entry": {"批量补录", "batch of late entries"}, "repeated_yellow": {"屡次黄牌", "repeated yellow cards"}}
