package casefile

import (
	"time"

	"caseledger/ledger/act"
)

// Archived (建档): a case that is not closed at once got an archive number and
// a responsible post. It stands in the open book until it is struck off.
type Archived struct {
	Archive string `json:"archive"`
	Officer string `json:"officer"`
}

// ArchiveCase enters the case in the open book. An empty Officer is who answers
// for the case.
type ArchiveCase = Archived

// Stored names the schema.
func (Archived) Stored() string { return "case.archived/1" }

// Archive is a case's entry in the open book.
type Archive struct {
	Number      string    `json:"number"`
	Officer     string    `json:"officer"`
	At          time.Time `json:"at"`
	StruckOffAt time.Time `json:"struckOffAt,omitzero"` // zero while it stands there
}

var archived = act.Of(spec[Archived]{
	Zh: "建档", En: "Archived", Public: act.Published,
	Command: "archiveCase", Says: "Enters the case in the open book, with an archive number and a responsible post (建档).", Needs: inHand,
	Members: func(e *Archived, m *act.Members) {
		m.Name(&e.Archive, "archive", "Archive number (档案号).", act.Always, act.Required)
		m.Text(&e.Officer, "officer", "Responsible post (责任岗位); default who answers for the case.", act.Always)
	},
	Decide: func(c *Case, a *Ask, e Archived) (Archived, error) {
		if x := c.Kept().Archive; x != nil {
			return e, refuse(RuleOpenBook, "the case has the archive number %s since %s", x.Number, c.on(x.At))
		}
		if e.Officer == "" {
			who, ok := c.Responsible(a.Occurred)
			if !ok {
				return e, refuse(RuleOpenBook, "nobody answers for the case yet; name the responsible post")
			}
			e.Officer = who.Post
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e Archived) {
		c.keep(func(d *Docket) { d.Archive = &Archive{Number: e.Archive, Officer: e.Officer, At: f.Occurred} })
	},
})

// InOpenBook says whether the case stands in the open book (未销号).
func (c *Case) InOpenBook() bool {
	x := c.Kept().Archive
	return x != nil && x.StruckOffAt.IsZero()
}
