package posts_test

import (
	"path/filepath"
	"testing"

	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/posts"
)

func TestRecordsOfPosts(t *testing.T) {
	s := memory.New()
	defer s.Close()
	want := map[string]int64{}
	for r := range casetest.Interleaved(1, 60, 5) {
		if _, err := s.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
			t.Fatal(err)
		}
		want[r.Post]++
	}
	delete(want, "")
	v, err := projections.Open(t.Context(), filepath.Join(t.TempDir(), "views"))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := v.CatchUp(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	err = v.ReadView(t.Context(), "posts", func(tx door.Tx, _ uint64) error {
		for post, n := range want {
			if got, err := posts.Records(tx, post); err != nil || got != n {
				t.Errorf("post %s: %d records, %v; want %d", post, got, err, n)
			}
		}
		return nil
	})
	if err != nil || len(want) == 0 {
		t.Errorf("%d posts, %v", len(want), err)
	}
}
