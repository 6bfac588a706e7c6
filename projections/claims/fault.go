package claims

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
)

// An Error is a claim that cannot be read.
type Error struct {
	ID     string // empty where it has none
	Line   int
	Reason string
}

func (e *Error) Error() string {
	if e.ID == "" {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return fmt.Sprintf("line %d: claim %s: %s", e.Line, e.ID, e.Reason)
}

// reasonOf is what is wrong with the members of a claim, in words.
func reasonOf(err error) string {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		member := string(semantic.JSONPointer)
		if errors.Is(err, json.ErrUnknownName) {
			return fmt.Sprintf("has an unknown member %s", shortened(member, 60))
		}
		if member != "" {
			return fmt.Sprintf("%s: want %s", shortened(member, 60), semantic.GoType)
		}
	}
	return "want an object"
}

// lines finds the lines of offsets that only grow.
type lines struct {
	text   []byte
	offset int64
	line   int
	claims int
}

func (l *lines) at(offset int64) int {
	if offset >= l.offset && offset <= int64(len(l.text)) {
		l.line += bytes.Count(l.text[l.offset:offset], []byte("\n"))
		l.offset = offset
	}
	return l.line + 1
}

// explain gives an error of the decoder its line.
func (l *lines) explain(err error) error {
	var invalid *ledger.InvalidError
	if errors.As(err, &invalid) {
		return invalid
	}
	line, reason := 1, err.Error()
	var syntax *jsontext.SyntacticError
	var semantic *json.SemanticError
	switch {
	case errors.As(err, &syntax):
		line, reason = 1+bytes.Count(l.text[:min(int(syntax.ByteOffset), len(l.text))], []byte("\n")), "is no JSON: "+syntax.Err.Error()
	case errors.As(err, &semantic):
		line = 1 + bytes.Count(l.text[:min(int(semantic.ByteOffset), len(l.text))], []byte("\n"))
		reason = reasonOf(err)
		if semantic.JSONPointer == "" || semantic.JSONPointer == "/claims" {
			reason = `want {"claims":[{…}, …]}`
		}
	}
	return &Error{Line: line, Reason: reason}
}
