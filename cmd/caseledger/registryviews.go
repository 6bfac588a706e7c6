package main

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// organisationView is an organisation as the verb prints it.
type organisationView struct {
	Code       string          `json:"code"`
	Scheme     string          `json:"scheme,omitempty"`
	Name       string          `json:"name"`
	Path       []string        `json:"path,omitempty"`
	Level      registry.Level  `json:"level"`
	Kind       string          `json:"kind,omitempty"`
	Authority  bool            `json:"authority,omitzero"`
	Since      workdays.Date   `json:"since,omitempty"`
	Address    string          `json:"address,omitempty"`
	Hours      string          `json:"hours,omitempty"`
	Telephones []telephoneView `json:"telephones,omitempty"`
	Web        string          `json:"web,omitempty"`
	Duties     []string        `json:"duties,omitempty"`
	Ended      workdays.Date   `json:"ended,omitempty"`
	Into       string          `json:"into,omitempty"`
}

type telephoneView struct {
	For    string `json:"for"`
	Number string `json:"number"`
}

func telephoneViews(list []registry.Telephone) (out []telephoneView) {
	for _, t := range list {
		out = append(out, telephoneView(t))
	}
	return out
}

func organisationOf(o *registry.Organisation, path []string) organisationView {
	return organisationView{o.Code, o.Scheme, o.Name, path, o.Level, o.Kind, o.Authority, o.Since, o.Address, o.Hours, telephoneViews(o.Telephones), o.Web, o.Duties, o.Ended, o.Into}
}

func showOrganisations(d *registry.Directory, day workdays.Date) (*table, any, error) {
	list := []organisationView{}
	for _, o := range d.Organisations(day) {
		list = append(list, organisationOf(&o, d.Path(o.Code, day)))
	}
	slices.SortStableFunc(list, func(a, b organisationView) int { return slices.Compare(fromAbove(a.Path), fromAbove(b.Path)) })
	t := &table{header: []string{"code", "name", "level", "since", "ended", "into"}}
	for _, o := range list {
		t.add(strings.Repeat("  ", len(o.Path)-1)+o.Code, o.Name, string(o.Level), o.Since.String(), o.Ended.String(), o.Into)
	}
	return t, list, nil
}

// fromAbove is a path from the root down.
func fromAbove(path []string) []string {
	out := slices.Clone(path)
	slices.Reverse(out)
	return out
}

// itemView is an item with the version that is in force.
type itemView struct {
	ID        string         `json:"id"`
	Delegated bool           `json:"delegated,omitzero"`
	Version   jsontext.Value `json:"version"` // with the tags, level and organisation of the day
}

func itemOf(i *registry.Item) (itemView, error) {
	_, body, err := registry.Book.Encode(i.ItemRegistered)
	return itemView{i.ID(), i.Delegated, body}, err
}

func showItems(d *registry.Directory, day workdays.Date) (*table, any, error) {
	list := []itemView{}
	t := &table{header: []string{"version", "name", "organisation", "from", "class", "handling", "legal", "promised", "tags"}, aligns: []align{left, left, left, left, left, left, right, right}}
	for _, i := range d.Items(day) {
		v, err := itemOf(&i)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, v)
		t.add(i.ID(), i.Name, i.Org, i.Date.String(), i.Class, i.Handling, days(i.LegalDays, 0), days(i.PromisedDays, 0), strings.Join(i.Tags, " "))
	}
	return t, list, nil
}
