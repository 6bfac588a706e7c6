// Package registers makes the printable books of a service centre (台账) from the
// views: 受理情况登记表, 承办情况表, 结果反馈单登记, 业务受理转办明细表 and
// 材料接收单登记. Each is a table of the cases accepted in a period, as HTML for
// printing, CSV for spreadsheets or JSON.
//
// All books of one run are of one snapshot: they say as of which record, and the
// same record gives the same bytes. Records that were corrected or voided are
// not in them, what holds instead is. Cases that were annulled (整件作废) are
// counted out and listed at the end. Each book ends with its reconciliation (勾稽),
// whose two sides come about in different ways: from the database's count, from
// the state of the cases and from their histories.
//
// Rows are written as they are read, so memory does not grow with the number of
// cases. Nothing but public bodies is read; of the applicant's suggestion a
// book says that there is one.
package registers
