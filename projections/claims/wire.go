package claims

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

// wire is a claim as it stands in a file.
type wire struct {
	ID          jsontext.Value `json:"id,omitzero"`
	Says        jsontext.Value `json:"says,omitzero"`
	Is          string         `json:"is,omitzero"`
	Numerator   jsontext.Value `json:"numerator,omitzero"`
	Denominator jsontext.Value `json:"denominator,omitzero"`
	Part        jsontext.Value `json:"part,omitzero"`
	Base        jsontext.Value `json:"base,omitzero"`
	Sum         jsontext.Value `json:"sum,omitzero"`
	Count       jsontext.Value `json:"count,omitzero"`
	Closed      jsontext.Value `json:"closed,omitzero"`
	Late        jsontext.Value `json:"late,omitzero"`
	OnTime      jsontext.Value `json:"onTime,omitzero"`
	OnTimeToo   jsontext.Value `json:"on_time,omitzero"`
	Accepted    jsontext.Value `json:"accepted,omitzero"`
	Of          several        `json:"of,omitzero"`
	More        bool           `json:"more,omitzero"`
	Each        bool           `json:"each,omitzero"`
	Periods     []string       `json:"periods,omitzero"`
	Labelled    string         `json:"labelled,omitzero"`
	Figure      string         `json:"figure,omitzero"`
	Org         *string        `json:"org,omitzero"`
	Item        *string        `json:"item,omitzero"`
	Kind        *string        `json:"kind,omitzero"`
	Channel     *string        `json:"channel,omitzero"`
	Officer     *string        `json:"officer,omitzero"`
	OrgOnly     bool           `json:"orgOnly,omitzero"`
	Handling    *string        `json:"handling,omitzero"`
	Routing     *string        `json:"routing,omitzero"`
	Intake      *string        `json:"intake,omitzero"`
	Level       *string        `json:"level,omitzero"`
	Class       *string        `json:"class,omitzero"`
	Tag         *string        `json:"tag,omitzero"`
	From        string         `json:"from,omitzero"`
	To          string         `json:"to,omitzero"`
	AsOf        string         `json:"asOf,omitzero"`
	KnownAt     uint64         `json:"knownAt,omitzero"`
	Note        string         `json:"note,omitzero"`
	Source      string         `json:"source,omitzero"`
}

// several is a list of values, or one by itself.
type several []jsontext.Value

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (s *several) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() == '[' {
		return json.UnmarshalDecode(d, (*[]jsontext.Value)(s))
	}
	v, err := d.ReadValue()
	*s = several{v.Clone()}
	return err
}

// takes are the members that a kind has, beside id, says, is, note, source and
// those of a figure. A share's and a mean's numbers may have a ratio's names,
// and a ratio's and a share's may stand in a list.
var takes = map[Kind][]string{
	Ratio: {"numerator", "denominator", "of"}, Share: {"part", "base", "numerator", "denominator", "of"},
	Mean: {"sum", "count", "numerator", "denominator", "of"}, Sum: {"of", "more"}, Difference: {"of"},
	OnTime: {"closed", "late", "onTime", "on_time"}, Change: {"of", "periods", "labelled"}, Direction: {"of"},
	Closed: {"accepted"}, Period: {"of"}, Named: {"of"}, Count: {"each"},
}

var kinds = []Kind{Ratio, Share, Mean, Sum, Difference, OnTime, Change, Direction, Closed, Period, Named, Count}

// claim is what the members say.
func (l *located) claim() (c Claim, err error) {
	if c.ID, err = idOf(l.ID); err != nil {
		return c, err
	}
	if l.bad != nil {
		return c, problem(reasonOf(l.bad))
	}
	c.Is, c.Note, c.Source = Kind(l.Is), l.Note, l.Source
	if len(l.Note) > maxLong || len(l.Source) > maxLong {
		return c, problem(fmt.Sprintf("note and source have at most %d bytes", maxLong))
	}
	if c.Figure, err = l.figure(); err != nil {
		return c, err
	}
	if err := l.fits(&c); err != nil {
		return c, err
	}
	if err := l.numbers(&c); err != nil {
		return c, err
	}
	c.More, c.Each, c.Label = l.More, l.Each, l.Labelled
	c.Periods = slices.Clone(l.Periods)
	return c, c.check()
}

// fits says whether the members are those of the kind.
func (l *located) fits(c *Claim) error {
	allowed, known := takes[c.Is]
	if c.Is == "" && c.Figure != nil {
		known = true
	}
	if !known {
		return problem(fmt.Sprintf("is %q: want one of %v, or a figure", c.Is, kinds))
	}
	for name, given := range map[string]bool{
		"numerator": l.Numerator != nil, "denominator": l.Denominator != nil, "part": l.Part != nil, "base": l.Base != nil,
		"sum": l.Sum != nil, "count": l.Count != nil, "closed": l.Closed != nil, "late": l.Late != nil, "onTime": l.OnTime != nil, "on_time": l.OnTimeToo != nil,
		"accepted": l.Accepted != nil, "of": l.Of != nil, "more": l.More, "each": l.Each, "periods": l.Periods != nil, "labelled": l.Labelled != "",
	} {
		switch {
		case given && c.Figure != nil:
			return problem(fmt.Sprintf("names a figure, whose parts are the ledger's, and %s; make two claims of it", name))
		case given && !slices.Contains(allowed, name):
			return problem(fmt.Sprintf("a claim of kind %s has no %s", c.Is, name))
		}
	}
	return nil
}

// numbers reads what is said and its parts.
func (l *located) numbers(c *Claim) error {
	if c.Figure == nil && (c.Is == Direction || c.Is == Period) {
		if l.Says.Kind() != '"' || json.Unmarshal(l.Says, &c.Word) != nil {
			return problem("says: want a word")
		}
	} else if err := read("says", l.Says, &c.Says); err != nil {
		return err
	} else if !c.Says.given() {
		return problem("says: is missing")
	}
	for _, part := range []struct {
		name  string
		value jsontext.Value
		into  *Quantity
	}{
		{"numerator", l.Numerator, &c.Numerator}, {"part", l.Part, &c.Numerator}, {"sum", l.Sum, &c.Numerator},
		{"denominator", l.Denominator, &c.Denominator}, {"base", l.Base, &c.Denominator}, {"count", l.Count, &c.Denominator},
		{"closed", l.Closed, &c.Closed}, {"late", l.Late, &c.Late}, {"onTime", l.OnTime, &c.Punctual}, {"on_time", l.OnTimeToo, &c.Punctual}, {"accepted", l.Accepted, &c.Accepted},
	} {
		if part.value == nil {
			continue
		}
		if part.into.given() {
			return problem(part.name + ": is given under two names")
		}
		if err := read(part.name, part.value, part.into); err != nil {
			return err
		}
	}
	return l.list(c)
}

// list reads the member of: numbers, names or periods.
func (l *located) list(c *Claim) error {
	for i, v := range l.Of {
		name := fmt.Sprintf("of[%d]", i)
		if c.Is == Named || c.Is == Period {
			var text string
			if v.Kind() != '"' || json.Unmarshal(v, &text) != nil || len(text) > maxShort {
				return problem(name + ": want a short text")
			}
			if c.Is == Named {
				c.Names = append(c.Names, text)
			} else {
				c.Stated = append(c.Stated, text)
			}
			continue
		}
		var q Quantity
		if err := read(name, v, &q); err != nil {
			return err
		}
		c.Of = append(c.Of, q)
	}
	if c.Is == Ratio || c.Is == Share {
		return c.quotient()
	}
	return nil
}

// quotient takes a list for the two parts of a quotient, or for its base.
func (c *Claim) quotient() error {
	list := c.Of
	c.Of = nil
	switch {
	case len(list) == 0:
		return nil
	case len(list) == 1 && !c.Denominator.given():
		c.Denominator = list[0]
	case len(list) == 2 && !c.Denominator.given() && !c.Numerator.given():
		c.Numerator, c.Denominator = list[0], list[1]
	default:
		return problem("of: want the part and its base, or the base alone")
	}
	return nil
}

func read(name string, v jsontext.Value, into *Quantity) (err error) {
	if *into, err = parseQuantity(v); err != nil {
		return problem(fmt.Sprintf("%s %s: %s", name, shortened(string(v), 60), err))
	}
	return nil
}

// figure is the figure that is named; nil for none.
func (l *located) figure() (*FigureClaim, error) {
	if l.Figure == "" {
		if filter, facets := l.population(); filter != (figures.Filter{}) || facets != (figures.Facets{}) || l.From+l.To+l.AsOf != "" || l.KnownAt != 0 {
			return nil, problem("names a population or a period, and no figure")
		}
		return nil, nil
	}
	f := &FigureClaim{ID: l.Figure, KnownAt: ledger.Position(l.KnownAt)}
	f.Filter, f.Facets = l.population()
	for _, day := range []struct {
		name, text string
		into       *workdays.Date
	}{{"from", l.From, &f.From}, {"to", l.To, &f.To}, {"asOf", l.AsOf, &f.AsOf}} {
		*day.into = workdays.NoDate
		if day.text == "" {
			continue
		}
		d, err := workdays.ParseDate(day.text)
		if err != nil {
			return nil, problem(day.name + ": " + err.Error())
		}
		*day.into = d
	}
	return f, nil
}

// population is which cases a figure is of.
func (w *wire) population() (figures.Filter, figures.Facets) {
	return figures.Filter{Org: w.Org, Item: w.Item, Kind: w.Kind, Channel: w.Channel, Officer: w.Officer},
		figures.Facets{OrgOnly: w.OrgOnly, Handling: w.Handling, Routing: w.Routing, Intake: w.Intake, Level: w.Level, Class: w.Class, Tag: w.Tag}
}

// idOf reads an id: a text, or a whole number.
func idOf(v jsontext.Value) (string, error) {
	switch v.Kind() {
	case 0:
		return "", nil
	case '0':
		if _, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			return string(v), nil
		}
	case '"':
		var text string
		if err := json.Unmarshal(v, &text); err == nil && text != "" && len(text) <= maxShort {
			return text, nil
		}
	}
	return "", problem(fmt.Sprintf("id: want a text of at most %d bytes, or a whole number", maxShort))
}

// check says what is wrong with a claim as a whole.
func (c *Claim) check() error {
	if len(c.Label) > maxShort || c.Label != "" && labels[c.Label] == "" {
		return problem(fmt.Sprintf("labelled %q: want yoy or 同比, mom or 环比", shortened(c.Label, 40)))
	}
	if c.Is == Change && len(c.Of) > 2 || c.Is == Direction && len(c.Of) != 2 {
		return problem("of: want the later number and the earlier one")
	}
	if n := len(c.Periods); n != 0 && n != 2 {
		return problem("periods: want two")
	}
	for _, text := range append(slices.Clone(c.Periods), c.Stated...) {
		if _, err := parsePeriod(text); err != nil {
			return err
		}
	}
	if c.Is == Period {
		if _, err := parsePeriod(c.Word); err != nil {
			return err
		}
	}
	if c.Is == Direction && c.Figure == nil && directions[c.Word] == 0 {
		return problem(fmt.Sprintf("says %q: want up or down, or 增加, 减少 and the like", shortened(c.Word, 40)))
	}
	return nil
}

// MarshalJSONTo writes the claim as it would stand in a file.
func (c *Claim) MarshalJSONTo(e *jsontext.Encoder) error {
	w := wire{
		ID: quoted(c.ID), Says: c.Says.raw, Is: string(c.Is), Closed: c.Closed.raw, Late: c.Late.raw, OnTime: c.Punctual.raw,
		Accepted: c.Accepted.raw, More: c.More, Each: c.Each, Periods: c.Periods, Labelled: c.Label, Note: c.Note, Source: c.Source,
	}
	if c.Word != "" {
		w.Says = quoted(c.Word)
	}
	switch c.Is {
	case Share:
		w.Part, w.Base = c.Numerator.raw, c.Denominator.raw
	case Mean:
		w.Sum, w.Count = c.Numerator.raw, c.Denominator.raw
	default:
		w.Numerator, w.Denominator = c.Numerator.raw, c.Denominator.raw
	}
	for _, q := range c.Of {
		if q.given() {
			w.Of = append(w.Of, q.raw)
		} else {
			w.Of = append(w.Of, jsontext.Value("null"))
		}
	}
	for _, text := range slices.Concat(c.Names, c.Stated) {
		w.Of = append(w.Of, quoted(text))
	}
	if f := c.Figure; f != nil {
		w.Figure, w.KnownAt, w.From, w.To, w.AsOf = f.ID, uint64(f.KnownAt), f.From.String(), f.To.String(), f.AsOf.String()
		w.Org, w.Item, w.Kind, w.Channel, w.Officer = f.Filter.Org, f.Filter.Item, f.Filter.Kind, f.Filter.Channel, f.Filter.Officer
		w.OrgOnly, w.Handling, w.Routing, w.Intake = f.Facets.OrgOnly, f.Facets.Handling, f.Facets.Routing, f.Facets.Intake
		w.Level, w.Class, w.Tag = f.Facets.Level, f.Facets.Class, f.Facets.Tag
	}
	return json.MarshalEncode(e, &w)
}
