package tlog

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A shelf is one of the logs of a place: that of the records, or that of the
// figures. Both are signed with one key, each under a name of its own.
type shelf struct {
	place Place
	of    string // what has a leaf: "records" or "statements"
	under string // what the name has after the place's origin
	dir   string // that is served
	mark  string // file with the newest checkpoint that was signed
	lock  string // file or folder that the process holds that writes
}

// figuresName is what the log of figures has after the origin, and its folder
// within that of the records.
const figuresName = "figures"

func (p Place) records() shelf {
	return shelf{place: p, of: "records", dir: p.Dir(), mark: p.markFile(), lock: p.keyFile()}
}

func (p Place) figures() shelf {
	return shelf{place: p, of: "statements", under: "/" + figuresName, dir: filepath.Join(p.Dir(), figuresName),
		mark: filepath.Join(string(p), "log.figures.mark"), lock: filepath.Join(p.Dir(), figuresName)}
}

// signer reads the key of the place, under the name of the shelf.
func (s shelf) signer() (note.Signer, string, error) {
	signer, public, private, err := s.place.signer()
	if err != nil || s.under == "" {
		return signer, public, err
	}
	if public, err = renamed(public, s.under); err != nil {
		return nil, "", err
	}
	key, err := note.NewVerifier(public)
	if err != nil {
		return nil, "", err
	}
	return &namesake{key, private}, public, nil
}

// renamed is a public key under a longer name.
func renamed(public, under string) (string, error) {
	parts := strings.SplitN(public, "+", 3)
	if len(parts) != 3 {
		return "", errors.New("want three parts")
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return "", errors.New("want a public key of Ed25519")
	}
	return note.NewEd25519VerifierKey(parts[0]+under, raw[1:])
}

// namesake signs with a key under another name.
type namesake struct {
	note.Verifier
	key ed25519.PrivateKey
}

// Sign implements [note.Signer].
func (n *namesake) Sign(text []byte) ([]byte, error) { return ed25519.Sign(n.key, text), nil }

// witnesses are those who must have cosigned. The log of figures needs none: each
// of its leaves follows from records that they have cosigned.
func (s shelf) witnesses() (witnesses, error) {
	if s.under == "" {
		return s.place.witnesses()
	}
	return nobody(), nil
}
