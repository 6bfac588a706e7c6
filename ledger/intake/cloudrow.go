package intake

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// row gives the event's attributes under their names, and the members of data
// under "data." with dots between the levels. An array of scalars is their
// texts, one in each line.
func (e *cloudEvent) row(line int) (row, error) {
	r := row{
		line:   line,
		names:  []string{"id", "source", "type", "subject", "time", "dataschema"},
		values: []string{e.ID, e.Source, e.Type, e.Subject, e.Time, e.Schema},
	}
	for name, v := range e.Extensions {
		if err := flatten(&r, name, v, 0); err != nil {
			return r, err
		}
	}
	if e.Data == nil {
		return r, nil
	}
	return r, flatten(&r, "data", e.Data, 0)
}

func flatten(r *row, name string, v jsontext.Value, depth int) error {
	if depth > 32 {
		return errors.New("data is nested more than 32 deep")
	}
	switch v.Kind() {
	case '{':
		var members map[string]jsontext.Value
		if err := json.Unmarshal(v, &members); err != nil {
			return jsonFault(err)
		}
		for k, v := range members {
			if err := flatten(r, name+"."+k, v, depth+1); err != nil {
				return err
			}
		}
		return nil
	case '[':
		var items []jsontext.Value
		if err := json.Unmarshal(v, &items); err != nil {
			return jsonFault(err)
		}
		var text []byte
		for _, item := range items {
			if len(text) > 0 {
				text = append(text, '\n')
			}
			text = append(text, scalar(item)...)
		}
		r.names, r.values = append(r.names, name), append(r.values, string(text))
		return nil
	}
	r.names, r.values = append(r.names, name), append(r.values, scalar(v))
	return nil
}

// scalar is the text of a JSON string, number or boolean, and "" for null and
// for what has members.
func scalar(v jsontext.Value) string {
	switch v.Kind() {
	case '"':
		s, err := jsontext.AppendUnquote(nil, v)
		if err != nil {
			return ""
		}
		return string(s)
	case '0', 't', 'f':
		return string(v)
	}
	return ""
}
