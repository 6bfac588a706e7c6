// Package assistance is the view of what a centre does beyond its windows: the
// services of agents (帮办代办), the matters of grids (网格事项), the hours that
// organisations publish, and home visits (上门服务). Package ledger/assistance has
// the rules and says what a home visit tells.
//
// Rows follow from single records; nothing here is computed from sealed values.
package assistance
