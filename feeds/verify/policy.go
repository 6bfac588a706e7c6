package verify

import (
	"errors"
	"fmt"
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

// parsePolicy reads the keys that a C2SP policy names. One that wants witnesses is
// refused: their signatures are not checked yet, and nothing is to pass that was
// not checked.
func parsePolicy(text string) (keys []key, err error) {
	quorum := ""
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "log" && (len(words) == 2 || len(words) == 3):
			k, err := parseKey(words[1])
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			keys = append(keys, k)
		case words[0] == "witness" && len(words) >= 3, words[0] == "group" && len(words) >= 3:
		case words[0] == "quorum" && len(words) == 2 && quorum == "":
			quorum = words[1]
		default:
			return nil, fmt.Errorf("line %d is not of a policy: %q", i+1, line)
		}
	}
	switch {
	case len(keys) == 0:
		return nil, errors.New("it names no log")
	case quorum == "":
		return nil, errors.New("it says no quorum; without witnesses that is quorum none")
	case quorum != "none":
		return nil, fmt.Errorf("it wants the quorum %s, and witnesses cannot be checked yet; with quorum none they are left out", quorum)
	}
	return keys, nil
}
