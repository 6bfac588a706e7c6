package registry

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/workdays"
)

// Change is a version of an item, and what differs in it.
type Change struct {
	Version int
	Date    workdays.Date // first day
	Round   string
	// Members are those of the body that differ from the version before in
	// ledger order, ascending, but for the date and the round; none of the first.
	Members []string
}

// Changes lists the versions of an item, in ledger order.
func (d *Directory) Changes(item string) []Change {
	l := d.items[item]
	if l == nil {
		return nil
	}
	out := make([]Change, l.versions)
	bodies := make([]ItemRegistered, l.versions)
	for _, c := range l.chapters {
		if c.says.version == 0 {
			continue
		}
		v := versionOf(c.says)
		out[c.says.version-1] = Change{Version: c.says.version, Date: v.Date, Round: v.Round}
		bodies[c.says.version-1] = v
	}
	for i := 1; i < len(out); i++ {
		out[i].Members = differ(bodies[i-1], bodies[i])
	}
	return out
}

func versionOf(c chapter) ItemRegistered {
	if e, ok := c.event.(ItemChanged); ok {
		return ItemRegistered(e)
	}
	return c.event.(ItemRegistered)
}

// differ lists the members in which two bodies differ.
func differ(a, b ItemRegistered) (out []string) {
	before, after := members(a), members(b)
	for _, m := range itemRegistered.Members {
		if m.Name != "date" && m.Name != "round" && !bytes.Equal(before[m.Name], after[m.Name]) {
			out = append(out, m.Name)
		}
	}
	return slices.Clip(out)
}

// members are the values of a body by their names, in JSON.
func members(e ItemRegistered) (out map[string]jsontext.Value) {
	_, body, err := Book.Encode(e)
	if err == nil {
		err = json.Unmarshal(body, &out)
	}
	if err != nil {
		panic("registry: " + err.Error()) // what was decoded is written again
	}
	return out
}
