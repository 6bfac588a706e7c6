package main

import "encoding/json"

// heard is where a record of a case stands: the event that holds there, and
// the revision that put it there.
type heard struct {
	fact
	by    int
	holds bool
}

// recalled is what the stranger keeps of a case to take records back.
type recalled struct {
	places []heard
	at     map[int]int // the place of each revision that has one
}

// hear is the beginning of ledger/casefile/FORMAT.md §2: a correction or a
// voiding is resolved, and the state follows anew from what then holds.
func (d *dossier) hear(f *fact) error {
	if d.at == nil {
		d.at = map[int]int{}
	}
	var amends struct {
		Revision int
		Instead  struct {
			Action string
			Body   json.RawMessage
		}
	}
	switch f.Type {
	case "case.record_corrected/1", "case.record_voided/1":
		if err := json.Unmarshal(f.Public, &amends); err != nil {
			return err
		}
	default:
		d.at[f.Revision] = len(d.places)
		d.places = append(d.places, heard{*f, f.Revision, true})
		return d.take(f)
	}
	i, ok := d.at[amends.Revision]
	if !ok || d.places[i].by != amends.Revision || !d.places[i].holds {
		return nil
	}
	p := &d.places[i]
	p.by, p.holds = f.Revision, false
	if f.Type == "case.record_corrected/1" {
		p.fact, p.holds = *f, true
		p.Type, p.Public = amends.Instead.Action, amends.Instead.Body
		d.at[f.Revision] = i
	}
	return d.retell()
}

// retell makes the state of what holds.
func (d *dossier) retell() error {
	*d = dossier{recalled: d.recalled, records: d.records}
	for i := range d.places {
		if p := &d.places[i]; p.holds {
			if err := d.take(&p.fact); err != nil {
				return err
			}
		}
	}
	return nil
}
