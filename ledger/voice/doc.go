// Package voice is what people say of a centre and what it answers (投诉、咨询、
// 表扬、测评、明察暗访、异议): dossiers of complaints, questions, praise, survey
// rounds, inspections and objections, one [dossier.Kind] each.
//
// What people write is a sealed value, with the label [TextLabel]; public are
// classes, dates, organisations, the case that is spoken of, and what came of it.
// After the erasure of a subject the text is gone and all that is counted stays.
//
// A day that was missed refuses nothing: whether something is overdue follows
// from the policy and the calendar, see [Clock]. Limits are those of the regimes
// [ComplaintRegime], [QuestionRegime] and [ObjectionRegime] in force on the day of
// filing; where none is published there is no limit.
package voice
