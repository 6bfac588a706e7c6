package tlog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	f_note "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/tessera"
	"golang.org/x/mod/sumdb/note"
)

// witnesses are those who must have cosigned a checkpoint before it is published.
type witnesses struct {
	group tessera.WitnessGroup
	list  []witness
	text  string // the policy as it is published: without addresses
}

// witness is one of them.
type witness struct {
	name string // in the policy
	key  note.Verifier
}

func nobody() witnesses { return witnesses{group: tessera.NewWitnessGroup(0), text: "quorum none\n"} }

func (p Place) witnessFile() string { return filepath.Join(string(p), "log.witnesses") }

// witnesses reads who must cosign; none where there is no file.
func (p Place) witnesses() (w witnesses, err error) {
	text, err := os.ReadFile(p.witnessFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nobody(), nil
	}
	if err != nil {
		return w, err
	}
	if w, err = parseWitnesses(string(text)); err != nil {
		return w, p.strangeWitnesses(err.Error())
	}
	return w, nil
}

// parseWitnesses reads a C2SP policy whose witnesses have addresses.
func parseWitnesses(text string) (w witnesses, err error) {
	group, err := tessera.NewWitnessGroupFromPolicy([]byte(text))
	if err != nil {
		return w, err
	}
	w, err = parseCosigners(text)
	w.group = group
	return w, err
}

// parseCosigners reads the witnesses of a policy, of which the library has no use
// where they have no addresses.
func parseCosigners(text string) (w witnesses, err error) {
	var lines strings.Builder
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "log" {
			continue
		}
		if words[0] == "witness" {
			if len(words) < 3 {
				return w, fmt.Errorf("%q names no key", line)
			}
			key, err := f_note.NewVerifierForCosignatureV1(words[2])
			if err != nil {
				return w, err
			}
			if same := func(x witness) bool { return x.key.Name() == key.Name() && x.key.KeyHash() == key.KeyHash() }; slices.ContainsFunc(w.list, same) {
				return w, fmt.Errorf("the key of %s stands there twice", words[1])
			}
			w.list = append(w.list, witness{words[1], key})
			words = words[:3]
		}
		fmt.Fprintln(&lines, strings.Join(words, " "))
	}
	w.text = lines.String()
	return w, nil
}

// A Cosignature says whether a witness has signed the newest checkpoint.
type Cosignature struct {
	Witness string    // its name in the policy
	Key     string    // the name in its key
	At      time.Time // when it signed, by its clock; zero: it has not
}

// cosignatures says which of the witnesses have signed a checkpoint.
func (w witnesses) cosignatures(signed []byte) (out []Cosignature) {
	for _, x := range w.list {
		c := Cosignature{Witness: x.name, Key: x.key.Name()}
		if n, err := note.Open(signed, note.VerifierList(x.key)); err == nil {
			if at, err := f_note.CoSigV1Timestamp(n.Sigs[0]); err == nil {
				c.At = at.UTC()
			}
		}
		out = append(out, c)
	}
	return out
}
