package verify

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// checkLeaves holds leaves against their hashes, where those are certain, and says
// in words what has become of them.
func (w *walk) checkLeaves(n uint64, width int, b *batch, hashes []tlog.Hash) {
	first := n * tileWidth
	file := tilePath(-1, n, width)
	if b.wrong != nil {
		w.report.add("bundle", fmt.Sprintf("%s, leaves %d to %d", file, first, first+uint64(width)-1), fmt.Sprintf("%d leaves", width), b.wrong.Error())
		return
	}
	if len(b.hashes) != width {
		w.report.add("bundle", file, fmt.Sprintf("%d leaves", width), fmt.Sprintf("%d leaves", len(b.hashes)))
	}
	for i, j := 0, 0; i < len(hashes) && hashes != nil; i, j = i+1, j+1 {
		where := fmt.Sprintf("leaf %d", first+uint64(i))
		switch {
		case j >= len(b.hashes):
			w.report.add("leaf", where, hexOf(hashes[i]), "nothing")
		case b.hashes[j] == hashes[i]:
		case len(b.hashes) < width && i+1 < len(hashes) && b.hashes[j] == hashes[i+1]: // one was dropped
			w.report.add("leaf", where, hexOf(hashes[i]), "nothing: the next leaf stands in its place")
			j--
		case len(b.hashes) > width && j+1 < len(b.hashes) && b.hashes[j+1] == hashes[i]: // one was put in
			w.report.add("leaf", where, hexOf(hashes[i]), fmt.Sprintf("before it %s, which belongs nowhere", b.described(j)))
			j++
		default:
			w.report.add("leaf", where, hexOf(hashes[i]), b.described(j)+belongs(b.hashes[j], hashes, first))
		}
	}
}

// described says what a leaf is.
func (b *batch) described(j int) string {
	return fmt.Sprintf("%s (%s)", hexOf(b.hashes[j]), b.contents[j])
}

// belongs says where a leaf belongs that stands elsewhere.
func belongs(h tlog.Hash, hashes []tlog.Hash, first uint64) string {
	for i := range hashes {
		if hashes[i] == h {
			return fmt.Sprintf(", which is leaf %d", first+uint64(i))
		}
	}
	return ""
}

// checkRecords is shown batches and checks what the leaves hold: each a canonical
// record, and the revisions of each stream without a gap.
func (s *streams) checkRecords(r *Report, n uint64, width int, b *batch) {
	odd := b.wrong != nil || len(b.leaves) != width
	if odd {
		s.gaps++
	}
	for i, c := range b.contents {
		where := fmt.Sprintf("leaf %d", n*tileWidth+uint64(i))
		if c.err != nil {
			r.add("record", where, "a canonical record", c.err.Error())
			s.gaps++
			continue
		}
		if odd {
			s.gaps++
		}
		if want, ok := s.take(c.key, c.revision); !ok {
			r.add("revision", where, fmt.Sprintf("revision %d of the stream", want), c.String())
		}
	}
}
