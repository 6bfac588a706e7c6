// Package assessment keeps how organisations, windows and posts are judged
// (效能评估, 半年考核): formulas that are published with versions, and scores that
// were published by them.
//
// A formula is a dossier: its versions, each in force from a day. A score is a
// dossier, one for each formula, subject and period; it has the value, the version
// and a hash over the inputs, so that whoever has the public record computes it again
// and sees whether it is the same. What a part of a formula counts is said where it
// is computed, in package scores.
//
// Nothing here reads a clock or draws a number.
package assessment
