package counter

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// A Line says what came of one line of a file.
type Line struct {
	N      int    // from 1
	Action string // as the line names it
	Answer
	Read int64 // bytes of the file up to the end of the line
}

// job is a line on its way.
type job struct {
	Line
	request Request
	done    chan struct{} // closed when the answer, or the fault, is there
	after   func()        // to be called then, by its sender
	err     error         // fault
}

// asked is what stands in a line.
type asked struct {
	Action string         `json:"action"`
	Input  jsontext.Value `json:"input"`
}

// understand makes the request of a line, or says in the answer why it cannot.
func (j *job) understand(line []byte, occurrences occurrences) {
	bad := func(field, message string) {
		j.Errors = []UserError{{Code: Invalid, Message: message, Field: []string{field}}}
	}
	var a asked
	if err := json.Unmarshal(line, &a, json.RejectUnknownMembers(true)); err != nil {
		where := ""
		var syntax *jsontext.SyntacticError
		if errors.As(err, &syntax) {
			where = " (byte " + strconv.FormatInt(syntax.ByteOffset+1, 10) + ")"
		}
		bad("line", `the line is not one object {"action": …, "input": {…}}`+where)
		return
	}
	j.Action = a.Action
	action := Action(a.Action)
	if action == nil {
		j.Number = numberIn(a.Input)
		bad("action", act.Invalid("action", a.Action, "is not known; known are "+strings.Join(commands(), ", ")).Error())
		return
	}
	in, err := Read(action, a.Input)
	if err != nil {
		if j.Errors = Explain(action, err); OfCase(action) {
			j.Number = numberIn(a.Input)
		}
		return
	}
	j.Number = text(in, "number")
	j.request = Request{Action: action, Input: in}
	if _, named := in["idempotencyKey"]; !named {
		j.request.ID = occurrences.name(a, in)
	}
}

// numberIn is the case number of an input, empty where there is none.
func numberIn(object jsontext.Value) string {
	var in struct {
		Number jsontext.Value `json:"number"`
	}
	_ = json.Unmarshal(object, &in) // what is wrong with it is told by Read
	number, _ := str(in.Number)
	return number
}

func commands() []string {
	var names []string
	for _, a := range Actions() {
		names = append(names, a.Command)
	}
	return names
}

// occurrences names commands by what their lines say, and counts how often
// each was said: the same line in another run is the same command, and the
// same line twice in one file is two.
type occurrences map[[16]byte]uint32

// name gives the id of the command of a line without an idempotencyKey. It
// begins with the time of occurrence, which keeps the ids of a ledger sorted.
func (o occurrences) name(a asked, in act.Input) ledger.CommandID {
	canonical := a.Input.Clone()
	_ = canonical.Canonicalize() // Read has found it valid
	said := sha256.Sum256([]byte(a.Action + "\x00" + string(canonical)))
	key := [16]byte(said[:])
	o[key]++
	at, known := in["occurredAt"].(time.Time)
	if !known {
		at = time.Unix(0, 0)
	}
	return ledger.NewCommandID(at, fmt.Sprintf("line\x00%x\x00%d", said, o[key]))
}
