package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// PostEstablished (设立岗位).
type PostEstablished struct {
	Date   workdays.Date
	Org    string
	Post   string
	Role   string
	Window string // empty: none
}

// Stored names the schema.
func (PostEstablished) Stored() string { return "post.established/1" }

// Stream is that of the post.
func (e PostEstablished) Stream() ledger.StreamID { return named(PostPrefix, e.Post) }

// Subject is the establishment.
func (e PostEstablished) Subject() string { return subject("established", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e PostEstablished) Since() time.Time { return since(e.Date) }

var postEstablished = entry(spec[PostEstablished]{
	Zh: "设立岗位", En: "Post established", Public: act.Published,
	Command: "establishPost", Says: "Sets up a post (设置岗位).", By: act.BySupervisor,
	Members: func(e *PostEstablished, m *act.Members) {
		m.Date(&e.Date, "date", "First day (设立日).", act.Required, act.Always)
		m.Name(&e.Org, "org", "Organisation of the post (机构编码).", act.Required, act.Always)
		m.Name(&e.Post, "post", "Code of the post (岗位).", act.Required, act.Always)
		m.Code(&e.Role, "role", "What it does (岗位职责): `clerk`, `chief` 首席代表, `supervisor`, `agent` 代办员, or another.", act.Required, act.Always)
		m.Name(&e.Window, "window", "Window at which it is (窗口).")
	},
	Check: func(e *PostEstablished) error {
		if err := given("date", e.Date.String(), "org", e.Org, "role", e.Role); err != nil {
			return err
		}
		return stands("post", e.Post, e.Stream())
	},
})

func (e PostEstablished) allowed(d *Directory) error {
	if d.posts.on(e.Post, e.Date) != nil {
		return refuse(RulePost, "the post %s stands on %s", e.Post, e.Date)
	}
	return nil
}
