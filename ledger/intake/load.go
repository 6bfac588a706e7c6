package intake

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

//go:embed mappings/*.json
var builtin embed.FS

// Builtin lists the names of the mappings that ship with the program, sorted.
func Builtin() []string {
	files, err := builtin.ReadDir("mappings")
	if err != nil {
		panic(fmt.Sprintf("intake: embedded mappings: %v", err))
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(f.Name(), ".json")
	}
	return names
}

// LoadMapping loads the shipped mapping of this name, or else the mapping file
// at this path. Errors are a [*MappingError], or a fault of the file system.
func LoadMapping(nameOrFile string) (*Mapping, error) {
	if slices.Contains(Builtin(), nameOrFile) {
		b, err := builtin.ReadFile("mappings/" + nameOrFile + ".json")
		if err != nil {
			return nil, err
		}
		return ParseMapping(nameOrFile, b)
	}
	b, err := os.ReadFile(nameOrFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &MappingError{File: nameOrFile, Reason: "there is no such file, and the shipped mappings are " + strings.Join(Builtin(), ", ")}
	}
	if err != nil {
		return nil, fmt.Errorf("read mapping: %w", err)
	}
	return ParseMapping(nameOrFile, b)
}

// ParseMapping reads a mapping file. The name is for messages. Errors are a
// [*MappingError].
func ParseMapping(file string, b []byte) (*Mapping, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	m := new(Mapping)
	if err := json.Unmarshal(b, m, json.RejectUnknownMembers(true)); err != nil {
		return nil, mappingFault(file, b, err)
	}
	m.defaults()
	if key, reason := m.check(); reason != "" {
		return nil, &MappingError{File: file, Key: key, Line: lineOfKey(b, key), Reason: reason}
	}
	zone, err := casefile.ParseZone(m.Zone)
	if err != nil {
		return nil, &MappingError{File: file, Key: "/zone", Line: lineOfKey(b, "/zone"), Reason: "want an IANA time zone such as Asia/Shanghai"}
	}
	m.zone = zone
	m.none = map[string]bool{"": true}
	for _, v := range m.Nothing {
		m.none[strings.TrimSpace(v)] = true
	}
	var pairs []string
	for _, from := range slices.Sorted(maps.Keys(m.Case.Replace)) {
		pairs = append(pairs, from, m.Case.Replace[from])
	}
	m.replace = strings.NewReplacer(pairs...)
	return m, nil
}

func (m *Mapping) defaults() {
	set := func(s *string, to string) {
		if *s == "" {
			*s = to
		}
	}
	set(&m.Source, m.Name)
	set(&m.Zone, casefile.DefaultZone)
	set(&m.Calendar, workdays.China)
	set(&m.Table.Delimiter, ",")
	set(&m.Table.Encoding, "utf-8")
	set(&m.Events.Others, "refuse")
	if !m.Step.Name.set() {
		m.Step.Name = Field{From: m.Step.Code.From, Is: m.Step.Code.Is, Values: m.Step.Code.Values, Else: m.Step.Code.Else}
	}
	if !m.Closed.Outcome.set() {
		m.Closed.Outcome.Is = string(casefile.Completed)
	}
	for i := range m.Sealed {
		set(&m.Sealed[i].On, onAccepted)
	}
}

// mappingFault words an error of the JSON decoder with line and key.
func mappingFault(file string, b []byte, err error) error {
	e := &MappingError{File: file, Reason: err.Error()}
	var semantic *json.SemanticError
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.As(err, &semantic):
		e.Line, e.Key = lineAt(b, semantic.ByteOffset), string(semantic.JSONPointer)
		switch {
		case errors.Is(err, json.ErrUnknownName):
			e.Reason = "no mapping has this key; MAPPINGS.md lists them"
		case semantic.Err != nil:
			e.Reason = semantic.Err.Error()
		default:
			e.Reason = fmt.Sprintf("a JSON %s cannot stand here", semantic.JSONKind)
		}
	case errors.As(err, &syntactic):
		e.Line, e.Key = lineAt(b, syntactic.ByteOffset), string(syntactic.JSONPointer)
		e.Reason = "is not valid JSON: " + syntactic.Err.Error()
	}
	return e
}

func lineAt(b []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(b)))
	return 1 + bytes.Count(b[:offset], []byte{'\n'})
}

// lineOfKey finds the line of the value that a JSON pointer names, or of the
// nearest object around it that the file has.
func lineOfKey(b []byte, key string) int {
	for ptr := jsontext.Pointer(key); ; ptr = ptr.Parent() {
		d := jsontext.NewDecoder(bytes.NewReader(b))
		for {
			if _, err := d.ReadToken(); err != nil {
				break
			}
			if d.StackPointer() == ptr && ptr != "" {
				return lineAt(b, d.InputOffset())
			}
		}
		if ptr == "" {
			return 0
		}
	}
}
