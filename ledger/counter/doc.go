// Package counter is where somebody outside asks for something to be recorded
// (柜台). Whatever the door is, a mutation of an API or a line of a file, a
// request names an action and gives an input, by names that stand in one
// place: the members of the action's command, and those of [Envelope], which
// all commands share.
//
// [Read] makes the input of JSON, [Counter.Do] makes the order of it, has the
// desk carry it out and says in an [Answer] what came of it, so that two doors
// cannot answer one input differently. The package reads no clock: when
// something is recorded, and who acts, is said by the door.
package counter
