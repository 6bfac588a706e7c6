package registry

import (
	"slices"

	"caseledger/ledger/workdays"
)

// Roles of posts; others are codes of the centre's own.
const (
	RoleClerk      = "clerk"      // 窗口工作人员
	RoleChief      = "chief"      // 首席代表
	RoleSupervisor = "supervisor" // 督办
	RoleAgent      = "agent"      // 代办员
)

// staffed is the list of those who hold a post with one more. Of two entries
// about one holder and first day the later counts.
func staffed(list []PostStaffed, e PostStaffed) []PostStaffed {
	out := slices.DeleteFunc(slices.Clone(list), func(old PostStaffed) bool {
		return old.Pseudonym == e.Pseudonym && old.From == e.From
	})
	return append(out, e)
}

// within gives a test whether an organisation is another or stands below it on
// a day; an empty one has all below it.
func (d *Directory) within(org string, day workdays.Date) func(string) bool {
	return func(of string) bool { return org == "" || slices.Contains(d.Path(of, day), org) }
}

// Window is a window that is open on a day, or nil; known says that it was open
// once.
func (d *Directory) Window(code string, day workdays.Date) (w *WindowOpened, known bool) {
	return d.windows.on(code, day), len(d.windows[code]) > 0
}

// Post is a post that stands on a day, or nil; known says that it stood once.
func (d *Directory) Post(code string, day workdays.Date) (p *PostEstablished, known bool) {
	return d.posts.on(code, day), len(d.posts[code]) > 0
}

// Holders lists all who hold or held a post, in ledger order. The list is not
// to be written into.
func (d *Directory) Holders(post string) []PostStaffed { return d.staff[post] }

// Windows lists the windows open on a day of an organisation and those below
// it, of all for none, ascending by code.
func (d *Directory) Windows(day workdays.Date, org string) []*WindowOpened {
	in := d.within(org, day)
	return slices.DeleteFunc(d.windows.all(day), func(w *WindowOpened) bool { return !in(w.Org) })
}

// Posts lists the posts that stand on a day of an organisation and those below
// it, of all for none, ascending by code.
func (d *Directory) Posts(day workdays.Date, org string) []*PostEstablished {
	in := d.within(org, day)
	return slices.DeleteFunc(d.posts.all(day), func(p *PostEstablished) bool { return !in(p.Org) })
}

// Staff lists who is on duty on a day at the posts of an organisation and those
// below it, of all for none, ascending by post.
func (d *Directory) Staff(day workdays.Date, org string) []PostStaffed {
	out := []PostStaffed{}
	for _, p := range d.Posts(day, org) {
		for _, s := range d.staff[p.Post] {
			if s.From <= day && (s.Until == workdays.NoDate || s.Until >= day) {
				out = append(out, s)
			}
		}
	}
	return out
}

// Channel is a channel that is open on a day, or nil; known says that it was
// open once.
func (d *Directory) Channel(code string, day workdays.Date) (c *ChannelOpened, known bool) {
	return d.channels.on(code, day), len(d.channels[code]) > 0
}

// Rule is a rule that holds on a day, or nil; known says that it held once.
func (d *Directory) Rule(code string, day workdays.Date) (r *RulePublished, known bool) {
	return d.rules.on(code, day), len(d.rules[code]) > 0
}

// Channels lists the channels open on a day, ascending by code.
func (d *Directory) Channels(day workdays.Date) []*ChannelOpened { return d.channels.all(day) }

// Rules lists the rules that hold on a day, ascending by code.
func (d *Directory) Rules(day workdays.Date) []*RulePublished { return d.rules.all(day) }
