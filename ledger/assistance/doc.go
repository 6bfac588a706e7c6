// Package assistance keeps what a centre does for people beyond its windows: the
// services of agents (帮办代办), the matters of grids (网格事项), the hours that an
// organisation publishes (服务时间, 延时服务), and home visits (上门服务).
//
// Each is a kind of dossier. A service and a matter have a stream of their own,
// hours one for each organisation, home visits one for each organisation and
// quarter.
//
// # Home visits
//
// Who is visited at home is seventy or older, severely disabled, severely ill, an
// orphan or destitute, and in a village there are few of each. So the public record
// of a visit says that there was one, by which organisation and in which quarter,
// and nothing else; the group is a sealed value with the label [GroupLabel]. Counts
// by group are a record of their own, [VisitsPublished], made once when the quarter
// is over by whoever holds the vault ([Publish]), with small groups put together by
// [Pool]. DECISIONS.md says why nothing can be had from it that is not in it.
//
// Nothing here reads a clock or draws a number.
package assistance
