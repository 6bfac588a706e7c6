package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

type registryShowCmd struct {
	What string `arg:"" enum:"organisations,items,windows,posts,staff,agents,channels,rules,rounds,tags" help:"Which: organisations, items, windows, posts, staff, agents, channels, rules, rounds or tags."`
	asOf `embed:""`
}

// Help is shown by --help.
func (registryShowCmd) Help() string {
	return `Prints what a registry says of a day. Organisations come in the order of the
tree, closed and merged ones with the day; of the others what is in force. Rounds
are balanced: what was found against what was retained, delegated, changed and
abolished, and what is left. Where no server runs on the data folder, the views
are brought up to the ledger first.

Examples:

    caseledger registry show organisations
    caseledger registry show items --as-of 2024-06-30 --json
    caseledger registry show rounds --known-at 1200

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

// Run prints a registry.
func (cmd registryShowCmd) Run(ctx context.Context, p *program, c *cli) error {
	r, err := cmd.read(ctx, p, c)
	if err != nil {
		return err
	}
	t, list, err := registryTables[cmd.What](r.Directory, r.day)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(map[string]any{"asOf": r.day, cmd.What: list})
	}
	return t.write(p.stdout)
}

// registryTables make a table, and the same for JSON, of each that can be shown.
var registryTables = map[string]func(*registry.Directory, workdays.Date) (*table, any, error){
	"organisations": showOrganisations,
	"items":         showItems,
	"windows":       showWindows,
	"posts":         func(d *registry.Directory, day workdays.Date) (*table, any, error) { return showPosts(d, day, "") },
	"agents": func(d *registry.Directory, day workdays.Date) (*table, any, error) {
		return showPosts(d, day, registry.RoleAgent)
	},
	"staff":    showStaff,
	"channels": showChannels,
	"rules":    showRules,
	"rounds":   showRounds,
	"tags":     showTags,
}

// entryView is an entry as it is recorded.
func entryView(e registry.Entry) (jsontext.Value, error) {
	_, body, err := registry.Book.Encode(e)
	return body, err
}

// bodies are entries as they are recorded.
func bodies[E registry.Entry](list []E) (out []jsontext.Value, err error) {
	out = []jsontext.Value{}
	for _, e := range list {
		body, err := entryView(e)
		if err != nil {
			return nil, err
		}
		out = append(out, body)
	}
	return out, nil
}

// values are what pointers point at.
func values[T any](list []*T) (out []T) {
	for _, e := range list {
		out = append(out, *e)
	}
	return out
}

func showWindows(d *registry.Directory, day workdays.Date) (*table, any, error) {
	t := &table{header: []string{"window", "name", "organisation", "since"}}
	list := values(d.Windows(day, ""))
	for _, w := range list {
		t.add(w.Window, w.Name, w.Org, w.Date.String())
	}
	out, err := bodies(list)
	return t, out, err
}

// showPosts shows the posts with a role; all for none.
func showPosts(d *registry.Directory, day workdays.Date, role string) (*table, any, error) {
	t := &table{header: []string{"post", "organisation", "window", "role", "since"}}
	list := slices.DeleteFunc(values(d.Posts(day, "")), func(e registry.PostEstablished) bool { return role != "" && e.Role != role })
	for _, e := range list {
		t.add(e.Post, e.Org, e.Window, e.Role, e.Date.String())
	}
	out, err := bodies(list)
	return t, out, err
}

func showStaff(d *registry.Directory, day workdays.Date) (*table, any, error) {
	t := &table{header: []string{"post", "on duty", "from", "until"}}
	list := d.Staff(day, "")
	for _, s := range list {
		t.add(s.Post, s.Pseudonym, s.From.String(), s.Until.String())
	}
	out, err := bodies(list)
	return t, out, err
}

func showChannels(d *registry.Directory, day workdays.Date) (*table, any, error) {
	t := &table{header: []string{"channel", "name", "since", "web"}}
	list := values(d.Channels(day))
	for _, e := range list {
		t.add(e.Channel, e.Name, e.Date.String(), e.Web)
	}
	out, err := bodies(list)
	return t, out, err
}

func showRules(d *registry.Directory, day workdays.Date) (*table, any, error) {
	t := &table{header: []string{"rule", "name", "since", "organisation", "basis"}}
	list := values(d.Rules(day))
	for _, e := range list {
		t.add(e.Rule, e.Name, e.Date.String(), e.Org, e.Basis)
	}
	out, err := bodies(list)
	return t, out, err
}

// roundView is a round and its balance.
type roundView struct {
	Round       string        `json:"round"`
	Name        string        `json:"name"`
	Opened      workdays.Date `json:"opened"`
	Closed      workdays.Date `json:"closed,omitempty"`
	Found       int           `json:"found"`
	Retained    int           `json:"retained"`
	Delegated   int           `json:"delegated"`
	Changed     int           `json:"changed"`
	Abolished   int           `json:"abolished"`
	Stated      bool          `json:"stated"` // by the centre; else counted
	Unaccounted int           `json:"unaccounted"`
	Items       []string      `json:"items,omitempty"` // that are listed, and of which nothing became
}

func showRounds(d *registry.Directory, day workdays.Date) (*table, any, error) {
	right4 := []align{left, left, left, left, right, right, right, right, right, right}
	t := &table{header: []string{"round", "name", "opened", "closed", "found", "retained", "delegated", "changed", "abolished", "left"}, aligns: right4}
	list := []roundView{}
	for _, r := range d.Rounds(day) {
		b := r.Balance()
		list = append(list, roundView{r.Round, r.Name, r.Date, r.Closed, b.Found, b.Retained, b.Delegated, b.Changed, b.Abolished, b.Stated, b.Unaccounted, b.Items})
		t.add(r.Round, r.Name, r.Date.String(), r.Closed.String(), fmt.Sprint(b.Found), fmt.Sprint(b.Retained), fmt.Sprint(b.Delegated), fmt.Sprint(b.Changed), fmt.Sprint(b.Abolished), fmt.Sprint(b.Unaccounted))
	}
	return t, list, nil
}

func showTags(d *registry.Directory, day workdays.Date) (*table, any, error) {
	tags := d.Tags(day)
	t := &table{header: []string{"tag", "items"}, aligns: []align{left, right}}
	for _, tag := range slices.Sorted(maps.Keys(tags)) {
		t.add(tag, fmt.Sprint(len(tags[tag])))
	}
	return t, tags, nil
}
