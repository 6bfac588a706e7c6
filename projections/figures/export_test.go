package figures

// Decimal is the rounding of figures.
var Decimal = decimal
