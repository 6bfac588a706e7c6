package esdb

import (
	"fmt"
	"strings"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"caseledger/ledger"
)

// envelope is the metadata of an event.
type envelope struct {
	Command  string   `json:"command"`
	Occurred string   `json:"occurred"`
	Post     string   `json:"post"`
	Recorded string   `json:"recorded"`
	Sealed   []sealed `json:"sealed,omitempty"`
}

type sealed struct {
	Box        []byte      `json:"box"`
	Commitment ledger.Hash `json:"commitment"`
	Label      string      `json:"label"`
	Subject    string      `json:"subject"`
}

func encode(drafts []ledger.Draft) ([]client.EventData, error) {
	events := make([]client.EventData, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		e := envelope{d.Command.String(), ledger.FormatTime(d.Occurred), d.Post, ledger.FormatTime(d.Recorded), nil}
		for _, s := range d.Sealed {
			e.Sealed = append(e.Sealed, sealed{s.Box, s.Commitment, s.Label, s.Subject})
		}
		metadata, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("encode the metadata of %s: %w", d.ID, err)
		}
		events[i] = client.EventData{
			EventID: uuid.UUID(d.ID), EventType: d.Type, ContentType: client.ContentTypeJson,
			Data: d.Public, Metadata: metadata,
		}
	}
	return events, nil
}

// decode reads an event of the ledger. An event that is none of ours, in a
// stream that is, is damage: nobody else may write there.
func decode(prefix string, e *client.RecordedEvent) (*ledger.Record, error) {
	bad := func(reason string, err error) error {
		return &ledger.CorruptError{Where: fmt.Sprintf("event %s of stream %s", e.EventID, e.StreamID), Reason: fmt.Sprint(reason, ": ", err)}
	}
	var m envelope
	if err := json.Unmarshal(e.UserMetadata, &m, json.RejectUnknownMembers(true)); err != nil {
		return nil, bad("metadata", err)
	}
	r := ledger.Record{
		Position: ledger.Position(e.Position.Commit),
		Stream:   ledger.StreamID(strings.TrimPrefix(e.StreamID, prefix)),
		Revision: ledger.Revision(e.EventNumber),
		Draft:    ledger.Draft{ID: ledger.EventID(e.EventID), Type: e.EventType, Post: m.Post, Public: e.Data},
	}
	var err error
	if r.Command, err = ledger.ParseCommandID(m.Command); err != nil {
		return nil, bad("metadata", err)
	}
	if r.Occurred, err = ledger.ParseTime(m.Occurred); err != nil {
		return nil, bad("metadata", err)
	}
	if r.Recorded, err = ledger.ParseTime(m.Recorded); err != nil {
		return nil, bad("metadata", err)
	}
	for _, s := range m.Sealed {
		r.Sealed = append(r.Sealed, ledger.Sealed{Label: s.Label, Subject: s.Subject, Commitment: s.Commitment, Box: s.Box})
	}
	if e.Position.Commit != e.Position.Prepare {
		return nil, bad("position", fmt.Errorf("written in an explicit transaction, commit %d, prepare %d", e.Position.Commit, e.Position.Prepare))
	}
	return &r, nil
}
