package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// PostAbolished (撤销岗位).
type PostAbolished struct {
	Date workdays.Date
	Post string
}

// Stored names the schema.
func (PostAbolished) Stored() string { return "post.abolished/1" }

// Stream is that of the post.
func (e PostAbolished) Stream() ledger.StreamID { return named(PostPrefix, e.Post) }

// Subject is the end.
func (e PostAbolished) Subject() string { return subject("abolished", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e PostAbolished) Since() time.Time { return since(e.Date) }

var postAbolished = entry(spec[PostAbolished]{
	Zh: "撤销岗位", En: "Post abolished", Public: act.Published,
	Command: "abolishPost", Says: "Ends a post from a day on (撤销岗位).", By: act.BySupervisor,
	Members: func(e *PostAbolished, m *act.Members) {
		m.Date(&e.Date, "date", "First day without it (撤销日).", act.Required, act.Always)
		m.Name(&e.Post, "post", "Code of the post (岗位).", act.Required, act.Always)
	},
	Check: func(e *PostAbolished) error {
		if err := given("date", e.Date.String()); err != nil {
			return err
		}
		return stands("post", e.Post, e.Stream())
	},
})

func (e PostAbolished) allowed(d *Directory) error {
	if d.posts.on(e.Post, e.Date) == nil {
		return refuse(RulePost, "the post %s does not stand on %s", e.Post, e.Date)
	}
	return nil
}
