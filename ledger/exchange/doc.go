// Package exchange reads and writes the five tables by which centres report their
// cases to the province (统一办件库): up_pro_accept 受理, up_pro_process 过程,
// up_pro_special_procedure 特别程序, up_pro_result 结果 and up_pro_material 材料.
// Business time is when something occurred, sync time (cd_time) when it was
// recorded. FORMAT.md lists the columns.
//
// [Rows] says what rows a history amounts to, [Changes] what changed since an
// earlier one: new rows are I, changed ones U, those that do not hold any more
// D. [Record] takes rows into a ledger: I becomes the events of the row, U a
// correction (更正) or what has come since, D a voiding (作废). A row keeps the id
// of the event that it stands for, so that what was written, read into an empty
// ledger and written again is the same, and rows read twice add nothing.
//
// Nothing personal is in the tables: the columns of the applicant (applyer_*) are
// not written, and not read.
package exchange
