package ledger

import (
	"encoding/binary"
	"errors"
)

// sealedVersion is the first byte of encoded sealed values.
const sealedVersion = 1

// AppendSealed appends the stored form of a record's sealed values: nothing
// for none, else a version byte and for each value its label, subject,
// commitment and box. FORMAT.md §5 specifies it.
func AppendSealed(b []byte, values []Sealed) []byte {
	if len(values) == 0 {
		return b
	}
	b = append(b, sealedVersion)
	for i := range values {
		v := &values[i]
		b = appendSized(b, v.Label)
		b = appendSized(b, v.Subject)
		b = append(b, v.Commitment[:]...)
		b = appendSized(b, v.Box)
	}
	return b
}

func appendSized[T string | []byte](b []byte, s T) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
	return append(b, s...)
}

// ParseSealed reads what [AppendSealed] writes and nothing else. The values
// share no memory with b.
func ParseSealed(b []byte) ([]Sealed, error) {
	if len(b) == 0 {
		return nil, nil
	}
	if b[0] != sealedVersion || len(b) == 1 {
		return nil, errors.New("sealed values are not of version 1")
	}
	var values []Sealed
	for b = b[1:]; len(b) > 0; {
		var label, subject, commitment, box []byte
		var ok [4]bool
		label, b, ok[0] = cutSized(b)
		subject, b, ok[1] = cutSized(b)
		commitment, b, ok[2] = cutBytes(b, len(Hash{}))
		box, b, ok[3] = cutSized(b)
		if ok != [4]bool{true, true, true, true} {
			return nil, errors.New("sealed values end too early")
		}
		values = append(values, Sealed{
			Label:      string(label),
			Subject:    string(subject),
			Commitment: Hash(commitment),
			Box:        append([]byte(nil), box...),
		})
	}
	return values, nil
}

// cutSized cuts a length of four bytes and as many bytes off b.
func cutSized(b []byte) (part, rest []byte, ok bool) {
	n, b, ok := cutBytes(b, 4)
	if !ok {
		return nil, nil, false
	}
	return cutBytes(b, int(binary.BigEndian.Uint32(n)))
}

func cutBytes(b []byte, n int) (part, rest []byte, ok bool) {
	if n < 0 || len(b) < n {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}
