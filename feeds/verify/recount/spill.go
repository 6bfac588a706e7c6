package recount

import (
	"bufio"
	"encoding/binary"
	"os"
)

// A spill keeps what was told of each case in a file, so that it can be told
// again: each entry after the one before of the same case.
type spill struct {
	file *os.File
	out  *bufio.Writer
	end  int64
}

// head of an entry: where the one before begins plus one, and the length.
const spillHead = 12

func newSpill() (*spill, error) {
	f, err := os.CreateTemp("", "caseledger-recount-*")
	if err != nil {
		return nil, err
	}
	return &spill{file: f, out: bufio.NewWriterSize(f, 1<<20)}, nil
}

// keep keeps an entry; last is the case's entry before, and is moved on.
func (s *spill) keep(last *int64, data []byte) error {
	var head [spillHead]byte
	binary.BigEndian.PutUint64(head[:8], uint64(*last))
	binary.BigEndian.PutUint32(head[8:], uint32(len(data)))
	*last = s.end + 1
	s.end += spillHead + int64(len(data))
	_, err := s.out.Write(append(head[:], data...))
	return err
}

// all gives the entries of a case, the last one first.
func (s *spill) all(last int64) (out [][]byte, err error) {
	if err := s.out.Flush(); err != nil {
		return nil, err
	}
	for last > 0 {
		var head [spillHead]byte
		if _, err := s.file.ReadAt(head[:], last-1); err != nil {
			return nil, err
		}
		data := make([]byte, binary.BigEndian.Uint32(head[8:]))
		if _, err := s.file.ReadAt(data, last-1+spillHead); err != nil && len(data) > 0 {
			return nil, err
		}
		out, last = append(out, data), int64(binary.BigEndian.Uint64(head[:8]))
	}
	return out, nil
}

func (s *spill) close() {
	_ = s.file.Close() // it is of no use any more
	_ = os.Remove(s.file.Name())
}
