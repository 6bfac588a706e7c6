package kafka

import (
	"encoding/binary"
	"hash/crc32"

	"caseledger/ledger"
)

// batch is a record batch of version 2 (Kafka protocol guide, "Record Batch"),
// after four bytes of its size, as it is sent. It carries the producer's
// identity, by which a broker knows a batch that it has stored already.
type batch struct {
	bytes   []byte
	records int
	last    ledger.Position
}

// Places in the bytes of a batch.
const (
	sizeBytes    = 4
	lengthAt     = sizeBytes + 8
	checksumAt   = sizeBytes + 17
	attributesAt = sizeBytes + 21
	overhead     = sizeBytes + 61
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encode makes a batch of messages, at least one.
func (id producer) encode(sequence int32, messages []message) batch {
	first, newest := messages[0].at.UnixMilli(), messages[0].at.UnixMilli()
	for i := range messages {
		newest = max(newest, messages[i].at.UnixMilli())
	}
	b := make([]byte, sizeBytes, batchSize(messages))
	b = binary.BigEndian.AppendUint64(b, 0)           // base offset, the broker's
	b = binary.BigEndian.AppendUint32(b, 0)           // length, below
	b = binary.BigEndian.AppendUint32(b, 0xffff_ffff) // leader epoch: unknown
	b = append(b, 2)                                  // version
	b = binary.BigEndian.AppendUint32(b, 0)           // checksum, below
	b = binary.BigEndian.AppendUint16(b, 0)           // attributes
	b = binary.BigEndian.AppendUint32(b, uint32(len(messages)-1))
	b = binary.BigEndian.AppendUint64(b, uint64(first))
	b = binary.BigEndian.AppendUint64(b, uint64(newest))
	b = binary.BigEndian.AppendUint64(b, uint64(id.id))
	b = binary.BigEndian.AppendUint16(b, uint16(id.epoch))
	b = binary.BigEndian.AppendUint32(b, uint32(sequence))
	b = binary.BigEndian.AppendUint32(b, uint32(len(messages)))
	var body []byte
	for i := range messages {
		body = messages[i].appendBody(body[:0], messages[i].at.UnixMilli()-first, i)
		b = binary.AppendVarint(b, int64(len(body)))
		b = append(b, body...)
	}
	binary.BigEndian.PutUint32(b, uint32(len(b)-sizeBytes))
	binary.BigEndian.PutUint32(b[lengthAt:], uint32(len(b)-lengthAt-4))
	binary.BigEndian.PutUint32(b[checksumAt:], crc32.Checksum(b[attributesAt:], castagnoli))
	return batch{b, len(messages), messages[len(messages)-1].position}
}

// appendBody appends the record within its batch, without its length.
func (m *message) appendBody(b []byte, millis int64, index int) []byte {
	b = append(b, 0) // attributes
	b = binary.AppendVarint(b, millis)
	b = binary.AppendVarint(b, int64(index))
	b = appendText(b, m.key)
	b = binary.AppendVarint(b, int64(len(m.value)))
	b = append(b, m.value...)
	b = binary.AppendVarint(b, int64(len(m.headers)))
	for _, h := range m.headers {
		b = appendText(b, h.key)
		b = appendText(b, h.value)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendVarint(b, int64(len(s))), s...)
}

// size bounds the bytes of a message in a batch from above.
func (m *message) size() int {
	n := 48 + len(m.key) + len(m.value)
	for _, h := range m.headers {
		n += 6 + len(h.key) + len(h.value)
	}
	return n
}

func batchSize(messages []message) int {
	n := overhead
	for i := range messages {
		n += messages[i].size()
	}
	return n
}
