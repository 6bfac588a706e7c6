package verify

// ParsePolicy reads a policy, and says what it wants: its keys, witnesses, quorum.
func ParsePolicy(text string) (logs, witnesses int, quorum string, err error) {
	p, err := parsePolicy(text)
	if p.quorum != nil {
		quorum = p.quorum.name + ": " + p.quorum.String()
	}
	return len(p.logs), len(p.witnesses), quorum, err
}
