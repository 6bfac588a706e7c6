package verify

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A key is the public key of a log.
type key struct {
	note.Verifier
	text string
}

func parseKey(text string) (key, error) {
	text = strings.TrimSuffix(text, "\n")
	v, err := note.NewVerifier(text)
	if err != nil {
		return key{}, fmt.Errorf("%q is no public key of a log", text)
	}
	return key{v, text}, nil
}

// A policy is a C2SP policy: which keys a log may have, and whose cosignatures its
// checkpoints need.
type policy struct {
	logs      []key
	witnesses []cosigner // in their order
	quorum    *group     // nil: none are needed
}

// A group wants so many of its members.
type group struct {
	name    string
	want    int
	members []any // cosigner, or *group
}

// parsePolicy reads a policy.
func parsePolicy(text string) (p policy, err error) {
	named, quorum := map[string]any{}, ""
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
			continue
		case words[0] == "log" && (len(words) == 2 || len(words) == 3):
			var k key
			k, err = parseKey(words[1])
			p.logs = append(p.logs, k)
		case words[0] == "witness" && (len(words) == 3 || len(words) == 4) && free(named, words[1]):
			var c cosigner
			c, err = parseCosigner(words[1], words[2])
			p.witnesses, named[words[1]] = append(p.witnesses, c), c
		case words[0] == "group" && len(words) >= 4 && free(named, words[1]):
			named[words[1]], err = parseGroup(words[1], words[2], words[3:], named)
		case words[0] == "quorum" && len(words) == 2 && quorum == "":
			quorum = words[1]
		default:
			return policy{}, fmt.Errorf("line %d is not of a policy: %q", i+1, line)
		}
		if err != nil {
			return policy{}, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	switch x := named[quorum].(type) {
	case cosigner:
		p.quorum = &group{x.name, 1, []any{x}}
	case *group:
		p.quorum = x
	}
	switch {
	case len(p.logs) == 0:
		return policy{}, errors.New("it names no log")
	case quorum == "":
		return policy{}, errors.New("it says no quorum; without witnesses that is quorum none")
	case quorum != "none" && p.quorum == nil:
		return policy{}, fmt.Errorf("it wants the quorum %s, and does not say who that is", quorum)
	}
	return p, nil
}

// free says whether a witness or group may have a name.
func free(named map[string]any, name string) bool {
	return named[name] == nil && name != "none"
}

func parseGroup(name, want string, members []string, named map[string]any) (*group, error) {
	g := &group{name: name}
	for _, m := range members {
		if named[m] == nil {
			return nil, fmt.Errorf("%s is no witness or group named before", m)
		}
		g.members = append(g.members, named[m])
	}
	n, err := strconv.Atoi(want)
	switch {
	case want == "any":
		n = 1
	case want == "all":
		n = len(members)
	case err != nil || n < 1 || n > len(members):
		return nil, fmt.Errorf("%q is not any, all, or a number of its %d members", want, len(members))
	}
	g.want = n
	return g, nil
}

// holds says whether enough have signed.
func (g *group) holds(signed func(cosigner) bool) bool {
	n := 0
	for _, m := range g.members {
		switch m := m.(type) {
		case cosigner:
			if signed(m) {
				n++
			}
		case *group:
			if m.holds(signed) {
				n++
			}
		}
	}
	return n >= g.want
}

// String says who is wanted: "2 of a, b, (1 of c, d)".
func (g *group) String() string {
	var names []string
	for _, m := range g.members {
		switch m := m.(type) {
		case cosigner:
			names = append(names, m.name)
		case *group:
			names = append(names, "("+m.String()+")")
		}
	}
	return fmt.Sprintf("%d of %s", g.want, strings.Join(names, ", "))
}
