package intake

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// source is the input after decompression.
type source struct {
	file   string
	format Format
	text   *bufio.Reader
	read   *atomic.Int64 // bytes of the compressed input taken so far
}

// counter counts the bytes that were read.
type counter struct {
	r io.Reader
	n atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// faults gives read errors the form of a *SourceError, except where they come
// from the input itself.
type faults struct {
	r    io.Reader
	file string
}

func (f *faults) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err == nil || err == io.EOF {
		return n, err
	}
	var source *SourceError
	if !errors.As(err, &source) {
		err = &SourceError{File: f.file, Reason: "cannot be read: " + err.Error(), Err: err}
	}
	return n, err
}

const bufferSize = 1 << 16

// open finds compression and format by the first bytes.
func open(file string, input io.Reader, m *Mapping) (*source, error) {
	fault := func(reason string) error { return &SourceError{File: file, Reason: reason} }
	count := &counter{r: input}
	raw := bufio.NewReaderSize(&faults{count, file}, bufferSize)
	head, err := raw.Peek(4)
	if len(head) == 0 {
		if err != io.EOF {
			return nil, err
		}
		return nil, fault("is empty")
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK")):
		return nil, fault("is a ZIP or Excel file; save the table as CSV")
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil, fault("is UTF-16; save it as UTF-8")
	}
	text := raw
	if bytes.HasPrefix(head, []byte("\x1f\x8b")) {
		z, err := gzip.NewReader(raw)
		if err != nil {
			return nil, gzipFault(file, err)
		}
		text = bufio.NewReaderSize(&gunzip{z, file}, bufferSize)
	}
	if bom, _ := text.Peek(3); string(bom) == "\ufeff" {
		text.Discard(3)
	}
	s := &source{file: file, text: text, read: &count.n}
	s.format, err = sniff(text)
	if err != nil {
		return nil, err
	}
	if s.format == "" {
		return nil, fault("is empty")
	}
	if !slices.Contains(m.Formats, s.format) {
		return nil, fault(fmt.Sprintf("looks like %s, and the mapping %s reads %s", s.format, m.Name, join(m.Formats)))
	}
	return s, nil
}

// sniff tells the format by the first character that is not white space; ""
// where there is none.
func sniff(r *bufio.Reader) (Format, error) {
	for n := 1; n <= bufferSize; n++ {
		b, err := r.Peek(n)
		if len(b) < n {
			if err == io.EOF {
				err = nil
			}
			return "", err
		}
		switch b[n-1] {
		case ' ', '\t', '\r', '\n':
		case '<':
			return XES, nil
		case '{', '[':
			return NDJSON, nil
		default:
			return CSV, nil
		}
	}
	return CSV, nil
}

// gunzip names the file in the faults of its compression.
type gunzip struct {
	z    *gzip.Reader
	file string
}

func (g *gunzip) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	if err == nil || err == io.EOF {
		return n, err
	}
	return n, gzipFault(g.file, err)
}

func gzipFault(file string, err error) error {
	var source *SourceError
	if errors.As(err, &source) {
		return err
	}
	reason := "the gzip compression is damaged: " + err.Error()
	if errors.Is(err, io.ErrUnexpectedEOF) {
		reason = "the gzip compression ends too early; the file is cut off"
	}
	return &SourceError{File: file, Reason: reason, Err: err}
}

func join(formats []Format) string {
	out := make([]string, len(formats))
	for i, f := range formats {
		out[i] = string(f)
	}
	return strings.Join(out, ", ")
}

// checkText refuses what is not UTF-8, since records are.
func checkText(s, encodingHint string) error {
	if utf8.ValidString(s) {
		return nil
	}
	return errors.New("is not UTF-8" + encodingHint)
}
