package claims

import (
	"math/big"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// form is how a number is stated.
type form int

const (
	unstated form = iota
	exact         // a JSON number, or a count in a text
	rounded       // a string: to the decimals it shows
	bounded       // more than, less than, a range
)

// A Quantity is a number as it is stated, and what it may stand for. The zero
// Quantity is one that is not stated.
type Quantity struct {
	raw   jsontext.Value // as it stands in a file
	text  string         // for people
	form  form
	point *big.Rat // face value; nil of a bound
	bound set      // of a bound; empty where its sides contradict each other

	places int      // decimals that it shows
	scale  *big.Rat // of its unit: 1/100 of per cent, 10000 of 万
	unit   string   // behind the number: "%", "万件"
	words  string   // of the unit, without its scale: "件"
	points bool     // percentage points (百分点)
}

// String is the quantity as it is stated.
func (q Quantity) String() string { return shortened(q.text, 60) }

// shortened is text of at most so many characters.
func shortened(text string, limit int) string {
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit-1]) + "…"
	}
	return text
}

// given says whether it is stated.
func (q Quantity) given() bool { return q.form != unstated }

// step is one of the last place that it shows.
func (q Quantity) step() *big.Rat {
	return new(big.Rat).Mul(new(big.Rat).SetFrac(big.NewInt(1), power(q.places)), q.scale)
}

// face is what it says.
func (q Quantity) face() set {
	if q.form == bounded {
		return q.bound
	}
	return only(q.point)
}

// meant is what it may stand for: of a rounded one, all that rounds to it.
func (q Quantity) meant() set {
	if q.form == rounded {
		return rounding(q.point, q.step())
	}
	return q.face()
}

// said is v in the quantity's own unit, with its places and so many more.
func (q Quantity) said(v *big.Rat, more int) string {
	text := decimal(new(big.Rat).Quo(v, q.scale), q.places+more)
	if more > 0 {
		text = trimmed(text)
	}
	return text + q.unit
}

// cut is v in the quantity's own unit and places, the others cut off.
func (q Quantity) cut(v *big.Rat) string {
	return cut(new(big.Rat).Quo(v, q.scale), q.places) + q.unit
}

// whole is a count, exact and not negative; nil of anything else.
func (q Quantity) whole() *big.Int {
	if q.form != exact || !q.point.IsInt() || q.point.Sign() < 0 {
		return nil
	}
	return q.point.Num()
}

// Limits of a number.
const (
	maxDigits   = 1000
	maxExponent = 100
	maxText     = 1200 // bytes of a string that states a number
)

// problem is why something cannot be taken for a quantity or a claim.
type problem string

func (p problem) Error() string { return string(p) }

// parseQuantity reads a number, a string, an object of bounds, or null for one
// that is not stated.
func parseQuantity(v jsontext.Value) (Quantity, error) {
	var q Quantity
	var err error
	switch v.Kind() {
	case 0, 'n':
		return Quantity{}, nil
	case '0':
		q, err = number(string(v))
	case '"':
		var text string
		if err = json.Unmarshal(v, &text); err == nil {
			q, err = parseStated(text)
		}
	case '{':
		q, err = parseBounds(v)
	default:
		err = problem("want a number, a string such as \"98%\", or {\"more_than\":120}")
	}
	q.raw = v
	return q, err
}

// number reads a JSON number: exact.
func number(text string) (Quantity, error) {
	v, places, err := rational(text)
	return Quantity{text: text, form: exact, point: v, places: places, scale: big.NewRat(1, 1)}, err
}

// rational reads a decimal, possibly with an exponent, and counts its places.
func rational(text string) (v *big.Rat, places int, err error) {
	mantissa, exponent, digits, point := text, 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == 'e' || c == 'E':
			mantissa = text[:i]
			e, ok := new(big.Int).SetString(trimPlus(text[i+1:]), 10)
			if !ok || !e.IsInt64() || e.Int64() > maxExponent || e.Int64() < -maxExponent {
				return nil, 0, problem("an exponent goes from -100 to 100")
			}
			exponent = int(e.Int64())
			i = len(text)
		case c == '.':
			point = true
		case c >= '0' && c <= '9':
			digits++
			if point {
				places++
			}
		}
	}
	if digits > maxDigits {
		return nil, 0, problem("a number has at most 1000 digits")
	}
	v, ok := new(big.Rat).SetString(mantissa)
	if !ok || digits == 0 {
		return nil, 0, problem("is no number")
	}
	factor := new(big.Rat).SetInt(power(max(exponent, -exponent)))
	if exponent < 0 {
		factor.Inv(factor)
	}
	return v.Mul(v, factor), max(0, places-exponent), nil
}

func trimPlus(s string) string {
	if len(s) > 1 && s[0] == '+' && s[1] != '-' {
		return s[1:]
	}
	return s
}

// parseBounds reads {"more_than":120,"at_most":150}.
func parseBounds(v jsontext.Value) (Quantity, error) {
	var b struct {
		MoreThan jsontext.Value `json:"more_than"`
		LessThan jsontext.Value `json:"less_than"`
		AtLeast  jsontext.Value `json:"at_least"`
		AtMost   jsontext.Value `json:"at_most"`
	}
	if err := json.Unmarshal(v, &b, json.RejectUnknownMembers(true)); err != nil {
		return Quantity{}, problem("want bounds named more_than, at_least, less_than or at_most")
	}
	q := Quantity{form: bounded, bound: everything, scale: big.NewRat(1, 1)}
	for _, side := range []struct {
		value  jsontext.Value
		sign   string
		limits func(*big.Rat) set
	}{
		{b.MoreThan, ">", moreThan}, {b.AtLeast, "≥", atLeast}, {b.LessThan, "<", lessThan}, {b.AtMost, "≤", atMost},
	} {
		if len(side.value) == 0 {
			continue
		}
		n, err := parseQuantity(side.value)
		if err != nil {
			return Quantity{}, err
		}
		if n.point == nil {
			return Quantity{}, problem("a bound is a number")
		}
		if q.text != "" {
			q.text += ", "
		}
		q.text += side.sign + n.text
		q.bound = q.bound.and(side.limits(n.point))
		q.places, q.scale, q.unit, q.words, q.points = n.places, n.scale, n.unit, n.words, n.points
	}
	if q.text == "" {
		return Quantity{}, problem("no bound is named")
	}
	return q, nil
}

func moreThan(v *big.Rat) set { return set{{edge{v, true}, edge{}}} }
func atLeast(v *big.Rat) set  { return set{{edge{v, false}, edge{}}} }
func lessThan(v *big.Rat) set { return set{{edge{}, edge{v, true}}} }
func atMost(v *big.Rat) set   { return set{{edge{}, edge{v, false}}} }
