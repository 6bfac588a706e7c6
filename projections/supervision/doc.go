// Package supervision is the view of what supervision recorded (电子监察): warnings
// and cards (预警、黄牌、红牌) with their appeals, cancellations and rectifications,
// and the measures that were taken, by unit, class and day.
//
// A row stands for one card from one of its records to the next. So every list and
// every count can be had as it was known at an earlier record.
package supervision
