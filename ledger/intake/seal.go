package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/vault"
)

// personal collects the values that a row's event carries sealed. The subject
// is a pseudonym of the person's role in the case.
func (m *Mapping) personal(on string, r *row, number string) []vault.Value {
	var out []vault.Value
	for i := range m.Sealed {
		s := &m.Sealed[i]
		if s.On != on {
			continue
		}
		if text := m.text(&s.Value, r); text != "" {
			out = append(out, vault.Value{Label: s.Label, Subject: Subject(m.Name, number, s.Subject), Text: text})
		}
	}
	return out
}

// Subject is the pseudonym under which the values of one role in one imported
// case are sealed, for example to erase them. It follows from the mapping's
// name and the public case number alone, and tells nothing about the person.
func Subject(mapping, number, role string) string {
	sum := sha256.Sum256([]byte("caseledger subject\x00" + mapping + "\x1f" + number + "\x1f" + role))
	return hex.EncodeToString(sum[:16])
}

// prepare makes the keys of all subjects in runs. Several callers at a time
// share one commit.
func (j *Job) prepare(runs []*run) error {
	var subjects []string
	for _, r := range runs {
		for i := range r.facts {
			for _, v := range r.facts[i].sealed {
				if !slices.Contains(subjects, v.Subject) {
					subjects = append(subjects, v.Subject)
				}
			}
		}
	}
	if len(subjects) == 0 {
		return nil
	}
	return j.Vault.Prepare(subjects...)
}

// seal encrypts a fact's personal values. Those of a subject that was erased
// are left out: who is forgotten stays forgotten.
func (j *Job) seal(number string, f *fact) ([]ledger.Sealed, error) {
	var out []ledger.Sealed
	for _, v := range f.sealed {
		sealed, err := j.Vault.Seal(casefile.Stream(number), f.id, []vault.Value{v})
		if errors.Is(err, vault.ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, sealed...)
	}
	return out, nil
}
