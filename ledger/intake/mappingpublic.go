package intake

import (
	"fmt"
	"maps"
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/disclosure"
)

// checkPublic says what is wrong with what a field does about values that may
// not stand in public, "" if nothing is.
func (f *keyed) checkPublic() string {
	field := f.field
	if field.Public != publicSeal && field.Label+field.Subject != "" {
		return `"label" and "subject" go with "public": "seal"`
	}
	switch {
	case field.Public == "":
		return ""
	case f.member == "":
		return `"public" goes with texts that may be public; this is none`
	case f.member == "number" && field.Public != publicRefuse:
		return `a case number cannot be sealed or coded; want "public": "refuse"`
	}
	switch field.Public {
	case publicSeal:
		return f.checkSeal()
	case publicCode:
		if field.Values == nil || field.Else == "" {
			return `"public": "code" needs "values", and "else" for all other values`
		}
		return f.checkWords(disclosure.Code)
	case publicRefuse:
		if field.Else != "" {
			return `"public": "refuse" has no "else": that stands for each value which "values" does not have`
		}
		return f.checkWords(fits)
	}
	return `want "public": "seal", "code" or "refuse"`
}

func (f *keyed) checkSeal() string {
	field := f.field
	switch {
	case field.Label == "" || field.Subject == "":
		return `"public": "seal" needs "label", for example "note", and "subject", for example "applicant"`
	case f.member == "step" && field.Else == "":
		return `a step needs a code; say with "else" what stands for one that is sealed`
	}
	if err := disclosure.Label("label", field.Label); err != nil {
		return err.Error()
	}
	return f.checkWords(fits)
}

// checkWords holds the mapping's own words to a form.
func (f *keyed) checkWords(form func(member, text string) error) string {
	for _, from := range slices.Sorted(maps.Keys(f.field.Values)) {
		if err := form(f.member, f.field.Values[from]); err != nil {
			return fmt.Sprintf("under values, %s", err)
		}
	}
	if err := form(f.member, f.field.Else); err != nil {
		return fmt.Sprintf("else, %s", err)
	}
	return ""
}

// text gives a member's name if it is a text that is held to what may stand in
// public, and "" if it is of another kind or of a closed list.
func (e *EventRule) text(member string) string {
	switch shapes[e.Event][member] {
	case act.KindCode, act.KindText, act.KindName, act.KindTexts, act.KindNames, act.KindCodes:
		if !others[member] {
			return member
		}
	}
	return ""
}
