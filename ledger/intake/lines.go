package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
)

// lines is a stretch of consecutive lines of the input.
type lines struct {
	first int // number of the first one
	text  [][]byte
}

// linesAtOnce is how many lines are read and handed on together.
const linesAtOnce = 256

// splitLines yields the lines of a text. The last one needs no line end.
func splitLines(file string, r *bufio.Reader) iter.Seq2[lines, error] {
	return func(yield func(lines, error) bool) {
		l := lines{first: 1}
		for n := 1; ; n++ {
			b, err := readLine(r)
			if err == nil || err == io.EOF && len(b) > 0 {
				l.text = append(l.text, b)
			}
			if len(l.text) == linesAtOnce || err != nil && len(l.text) > 0 {
				if !yield(l, nil) {
					return
				}
				l = lines{first: n + 1}
			}
			if err == nil {
				continue
			}
			if errors.Is(err, errLineTooLong) {
				err = &SourceError{File: file, Line: n, Reason: err.Error()}
			}
			if err != io.EOF {
				yield(lines{}, err)
			}
			return
		}
	}
}

var errLineTooLong = fmt.Errorf("the line is longer than %d bytes", maxToken)

// readLine reads a line without its end. With io.EOF it is what stands behind
// the last line end.
func readLine(r *bufio.Reader) (line []byte, err error) {
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxToken {
			return nil, errLineTooLong
		}
		if err != bufio.ErrBufferFull {
			return bytes.TrimRight(line, "\r\n"), err
		}
	}
}
