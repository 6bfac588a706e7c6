package sheets

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// readJSON reads objects: in an array, in arrays that members of one object
// hold, or one after the other.
func (s *Sheet) readJSON(text []byte) {
	d := jsontext.NewDecoder(bytes.NewReader(text))
	var objects []object
	for {
		err := gather(d, true, &objects)
		if err == io.EOF {
			break
		}
		if err != nil {
			at := jsontext.Pointer("")
			var syntax *jsontext.SyntacticError
			if errors.As(err, &syntax) {
				at = syntax.JSONPointer
			}
			s.fault(where(text, d.InputOffset()), string(at), "is no JSON, or no objects")
			return
		}
	}
	names := []string{}
	for _, o := range objects {
		for _, m := range o.members {
			if !slices.Contains(names, m.name) {
				names = append(names, m.name)
			}
		}
	}
	keys := s.begin(names, func(int) place { return place{} })
	for _, o := range objects {
		at := row{sheet: s, line: where(text, o.offset).line, cells: map[string]cell{}}
		for _, m := range o.members {
			at.cells[keys[slices.Index(names, m.name)]] = m.cell(where(text, m.offset))
		}
		s.rows = append(s.rows, at)
	}
}

type object struct {
	offset  int64
	members []member
}

type member struct {
	offset int64
	name   string
	value  jsontext.Value
}

var errShape = errors.New("want objects")

// gather takes the objects of the next value; one at the top may hold the rows.
func gather(d *jsontext.Decoder, top bool, out *[]object) error {
	switch d.PeekKind() {
	case '[':
		if _, err := d.ReadToken(); err != nil {
			return err
		}
		for d.PeekKind() != ']' {
			if err := gather(d, false, out); err != nil {
				return end(err)
			}
		}
		_, err := d.ReadToken()
		return err
	case '{':
		return gatherObject(d, top, out)
	case 0:
		_, err := d.ReadToken()
		return err
	}
	return errShape
}

// end is an error in the middle of a value.
func end(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// gatherObject takes an object, or those in the arrays of objects that are all
// it holds.
func gatherObject(d *jsontext.Decoder, top bool, out *[]object) error {
	o := object{}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	o.offset = d.InputOffset()
	outer := top
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return end(err)
		}
		m := member{name: name.String()}
		value, err := d.ReadValue()
		if err != nil {
			return end(err)
		}
		m.offset, m.value = d.InputOffset()-int64(len(value)), value.Clone()
		outer = outer && listOfObjects(m.value) && !inside[m.name]
		o.members = append(o.members, m)
	}
	if _, err := d.ReadToken(); err != nil {
		return end(err)
	}
	if !outer || len(o.members) == 0 {
		*out = append(*out, o)
		return nil
	}
	for _, m := range o.members {
		at := len(*out)
		if err := gather(jsontext.NewDecoder(bytes.NewReader(m.value)), false, out); err != nil {
			return err
		}
		for i := at; i < len(*out); i++ {
			(*out)[i].shift(m.offset)
		}
	}
	return nil
}

func (o *object) shift(by int64) {
	o.offset += by
	for i := range o.members {
		o.members[i].offset += by
	}
}

// inside are the members that are lists of objects and no rows.
var inside = map[string]bool{"materials": true, "telephones": true, "申请材料": true, "申报材料": true}

func listOfObjects(v jsontext.Value) bool {
	return v.Kind() == '[' && strings.HasPrefix(strings.TrimLeft(string(v[1:]), " \t\r\n"), "{")
}

// cell is a member's value: texts, numbers and truths as they are written, null
// as nothing, lists and objects in JSON.
func (m *member) cell(at place) cell {
	switch m.value.Kind() {
	case '"':
		text, _ := jsontext.AppendUnquote(nil, m.value)
		return cell{at, strings.TrimSpace(string(text)), nil}
	case 'n':
		return cell{at, "", nil}
	case '[', '{':
		return cell{at, "", m.value}
	}
	return cell{at, string(m.value), nil}
}

// where is the line and column of a place in a text.
func where(text []byte, offset int64) place {
	before := text[:min(int(offset), len(text))]
	return place{1 + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])}
}
