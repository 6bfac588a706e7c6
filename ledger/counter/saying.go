package counter

import (
	"context"
	"strconv"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/books"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/vault"
	"caseledger/ledger/voice"
)

// saying is what a word about a case becomes: an action, and the record of it.
type saying struct {
	action *act.Action
	kind   string // the case and what kind of word it is: one of each is recorded
	about  string // the kind, and what of the word stands in public
	label  string // of the sealed text
	record func(ctx context.Context, c *Counter, id ledger.CommandID, sealed []vault.Value) (Answer, error)
}

func (w *Word) saying(kase string) saying {
	if w.About == nil {
		return w.rating(kase)
	}
	e, at := w.About("R."+kase, kase), ledger.Time(w.At)
	action, stream := Action(commandOf(e)), string(e.Stream())
	return saying{action, stream, stream, voice.TextLabel, func(ctx context.Context, c *Counter, id ledger.CommandID, sealed []vault.Value) (out Answer, err error) {
		desk := &dossier.Desk{Store: c.Desk.Store, Vault: c.Desk.Vault, Classes: c.Desk.Classes}
		done, err := books.Dossier(action).Do(ctx, desk, dossier.Order{ID: id, Recorded: at, Event: e, Sealed: sealed})
		if err == nil {
			_, number, _ := strings.Cut(stream, "/")
			out = Answer{Number: number, Records: []ledger.Record{done.Record}, Repeated: done.Repeated}
		}
		return out, err
	}}
}

// rating is what becomes of a rating.
func (w *Word) rating(kase string) saying {
	e, at := w.Rating, ledger.Time(w.At)
	e.Named = strings.TrimSpace(w.Contact) != ""
	kind := string(casefile.Stream(kase)) + "\x00" + string(e.Stage)
	about := kind + "\x00" + strconv.Itoa(e.Level)
	return saying{Action(commandOf(e)), kind, about, casefile.CommentLabel, func(ctx context.Context, c *Counter, id ledger.CommandID, sealed []vault.Value) (out Answer, err error) {
		done, err := c.Desk.Do(ctx, casefile.Order{ID: id, Number: kase, Recorded: at, Command: e, Sealed: sealed})
		if err == nil {
			out = Answer{Number: kase, Records: done.Records, Repeated: done.Repeated}
		}
		return out, err
	}}
}

// sealed are the personal values of a word, under a pseudonym.
func (s *saying) sealed(w *Word, subject string) (out []vault.Value) {
	for _, v := range []vault.Value{{Label: s.label, Subject: subject, Text: w.Text}, {Label: voice.ContactLabel, Subject: subject, Text: w.Contact}} {
		if strings.TrimSpace(v.Text) != "" {
			out = append(out, v)
		}
	}
	return out
}

// commandOf is the command that leads to an event.
func commandOf(e act.Event) string {
	for _, a := range Actions() {
		if a.Name == e.Stored() {
			return a.Command
		}
	}
	return ""
}
