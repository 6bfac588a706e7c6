package registry

import (
	"strings"
	"time"
	"unicode"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// PostStaffed (上岗): who holds a post, by a pseudonym that the centre gives out.
type PostStaffed struct {
	From      workdays.Date // first day
	Post      string
	Pseudonym string
	Until     workdays.Date // last day, or NoDate
}

// Stored names the schema.
func (PostStaffed) Stored() string { return "post.staffed/1" }

// Stream is that of the post.
func (e PostStaffed) Stream() ledger.StreamID { return named(PostPrefix, e.Post) }

// Subject is the holder from the first day on.
func (e PostStaffed) Subject() string { return subject("staffed", e.Pseudonym, e.From.String()) }

// Since is the beginning of its first day in UTC.
func (e PostStaffed) Since() time.Time { return since(e.From) }

var postStaffed = entry(spec[PostStaffed]{
	Zh: "上岗", En: "Post staffed", Public: act.Published,
	Command: "staffPost", Says: "Says under which pseudonym a post is held (岗位人员).", By: act.BySupervisor,
	Members: func(e *PostStaffed, m *act.Members) {
		m.Date(&e.From, "from", "First day (上岗日).", act.Required, act.Always)
		m.Name(&e.Post, "post", "Code of the post (岗位).", act.Required, act.Always)
		m.Name(&e.Pseudonym, "pseudonym", "Who holds it (代号): a pseudonym with a number in it such as `受理员-03`, never a name.", act.Required, act.Always)
		m.Date(&e.Until, "until", "Last day (离岗日); none: until further notice.")
	},
	Check: func(e *PostStaffed) error {
		if err := given("from", e.From.String(), "pseudonym", e.Pseudonym); err != nil {
			return err
		}
		switch {
		case !strings.ContainsFunc(e.Pseudonym, unicode.IsDigit):
			return act.Invalid("pseudonym", "", "want a pseudonym with a number in it, such as 受理员-03, never a name")
		case e.Until != workdays.NoDate && e.Until < e.From:
			return act.Invalid("until", e.Until.String(), "lies before the first day")
		}
		return stands("post", e.Post, e.Stream())
	},
})

func (e PostStaffed) allowed(d *Directory) error {
	if d.posts.on(e.Post, e.From) == nil {
		return refuse(RulePost, "the post %s does not stand on %s", e.Post, e.From)
	}
	return nil
}
