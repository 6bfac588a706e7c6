package main

import (
	"fmt"
	"time"

	"caseledger/feeds/tlog"
)

// unwitnessedFor is how long a checkpoint may wait for witnesses before that is
// said to be trouble: they have some seconds for each, and may be restarted.
const unwitnessedFor = 30 * time.Second

// logStanding is how a transparency log stands, at /healthz.
type logStanding struct {
	Size   uint64 `json:"size"`   // of the published checkpoint
	Signed uint64 `json:"signed"` // of the newest that was signed
	// Unwitnessed says since when that one has waited for witnesses.
	Unwitnessed time.Time         `json:"unwitnessedSince,omitzero"`
	Witnesses   []cosignatureView `json:"witnesses,omitempty"`
}

// cosignatureView says whether a witness has signed the published checkpoint.
type cosignatureView struct {
	Name   string    `json:"name"`
	Key    string    `json:"key"`
	Signed time.Time `json:"signed,omitzero"` // when; none: it has not
}

func cosignatureViews(list []tlog.Cosignature) (out []cosignatureView) {
	for _, c := range list {
		out = append(out, cosignatureView{c.Witness, c.Key, c.At})
	}
	return out
}

// logCheck looks how a log stands that this process keeps, and says what is wrong.
func logCheck(p *tlog.Publisher, now func() time.Time) func() (*logStanding, string) {
	return func() (*logStanding, string) {
		h, err := p.Place.Head()
		if err != nil {
			return nil, "" // it is being begun, or its follower tells
		}
		s := &logStanding{h.Size, h.Signed, p.Unwitnessed().UTC().Truncate(time.Second), cosignatureViews(h.Witnesses)}
		if s.Unwitnessed.IsZero() || now().Sub(s.Unwitnessed) < unwitnessedFor {
			return s, ""
		}
		return s, fmt.Sprintf("log: %d leaves are published of %d, since %s too few witnesses sign", s.Size, s.Signed, s.Unwitnessed.Format(time.RFC3339))
	}
}
