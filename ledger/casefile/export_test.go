package casefile

// Refusals says which records the rules would refuse where they stand.
var Refusals = refusals
