package tlog

import (
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/transparency-dev/tessera/client"
	"golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections/statements"
)

// First lines of proofs. feeds/FORMAT.md §6.6 specifies them.
const (
	recordProof = "c2sp.org/tlog-proof@v1"
	figureProof = "caseledger/figure-proof@v1"
	caseProof   = "caseledger/case-proof@v1"
)

// Proof proves that the record with an ordinal is in the newest published
// checkpoint: a C2SP tlog-proof, with the leaf as its extra data. The error is
// [fs.ErrNotExist] where it is not published yet.
func (p Place) Proof(ctx context.Context, ordinal uint64) ([]byte, error) {
	s := p.records()
	leaf, err := s.leafAt(ctx, ordinal-1)
	if err != nil {
		return nil, err
	}
	extra := "extra " + base64.StdEncoding.EncodeToString(leaf) + "\n"
	return s.prove(ctx, ordinal-1, extra)
}

// FigureProof proves one row of a statement's, the i-th of them: that it is among
// the rows of the leaf of the statement, and that this is in the newest published
// checkpoint of the log of figures.
func (p Place) FigureProof(ctx context.Context, e statements.Edition, rows []statements.Row, i int) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\nindex %d\n", figureProof, rows[i].Line(), i)
	hashes := make([]ledger.Hash, len(rows))
	for i := range rows {
		hashes[i] = ledger.Hash(tlog.RecordHash(rows[i].Line()))
	}
	for _, h := range pathTo(hashes, i) {
		b.WriteString(line(h[:]))
	}
	return p.withLeaf(ctx, &b, e)
}

// CaseProof proves which records of a case a statement took into account, and that
// there are no others.
func (p Place) CaseProof(ctx context.Context, records feeds.Records, e statements.Edition, number string) ([]byte, error) {
	var in input
	if err := in.read(ctx, records, []uint64{uint64(e.Ordinal)}); err != nil {
		return nil, err
	}
	ordinals := in.cases.upTo(number, uint64(e.Ordinal))
	if len(ordinals) == 0 {
		return nil, fmt.Errorf("the statement knows nothing of the case %s: %w", number, fs.ErrNotExist)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", caseProof, caseLeaf(number, ordinals))
	for _, h := range beside(in.cases.placed(uint64(e.Ordinal)), number) {
		b.WriteString(line(h[:]))
	}
	return p.withLeaf(ctx, &b, e)
}

// withLeaf goes on with the leaf of a statement and its proof.
func (p Place) withLeaf(ctx context.Context, b *strings.Builder, e statements.Edition) ([]byte, error) {
	s := p.figures()
	for i := uint64(0); i < s.published(); i++ {
		leaf, err := s.leafAt(ctx, i)
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(string(leaf), fmt.Sprintf(`,"statement":%d,"v":1}`, e.At)) {
			proof, err := s.prove(ctx, i, "")
			return fmt.Appendf([]byte(b.String()), "\n%s\n%s", leaf, proof), err
		}
	}
	return nil, fmt.Errorf("the statement of %s %s is not in the log of figures yet: %w", e.Period, e.Org, fs.ErrNotExist)
}

// leafAt reads a leaf of what is published.
func (s shelf) leafAt(ctx context.Context, i uint64) ([]byte, error) {
	size := s.published()
	if i >= size {
		return nil, fmt.Errorf("the log shows %d leaves: %w", size, fs.ErrNotExist)
	}
	b, err := client.GetEntryBundle(ctx, client.FileFetcher{Root: s.dir}.ReadEntryBundle, i/bundle, size)
	if err != nil {
		return nil, err
	}
	return b.Entries[i%bundle], nil
}

// prove is a C2SP tlog-proof of a leaf.
func (s shelf) prove(ctx context.Context, i uint64, extra string) ([]byte, error) {
	signed, err := os.ReadFile(filepath.Join(s.dir, "checkpoint"))
	if err != nil {
		return nil, err
	}
	body, _, _ := strings.Cut(string(signed), "\n\n")
	c, err := parseCheckpoint([]byte(body + "\n"))
	if err != nil {
		return nil, err
	}
	builder, err := client.NewProofBuilder(ctx, c.size, client.FileFetcher{Root: s.dir}.ReadTile)
	if err != nil {
		return nil, err
	}
	way, err := builder.InclusionProof(ctx, i)
	if err != nil {
		return nil, err
	}
	out := fmt.Appendf(nil, "%s\n%sindex %d\n", recordProof, extra, i)
	for _, h := range way {
		out = append(out, line(h)...)
	}
	return append(append(out, '\n'), signed...), nil
}

func line(hash []byte) string { return base64.StdEncoding.EncodeToString(hash) + "\n" }

// pathTo are the hashes beside the way to a leaf, from the leaf up (RFC 6962
// §2.1.1).
func pathTo(leaves []ledger.Hash, i int) []ledger.Hash {
	if len(leaves) < 2 {
		return nil
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	if i < k {
		return append(pathTo(leaves[:k], i), rootOf(leaves[k:]))
	}
	return append(pathTo(leaves[k:], i-k), rootOf(leaves[:k]))
}

func rootOf(leaves []ledger.Hash) ledger.Hash {
	tree := ranges.NewEmptyRange(0)
	for i := range leaves {
		_ = tree.Append(leaves[i][:], nil) // fails for hashes of another size only
	}
	root, _ := tree.GetRootHash(nil)
	return ledger.Hash(root)
}
