// Package posts is the view of how many records each post (岗位) has made.
package posts

import (
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// View counts the records of each post; those without a post are left out.
var View = view.View{
	Name: "posts", Version: 1,
	Tables: []string{"CREATE TABLE posts_records (post TEXT PRIMARY KEY, records BIGINT NOT NULL)"},
	New:    func(door.Tx) (view.Writer, error) { return writer{}, nil },
}

var sheet = &door.Sheet{Table: "posts_records", Columns: []string{"post", "records"}, Key: []string{"post"}, Add: []string{"records"}}

type writer struct{}

// Take implements [view.Writer].
func (writer) Take(t door.Tx, b *view.Batch) error {
	counts, order := map[string]int64{}, []string{}
	for _, r := range b.Records {
		if r.Post == "" {
			continue
		}
		if counts[r.Post]++; counts[r.Post] == 1 {
			order = append(order, r.Post)
		}
	}
	return t.Put(sheet, len(order), func(i int, p door.Params) {
		p.Text(order[i])
		p.Int(counts[order[i]])
	})
}

// Forget implements [view.Writer].
func (writer) Forget() {}

// Records is how many records a post has made.
func Records(t door.Tx, post string) (n int64, err error) {
	err = t.Query("SELECT records FROM posts_records WHERE post = ?1", func(r door.Row) error {
		n = r.Int(0)
		return nil
	}, post)
	return n, err
}
