package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
)

// Value is one personal value in clear.
type Value struct {
	Label   string // what it is: "applicant.name"; public, see [disclosure.Label]
	Subject string // random pseudonym of the person it belongs to; not public
	Text    string // the value; not public
}

const (
	boxVersion = 1
	saltBytes  = 32
	nonceBytes = 12
)

// Commitment binds a value to a public record; see the package's format.
func Commitment(salt [saltBytes]byte, label, text string) ledger.Hash {
	h := hmac.New(sha256.New, salt[:])
	h.Write(appendField(nil, label))
	h.Write([]byte(text))
	return ledger.Hash(h.Sum(nil))
}

// Seal encrypts values for one event, in their order. The keys of their
// subjects are durable when it returns. A subject that was erased gives
// [ErrErased]: who is forgotten stays forgotten. A label that may not stand in
// public is a [*disclosure.Error], and then nothing is sealed.
func (v *Vault) Seal(stream ledger.StreamID, id ledger.EventID, values []Value) ([]ledger.Sealed, error) {
	for _, value := range values {
		if err := checkLabel(value.Label); err != nil {
			return nil, fmt.Errorf("seal for event %s: %w", id, err)
		}
	}
	out := make([]ledger.Sealed, len(values))
	for i, value := range values {
		s, err := v.seal(stream, id, value)
		if err != nil {
			return nil, fmt.Errorf("seal %s of event %s: %w", value.Label, id, err)
		}
		out[i] = s
	}
	return out, nil
}

// checkLabel says whether a label may be public. Labels that stand already are
// revealed whatever they are.
func checkLabel(label string) error {
	const field = "label of a personal value"
	if label == "" {
		return &ledger.InvalidError{Field: field, Reason: "is missing"}
	}
	return disclosure.Label(field, label)
}

func (v *Vault) seal(stream ledger.StreamID, id ledger.EventID, value Value) (ledger.Sealed, error) {
	if err := checkSubject(value.Subject); err != nil {
		return ledger.Sealed{}, err
	}
	key, err := v.key(value.Subject, true)
	if err != nil {
		return ledger.Sealed{}, err
	}
	random := make([]byte, nonceBytes+saltBytes)
	if _, err := io.ReadFull(v.random, random); err != nil {
		return ledger.Sealed{}, fmt.Errorf("draw nonce and salt: %w", err)
	}
	nonce, salt := random[:nonceBytes], random[nonceBytes:]
	box := append([]byte{boxVersion}, nonce...)
	box = key.Seal(box, nonce, append(salt[:saltBytes:saltBytes], value.Text...), boxContext(stream, id, value.Label))
	return ledger.Sealed{
		Label:      value.Label,
		Subject:    value.Subject,
		Commitment: Commitment([saltBytes]byte(salt), value.Label, value.Text),
		Box:        box,
	}, nil
}

// Reveal decrypts the values of a record and checks each against its
// commitment. Values of erased subjects are left out, and the error is
// [ErrErased] beside the others; any other error comes without values.
func (v *Vault) Reveal(r *ledger.Record) ([]Value, error) {
	var out []Value
	var erased error
	for i := range r.Sealed {
		value, err := v.reveal(r, &r.Sealed[i])
		switch {
		case errors.Is(err, ErrErased):
			erased = fmt.Errorf("%s of event %s: %w", r.Sealed[i].Label, r.ID, err)
		case err != nil:
			return nil, fmt.Errorf("reveal %s of event %s: %w", r.Sealed[i].Label, r.ID, err)
		default:
			out = append(out, value)
		}
	}
	return out, erased
}

func (v *Vault) reveal(r *ledger.Record, s *ledger.Sealed) (Value, error) {
	corrupt := func(reason string) error {
		return &ledger.CorruptError{Where: "the sealed value", Reason: reason}
	}
	if len(s.Box) < 1+nonceBytes || s.Box[0] != boxVersion {
		return Value{}, corrupt("its box has no known format")
	}
	key, err := v.key(s.Subject, false)
	if err != nil {
		return Value{}, err
	}
	nonce, sealed := s.Box[1:1+nonceBytes], s.Box[1+nonceBytes:]
	plain, err := key.Open(nil, nonce, sealed, boxContext(r.Stream, r.ID, s.Label))
	if err != nil || len(plain) < saltBytes {
		return Value{}, corrupt("it was changed, or belongs to another event")
	}
	text := string(plain[saltBytes:])
	commitment := Commitment([saltBytes]byte(plain), s.Label, text)
	if !hmac.Equal(commitment[:], s.Commitment[:]) {
		return Value{}, corrupt("it does not fit its commitment")
	}
	return Value{Label: s.Label, Subject: s.Subject, Text: text}, nil
}

// boxContext is the associated data that ties a box to its place.
func boxContext(stream ledger.StreamID, id ledger.EventID, label string) []byte {
	b := appendField(nil, string(stream))
	b = appendField(b, string(id[:]))
	return appendField(b, label)
}

// appendField appends lp(s).
func appendField(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...)
}
