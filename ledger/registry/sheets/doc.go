// Package sheets reads the tables of an office (organisations, service items
// with their tags and what became of them in a clean-up round, windows, posts and
// who is on duty, channels, rules, clean-up rounds) and says what to record so
// that the registries agree with them.
//
// A table is CSV or JSON with headings in Chinese or English, see [Headings].
// CSV is UTF-8, with or without a byte order mark, or GB 18030, and divided by
// commas, tabs or semicolons. JSON is an array of objects, an object that holds
// one, or an object a line.
//
// [Read] gives a [Sheet], [Sheet.Plan] the entries by which it differs from a
// directory. A column that a table does not have is left as it is; an empty cell
// says that there is nothing. So a table that is loaded again plans nothing.
// Everything that is wrong with a table is in one [*Faults], by line and column;
// no fault repeats a value that may not stand in public.
package sheets
