package verify_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	sumdb "golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds/verify"
	"caseledger/feeds/verify/recount"
)

// BenchmarkVerify verifies a log in a folder.
func BenchmarkVerify(b *testing.B) {
	const n = 100_000
	dir := whole(b, n)
	for b.Loop() {
		if r, err := verify.Verify(b.Context(), verify.Question{Source: dir, Memory: b.TempDir()}); err != nil || !r.Verified {
			b.Fatalf("%+v, %v", r, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "leaves/s")
}

func BenchmarkParseRecord(b *testing.B) {
	r := record(7)
	b.SetBytes(int64(len(r)))
	for b.Loop() {
		if _, err := verify.ParseRecord(r); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerifyFigures verifies a log of cases with statements of each month,
// whose figures are computed again.
func BenchmarkVerifyFigures(b *testing.B) {
	const n = 100_000
	dir := figured(b, n)
	for b.Loop() {
		if r, err := verify.Verify(b.Context(), verify.Question{Source: dir, Memory: b.TempDir()}); err != nil || !r.Verified || *r.Figures == 0 {
			b.Fatalf("%+v, %v", r, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "leaves/s")
}

// figured is a log of n records of cases with ten records each, ended by a
// statement, with its log of figures.
func figured(b *testing.B, n int) string {
	b.Helper()
	l, err := recount.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	var leaves [][]byte
	tell := func(k int, stream, name, public string, revision int64) {
		at := time.Date(2024, 1, 2, 1, 0, 0, 0, time.UTC).Add(time.Duration(k) * 300 * 24 * time.Hour / time.Duration(n))
		r := verify.Record{
			Command: fmt.Sprintf("00000000-0000-8000-8000-%012x", k), ID: fmt.Sprintf("00000000-0000-8000-9000-%012x", k), Post: "受理岗-01",
			Occurred: at.Format("2006-01-02T15:04:05.000000Z"), Recorded: at.Format("2006-01-02T15:04:05.000000Z"), Public: []byte(public), Revision: revision, Stream: stream, Type: name,
		}
		leaves = append(leaves, r.Append(nil))
		f := recount.Parse(recount.Record{Stream: stream, Type: name, Revision: revision, Occurred: at, Recorded: at, Public: r.Public})
		if err := l.Read(&f); err != nil {
			b.Fatal(err)
		}
	}
	private, public := keys(b, 7)
	var figures [][]byte
	dir := b.TempDir()
	for k := range n {
		if k%(n/10) == n/10-1 {
			month := k / (n / 10)
			period := fmt.Sprintf("2024-%02d", month+1)
			rows, err := l.Rows(period, "", []string{"accepted/1", "on_time_rate/3", "mean_actual_days/3"})
			if err != nil {
				b.Fatal(err)
			}
			root, cases := l.Cases()
			var hashes []sumdb.Hash
			sum := sha256.New()
			for _, r := range rows {
				hashes = append(hashes, sumdb.RecordHash(r))
				sum.Write(append(r, '\n'))
			}
			var all []sumdb.Hash
			for _, x := range leaves {
				all = append(all, sumdb.RecordHash(x))
			}
			in, of := rootOf(all), rootOf(hashes)
			leaf := verify.FigureLeaf{Cases: verify.TreeHead{Root: hex.EncodeToString(root[:]), Size: uint64(cases)}, Definitions: []string{"accepted/1", "on_time_rate/3", "mean_actual_days/3"},
				Input: verify.TreeHead{Root: hex.EncodeToString(in[:]), Size: uint64(k)}, Period: period, Rows: verify.TreeHead{Root: hex.EncodeToString(of[:]), Size: uint64(len(rows))}, Statement: uint64(k) + 1, V: 1}
			figures = append(figures, []byte(leaf.String()))
			for i := 0; i*256 < len(rows); i++ {
				put(b, dir, fmt.Sprintf("figures/rows/%s/%03d", leaf.Rows.Root, i), append(bytes.Join(rows[i*256:min(len(rows), i*256+256)], []byte("\n")), '\n'))
			}
			tell(k, "statement/"+period, "statement.closed/1", fmt.Sprintf(`{"definitions":[{"id":"accepted","version":1},{"id":"on_time_rate","version":3},{"id":"mean_actual_days","version":3}],"ordinal":%d,"period":"%s","rows":%d,"sha256":"%x"}`, k, period, len(rows), sum.Sum(nil)), 0)
			continue
		}
		of, revision := k/50*5+k%5, k%50/5
		public, name := `{"name":"初审","step":"review"}`, "case.step_performed/1"
		switch revision {
		case 0:
			name, public = "case.accepted/1", fmt.Sprintf(`{"calendar":"CN","channel":"window","handling":"promised","item":"SX-%d","number":"P-%06d","org":"ORG-%d","promisedDays":5,"zone":"Asia/Shanghai"}`, of%50, of, of%60)
		case 9:
			name, public = "case.closed/1", `{"outcome":"granted"}`
		}
		if k%(n/10) > n/10-50 { // the statement takes the place of one of their records
			name, public, of, revision = "case.step_performed/1", `{"name":"初审","step":"review"}`, 1_000_000+k, 0
		}
		tell(k, fmt.Sprintf("case/P-%06d", of), name, public, int64(revision))
	}
	write(b, dir, leaves, private, public)
	fp, fk := figureKeys(b, private)
	writeAs(b, filepath.Join(dir, "figures"), figures, fp, fk, origin+"/figures")
	return dir
}
