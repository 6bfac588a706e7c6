package policy

import (
	"github.com/go-json-experiment/json"
)

// Parse reads a policy from JSON. A member that this version does not know, or
// one that stands there twice, is an error; so is what [Policy.Check] refuses,
// as an [*Error]. An error gives the zero Policy.
func Parse(b []byte) (Policy, error) {
	var p Policy
	if err := json.Unmarshal(b, &p, json.RejectUnknownMembers(true)); err != nil {
		return Policy{}, err
	}
	if err := p.Check(); err != nil {
		return Policy{}, err
	}
	return p.plain(), nil
}

// JSON is the policy's canonical form.
func (p Policy) JSON() ([]byte, error) { return json.Marshal(p.plain(), json.Deterministic(true)) }

// plain is the policy with absent lists in place of empty ones.
func (p Policy) plain() Policy {
	p.Defaults = absent(p.Defaults)
	p.Grounds = absent(p.Grounds)
	p.Levels = absent(p.Levels)
	p.Periods = absent(p.Periods)
	p.Signals = absent(p.Signals)
	p.Silence = absent(p.Silence)
	p.Systems = absent(p.Systems)
	return p
}

func absent[E any](all []E) []E {
	if len(all) == 0 {
		return nil
	}
	return all
}
