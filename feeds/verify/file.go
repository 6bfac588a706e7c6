package verify

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// A Checkpoint is the text that a log signs.
type Checkpoint struct {
	Origin string
	Size   uint64
	Root   tlog.Hash
	More   string // lines of extensions, each with its line feed
}

// String gives the text.
func (c Checkpoint) String() string {
	return fmt.Sprintf("%s\n%d\n%s\n%s", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]), c.More)
}

// ParseCheckpoint reads the text of a checkpoint.
func ParseCheckpoint(text string) (c Checkpoint, err error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) == 4 {
		c.Origin, c.More = lines[0], lines[3]
		c.Size, _ = strconv.ParseUint(lines[1], 10, 63)
		if root, err := base64.StdEncoding.DecodeString(lines[2]); err == nil && len(root) == len(c.Root) {
			c.Root = tlog.Hash(root)
		}
	}
	if c.Origin == "" || c.String() != text || c.More != "" && !strings.HasSuffix(c.More, "\n") || c.Size == 0 && c.Root != emptyRoot {
		return Checkpoint{}, errors.New("want origin, size and root, a line each")
	}
	return c, nil
}

// tilePath is the name of a tile, of level -1 that of a bundle of leaves.
func tilePath(level int, n uint64, width int) string {
	l := "entries"
	if level >= 0 {
		l = strconv.Itoa(level)
	}
	name := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	if width < tileWidth {
		name = fmt.Sprintf("%s.p/%d", name, width)
	}
	return "tile/" + l + "/" + name
}

// ParseTile reads the hashes of a tile.
func ParseTile(b []byte) ([]tlog.Hash, error) {
	if len(b) == 0 || len(b)%tlog.HashSize != 0 || len(b) > tileWidth*tlog.HashSize {
		return nil, fmt.Errorf("%d bytes are no hashes", len(b))
	}
	out := make([]tlog.Hash, len(b)/tlog.HashSize)
	for i := range out {
		out[i] = tlog.Hash(b[i*tlog.HashSize:])
	}
	return out, nil
}

// ParseBundle reads the leaves of a bundle.
func ParseBundle(b []byte) (out [][]byte, err error) {
	for len(b) > 0 {
		if len(b) < 2 || len(b)-2 < int(binary.BigEndian.Uint16(b)) || len(out) == tileWidth {
			return nil, errors.New("the leaves do not fill the file")
		}
		end := 2 + int(binary.BigEndian.Uint16(b))
		out, b = append(out, b[2:end:end]), b[end:]
	}
	if len(out) == 0 {
		return nil, errors.New("there is no leaf in it")
	}
	return out, nil
}

// AppendBundle is the reverse of [ParseBundle].
func AppendBundle(b []byte, leaves [][]byte) []byte {
	for _, l := range leaves {
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(l))), l...)
	}
	return b
}

// A LongLeaf stands for a record that is too long for a leaf.
type LongLeaf struct {
	Hash string // of the record, as of a leaf, in hexadecimal digits
	Size int
}

// ParseLongLeaf reads one; ok says whether the leaf is one at all.
func ParseLongLeaf(b []byte) (l LongLeaf, ok bool) {
	if !bytes.HasPrefix(b, []byte(`{"hash":"`)) {
		return LongLeaf{}, false
	}
	if _, err := fmt.Sscanf(string(b), `{"hash":"%64s","size":%d,"v":1}`, &l.Hash, &l.Size); err != nil {
		return LongLeaf{}, false
	}
	return l, lowerHex(l.Hash) && len(l.Hash) == 64 && l.Size > 1<<16-1 && string(b) == l.String()
}

// String gives the leaf.
func (l LongLeaf) String() string {
	return fmt.Sprintf(`{"hash":"%s","size":%d,"v":1}`, l.Hash, l.Size)
}
