package receipt

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/vault"
)

const (
	alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	letters  = 20 // without the check letters
	length   = letters + 2
	modulus  = 1021
)

// ErrMistyped: the letters are no code; one of them is wrong, or two have changed
// places. It says nothing about whether there is such a receipt.
var ErrMistyped = errors.New("these are not the letters of a receipt code: look for a letter that is wrong, missing, or in another's place")

// A Code is the secret on a receipt. Printed or logged it shows nothing of it;
// [Code.Letters] shows it to its holder.
type Code struct{ text string }

// For is the code of a case that a command issued.
func For(v *vault.Vault, number string, command ledger.CommandID) (Code, error) {
	secret, err := v.Derive("receipt code", append(command[:], number...))
	if err != nil {
		return Code{}, err
	}
	return of(secret), nil
}

// of writes the first 100 bits of a secret.
func of(secret [32]byte) Code {
	high, low := binary.BigEndian.Uint64(secret[:8]), binary.BigEndian.Uint64(secret[8:16])
	text, check := make([]byte, 0, length), 0
	for i := range letters {
		part := high
		if i >= letters/2 {
			part = low
		}
		digit := int(part >> (59 - 5*(i%(letters/2))) & 31)
		text, check = append(text, alphabet[digit]), (check*32+digit)%modulus
	}
	check = (modulus + 1 - check*1024%modulus) % modulus
	return Code{string(append(text, alphabet[check/32], alphabet[check%32]))}
}

// Parse reads a code as people write it. The error is [ErrMistyped].
func Parse(s string) (Code, error) {
	text, sum := make([]byte, 0, length), 0
	for _, r := range strings.ToUpper(s) {
		switch r {
		case ' ', '-':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		digit := strings.IndexRune(alphabet, r)
		if digit < 0 || len(text) == length {
			return Code{}, ErrMistyped
		}
		text, sum = append(text, byte(r)), (sum*32+digit)%modulus
	}
	if len(text) != length || sum != 1 {
		return Code{}, ErrMistyped
	}
	return Code{string(text)}, nil
}

// Letters are the letters of the code, in groups: for its holder's eyes alone.
func (c Code) Letters() string {
	var groups []string
	for rest := c.text; rest != ""; {
		n := min(5, len(rest))
		groups, rest = append(groups, rest[:n]), rest[n:]
	}
	return strings.Join(groups, "-")
}

// String hides the code.
func (Code) String() string { return "a receipt code" }

// GoString hides the code.
func (Code) GoString() string { return "receipt.Code{}" }

// Hash is what the ledger holds of the code.
func (c Code) Hash() string {
	sum := sha256.Sum256([]byte("caseledger receipt code\x00" + c.text))
	return hex.EncodeToString(sum[:])
}
