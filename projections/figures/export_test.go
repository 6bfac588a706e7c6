package figures

// Round is the rounding of figures.
var Round = decimal
