package intake

import (
	"errors"
	"maps"
	"strings"

	"caseledger/ledger/act"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/vault"
)

// Values of [Field.Public].
const (
	publicSeal   = "seal"
	publicCode   = "code"
	publicRefuse = "refuse"
)

// A reading makes public texts of one row, and does with what may not stand
// there what the fields say.
type reading struct {
	*Mapping
	row     *row
	number  string // of the case
	sealed  []vault.Value
	refused error // the first value that a field refuses
}

func (m *Mapping) read(r *row, number string) *reading {
	return &reading{Mapping: m, row: r, number: number}
}

// told is the text of a field that becomes this member of a public body.
func (x *reading) told(f *Field, member string) string {
	text, hidden := x.meaning(f, x.row)
	switch f.Public {
	case publicSeal:
		if hidden == "" && fits(member, text) != nil {
			text, hidden = "", text
		}
		if hidden != "" {
			x.sealed = append(x.sealed, vault.Value{Label: f.Label, Subject: Subject(x.Name, x.number, f.Subject), Text: hidden})
		}
	case publicRefuse:
		if err := fits(member, text); err != nil {
			if x.refused == nil {
				x.refused = &chosen{err}
			}
			return ""
		}
	}
	return text
}

// chosen is a fault for which the mapping says that the line is refused.
type chosen struct{ error }

func (c *chosen) Unwrap() error { return c.error }

// refusable gives what may not stand in public where such a line is refused,
// and nil where the error ends the import.
func (t *teller) refusable(err error) *disclosure.Error {
	var by *chosen
	var e *disclosure.Error
	if (t.refuse || errors.As(err, &by)) && errors.As(err, &e) {
		return e
	}
	return nil
}

// kinds are the kinds of all members, which in all actions are the same by name.
var kinds = func() map[string]act.Kind {
	out := map[string]act.Kind{}
	for _, members := range shapes {
		maps.Copy(out, members)
	}
	return out
}()

// others are the texts that are no words for people and no identifiers.
var others = map[string]bool{"calendar": true, "currency": true, "zone": true}

// fits says whether a text may be this member of a public body.
func fits(member, text string) error {
	kind := kinds[member]
	if element := kind.Element(); element != "" {
		for _, part := range parts(text) {
			if err := fitsKind(element, member, part); err != nil {
				return err
			}
		}
		return nil
	}
	return fitsKind(kind, member, text)
}

func fitsKind(kind act.Kind, member, text string) error {
	switch {
	case kind == act.KindCode:
		return disclosure.Code(member, text)
	case kind == act.KindName:
		return disclosure.Number(member, text)
	case kind == act.KindList: // its values are held to their forms when it is a body
		return nil
	case member == "post":
		return disclosure.Post(text)
	}
	return disclosure.Text(member, text, disclosure.MaxText)
}

// parts divides a list at ';', '；' and line ends.
func parts(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";；\n", r) })
}
