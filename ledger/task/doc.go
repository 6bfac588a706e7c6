// Package task keeps plan tasks (计划任务, 重点工作): what an organisation has
// undertaken to reach by when. A task is a dossier of its own, named by its number,
// with up to 50 nodes (时间节点).
//
// Whether a node is green, yellow or red (绿牌、黄牌、红牌) is no record: it follows
// from the day, the calendar and the policies of the regime [Regime]; see
// [Clock.Status].
//
// Nothing here reads a clock or draws a number.
package task
