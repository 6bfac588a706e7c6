package main

import (
	"encoding/json"
	"slices"
)

// course is what the stranger keeps of a case to tell its deviations:
// ledger/casefile/FORMAT.md §2.
type course struct {
	parts               map[string]int // open ones, by name
	away                int            // forwardings whose decision has not come
	superior            bool           // a superior's decision has come
	mandates            []string       // agents of those that last
	townshipHasTaken    bool
	village, passed     bool
	acted, noRemedy     bool
	early, up, unspoken bool // ended before parts, before the superior, without a grant
}

// follow takes one event; handling and routing are those before it.
func (k *course) follow(kind string, public []byte, d *dossier) error {
	var e struct {
		Agent, Outcome, Part, Remedy string
		Level                        any // of a unit; ratings have one too, a number
	}
	err := json.Unmarshal(public, &e)
	switch kind {
	case "part_assigned":
		if k.parts == nil {
			k.parts = map[string]int{}
		}
		k.parts[e.Part]++
	case "part_closed":
		if k.parts[e.Part] > 0 {
			k.parts[e.Part]--
		}
	case "forwarded":
		k.away++
	case "superior_decided":
		k.away, k.superior = max(k.away-1, 0), true
	case "agent_appointed":
		k.mandates = append(k.mandates, e.Agent)
	case "agent_released":
		k.mandates = nil
	case "agent_acted":
		k.acted = k.acted || len(k.mandates) == 0 || e.Agent != "" && !slices.Contains(k.mandates, e.Agent)
	case "undertaken":
		k.village = k.village || e.Level == "village"
		k.townshipHasTaken = k.townshipHasTaken || e.Level == "township"
	case "passed_on":
		k.passed = k.passed || e.Level == "township" && !k.townshipHasTaken
	case "returned":
		k.noRemedy = k.noRemedy || e.Remedy == ""
	case "decided", "closed":
		if e.Outcome == "cancelled" {
			break
		}
		for _, open := range k.parts {
			k.early = k.early || open > 0
		}
		k.up = k.up || k.away > 0 || d.Routing == "forwarded" && !k.superior
		k.unspoken = k.unspoken || d.Handling == "special" && !d.special
	}
	return err
}

// deviations are the names of those that the course shows.
func (k *course) deviations() (out []string) {
	for name, shown := range map[string]bool{
		"village_undertook": k.village, "passed_on_unundertaken": k.passed, "acted_without_mandate": k.acted, "returned_without_remedy": k.noRemedy,
		"ended_before_parts": k.early, "ended_before_superior": k.up, "special_without_grant": k.unspoken,
	} {
		if shown {
			out = append(out, name)
		}
	}
	return out
}

// schemes are the kinds of each scheme in the order in which they apply.
var schemes = map[string][]string{
	"all":   {"returned", "corrected", "special", "joint", "forwarded", "agent", "immediate", "promised"},
	"seven": {"returned", "corrected", "special", "joint", "forwarded", "immediate", "promised"},
	"six":   {"returned", "corrected", "joint", "agent", "immediate", "promised"},
}

// label is the kind of a case under a scheme.
func (d *dossier) label(scheme string) string {
	applies := map[string]bool{d.Handling: true, d.Routing: true, "returned": d.status == "returned", "corrected": d.corrected}
	for _, kind := range schemes[scheme] {
		if applies[kind] {
			return kind
		}
	}
	return "other"
}

// kind is the label by which figures count.
func (d *dossier) kind() string { return d.label("all") }
