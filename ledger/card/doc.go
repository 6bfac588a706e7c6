// Package card holds what supervision records (电子监察): warnings, yellow and red
// cards (预警、黄牌、红牌) with the appeals against them, their cancellation and the
// rectification that follows; measures against those responsible (待岗 and others),
// which are public as counts only; and the days that supervision was told of.
//
// The number of a card follows from what it is for, see [NumberOf], and so does
// the id of its event: whoever records a card that stands already records
// nothing. Package supervise derives them.
package card
