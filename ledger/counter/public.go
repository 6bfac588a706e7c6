package counter

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/receipt"
	"caseledger/ledger/vault"
)

// Bounds of what the holder of a receipt may write, in bytes.
const (
	MaxPublicText    = 4000
	MaxPublicContact = 200
)

// A Word is what the holder of a receipt says of its case.
type Word struct {
	Code string // as it was typed
	// About makes the command of what is said; number names its stream. nil for a
	// rating, which is an action of the case.
	About func(number, kase string) dossier.Event
	// Rating says how content somebody is. Its text may be empty, and whoever says
	// how he is reached rates by name (实名).
	Rating  casefile.RateCase
	Text    string // sealed
	Contact string // sealed; optional
	At      time.Time
}

// unknownCode is the one answer to a code that no case has.
var unknownCode = []UserError{{Code: Invalid, Message: "no receipt has this code; it may have been replaced by a later one", Field: []string{"input", "code"}}}

// Hear records a word, one of its kind for each case, a rating for each stage. find gives the case whose
// receipt has a hash, empty for none. Sent again as it was, it adds nothing; another
// of its kind is refused. What is wrong stands in the answer, which tells nothing of
// a case to whoever has no code of it. The error is a fault.
func (c *Counter) Hear(ctx context.Context, w Word, find func(ctx context.Context, hash string) (string, error)) (out Answer, err error) {
	code, err := receipt.Parse(w.Code)
	if err != nil {
		return Answer{Errors: []UserError{{Code: Invalid, Message: err.Error(), Field: []string{"input", "code"}}}}, nil
	}
	if bad := w.check(); bad != nil {
		return Answer{Errors: []UserError{*bad}}, nil
	}
	if c.Desk.Vault == nil {
		return out, errors.New("hear the public: this server has no vault to keep what people write in")
	}
	number, err := find(ctx, code.Hash())
	switch {
	case err != nil:
		return out, err
	case number == "":
		return Answer{Errors: unknownCode}, nil
	}
	return c.hear(ctx, w, number)
}

// check says what is wrong with a word's texts.
func (w *Word) check() *UserError {
	bad := func(field, message string) *UserError {
		return &UserError{Code: Invalid, Message: message, Field: []string{"input", field}}
	}
	switch {
	case w.About != nil && strings.TrimSpace(w.Text) == "":
		return bad("text", "nothing is written")
	case len(w.Text) > MaxPublicText || !utf8.ValidString(w.Text):
		return bad("text", "is longer than 4000 bytes; say it shorter")
	case len(w.Contact) > MaxPublicContact || !utf8.ValidString(w.Contact):
		return bad("contact", "is longer than 200 bytes")
	}
	return nil
}

// hear records a word about a case. The command's id follows from all that is said
// under a key of the vault: the ledger tells nothing of a text by it.
func (c *Counter) hear(ctx context.Context, w Word, kase string) (out Answer, err error) {
	s := w.saying(kase)
	secret, err := c.Desk.Vault.Derive("receipt command", []byte(s.about+"\x00"+w.Text+"\x00"+w.Contact))
	if err != nil {
		return out, err
	}
	id := ledger.NewCommandID(time.Unix(0, 0), hex.EncodeToString(secret[:]))
	subjects, err := c.speakers(ctx, kase, s.kind)
	if err != nil {
		return out, err
	}
	for _, subject := range subjects {
		if out, err = s.record(ctx, c, id, s.sealed(&w, subject)); !errors.Is(err, vault.ErrErased) {
			break
		}
	}
	if err != nil {
		if out.Errors = Explain(s.action, err); out.Errors != nil {
			return out, nil
		}
	}
	return out, err
}

// speakers are the pseudonyms under which a word may be sealed: the applicant's, if
// the case has sealed values of one, so that one erasure takes all of him away; and,
// where that was erased, one that follows from the case and the kind of word.
func (c *Counter) speakers(ctx context.Context, kase, kind string) (out []string, err error) {
	for r, err := range c.Desk.Store.Stream(ctx, casefile.Stream(kase), 0) {
		if err != nil {
			return nil, err
		}
		for _, s := range r.Sealed {
			if len(out) == 0 && strings.HasPrefix(s.Label, "applicant.") {
				out = append(out, s.Subject)
			}
		}
	}
	own, err := c.Desk.Vault.Derive("receipt subject", []byte(kind))
	return append(out, hex.EncodeToString(own[:16])), err
}
