package disclosure

// card says whether the number is a bank card's: 13 to 19 digits with the check
// digit of Luhn (ISO/IEC 7812-1). Numbers that begin with a date are timestamps
// and serial numbers; no card begins so.
func (n number) card() bool {
	if len(n.digits) < 13 || n.groups[0].coded || n.digits[0] == '0' || !n.even(3) {
		return false
	}
	return !dateOf(n.digits[:8]) && luhn(n.digits)
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
