package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"
)

// EventID identifies an event for ever. It is a UUID version 8 (RFC 9562)
// that is a pure function of the causing command and the event's index, so
// that a command whose outcome is unknown can be sent again as it is.
type EventID [16]byte

// CommandID identifies a command: any UUID. Versions 7 and 8 begin with a time
// and keep the store's id index sorted; with others appends are slower, and
// nothing else changes.
type CommandID [16]byte

// String gives the form 01234567-89ab-cdef-0123-456789abcdef.
func (id EventID) String() string { return uuidString(id) }

// String gives the form 01234567-89ab-cdef-0123-456789abcdef.
func (id CommandID) String() string { return uuidString(id) }

// ParseEventID reads the form that [EventID.String] gives.
func ParseEventID(s string) (EventID, error) {
	b, err := parseUUID("event id", s)
	return EventID(b), err
}

// ParseCommandID reads the form that [CommandID.String] gives.
func ParseCommandID(s string) (CommandID, error) {
	b, err := parseUUID("command id", s)
	return CommandID(b), err
}

// NewCommandID derives a command id from a time and a key: 48 bits of Unix
// milliseconds, then bits of SHA-256("caseledger command" ‖ 0 ‖ key), with
// version 8 and the RFC variant. The same arguments give the same id.
func NewCommandID(at time.Time, key string) CommandID {
	sum := sha256.Sum256([]byte("caseledger command\x00" + key))
	var id CommandID
	putMillis(id[:], uint64(max(at.UnixMilli(), 0)))
	copy(id[6:], sum[:10])
	stamp(id[:])
	return id
}

// EventIDOf derives the id of a command's n-th event, n from 0 to 4095: the
// first 48 bits of the command's id, 12 bits of n, then bits of
// SHA-256("caseledger event" ‖ 0 ‖ command ‖ n as 4 bytes, big endian), with
// version 8 and the RFC variant. Ids of one command sort by n.
func EventIDOf(command CommandID, n int) EventID {
	buf := append([]byte("caseledger event\x00"), command[:]...)
	sum := sha256.Sum256(binary.BigEndian.AppendUint32(buf, uint32(n)))
	var id EventID
	copy(id[:6], command[:6])
	id[6], id[7] = byte(n>>8)&0x0f, byte(n)
	copy(id[8:], sum[:8])
	stamp(id[:])
	return id
}

func putMillis(b []byte, ms uint64) {
	var t [8]byte
	binary.BigEndian.PutUint64(t[:], ms<<16)
	copy(b, t[:6])
}

// stamp sets UUID version 8 and the RFC 9562 variant.
func stamp(b []byte) {
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
}

func uuidString(b [16]byte) string {
	var s [36]byte
	hex.Encode(s[0:8], b[0:4])
	hex.Encode(s[9:13], b[4:6])
	hex.Encode(s[14:18], b[6:8])
	hex.Encode(s[19:23], b[8:10])
	hex.Encode(s[24:36], b[10:16])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:])
}

func parseUUID(field, s string) (id [16]byte, err error) {
	bad := &InvalidError{Field: field, Value: s, Reason: "want a UUID such as 01234567-89ab-cdef-0123-456789abcdef"}
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, bad
	}
	var out [16]byte
	if _, err := hex.Decode(out[:], []byte(s[0:8]+s[9:13]+s[14:18]+s[19:23]+s[24:])); err != nil {
		return id, bad
	}
	if uuidString(out) != s {
		return id, bad // upper case: one id has one spelling
	}
	return out, nil
}
