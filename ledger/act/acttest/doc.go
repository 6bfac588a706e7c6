// Package acttest holds what every book of actions must keep: what is written
// is read again, member by member, and nothing is forgotten.
package acttest
