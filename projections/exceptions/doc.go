// Package exceptions is the view of what is out of the ordinary in cases (例外台帐):
// special grants and fast tracks, effects of silence, acceptances by silence, returns
// and their reviews, each a row as it was recorded; and of how much is sealed, by
// action and month, never what.
//
// A row stands as it was recorded. Where the record was corrected or voided, or the
// case annulled, the row says by which record.
package exceptions
