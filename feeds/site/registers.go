package site

import (
	"fmt"

	"caseledger/ledger/casefile"
	"caseledger/projections"
	"caseledger/projections/exceptions"
	"caseledger/projections/voice"
)

// register is one of /registers.
type register struct {
	name string
	make func(v *visit, doc *document) ([]grid, error)
}

// registers lists them, in the order of the navigation.
func registers() []register {
	return []register{
		{"special", func(v *visit, doc *document) ([]grid, error) {
			return v.exceptional(doc, casefile.SpecialGranted{}, casefile.FastTrackGranted{})
		}},
		{"defaults", func(v *visit, doc *document) ([]grid, error) {
			return v.exceptional(doc, casefile.TimeoutDefaulted{}, casefile.TimeoutDefaultRevoked{}, casefile.DeemedAccepted{})
		}},
		{"returns", func(v *visit, doc *document) ([]grid, error) {
			return v.exceptional(doc, casefile.Returned{}, casefile.ReturnReviewRequested{}, casefile.ReturnReviewDecided{})
		}},
		{"findings", (*visit).findings},
		{"scores", (*visit).scores},
		{"plan", (*visit).plan},
		{"sealed", (*visit).sealed},
	}
}

func (v *visit) registerTabs() []tab {
	out := v.tabs("registers", "registers", "late", "late.title")
	for _, r := range registers() {
		out = append(out, v.tabs("registers/"+r.name, "register."+r.name)...)
	}
	return append(out, v.tabs("foi", "foi")...)
}

// registersPage says which registers there are.
func registersPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("registers"), sheet: sheet{Columns: []string{"address", "what"}}}
	g := grid{Heads: v.heads("register", "data.what")}
	row := func(path, key string) {
		doc.add("/"+path, v.word(key+".lead"))
		g.add(gridCell{Text: v.word(key), Link: v.To(path)}, plain(v.word(key+".lead")))
	}
	row("late", "late.title")
	for _, r := range registers() {
		row("registers/"+r.name, "register."+r.name)
	}
	row("foi", "foi")
	doc.data = listing{Tabs: v.registerTabs(), Grids: []grid{g}}
	return doc, nil
}

// registerPage is one register.
func registerPage(v *visit, parts []string) (document, error) {
	for _, r := range registers() {
		if r.name != parts[0] {
			continue
		}
		doc := document{title: v.word("register." + r.name)}
		if err := v.only("after"); err != nil {
			return doc, err
		}
		grids, err := r.make(v, &doc)
		doc.data = listing{Tabs: v.registerTabs(), Lead: []string{v.word("register." + r.name + ".lead")}, Grids: grids}
		return doc, err
	}
	return document{}, projections.ErrNotFound
}

// exceptional is a register of records of some types, newest first, as known at the
// record of the page.
func (v *visit) exceptional(doc *document, events ...casefile.Event) ([]grid, error) {
	doc.Columns = []string{"record", "case", "org", "action", "occurred", "recorded", "post", "says", "amendedBy"}
	q := exceptions.Query{UpTo: v.known}
	counts := grid{Title: v.word("voice.sum"), Heads: v.heads("register.action", "#count.pieces")}
	for _, e := range events {
		q.Types = append(q.Types, e.Stored())
		n, err := exceptions.Count(v, v.Views, []string{e.Stored()}, v.known)
		if err != nil {
			return nil, err
		}
		counts.add(plain(v.action(e.Stored())), whole(n))
	}
	var err error
	if q.First, q.After, err = v.part(); err != nil {
		return nil, err
	}
	list := grid{Title: v.word("voice.list"), Empty: v.word("none.here"), Heads: v.heads("case.number", "org", "register.action", "register.says", "late.occurred", "post", "record")}
	for {
		rows, more, err := exceptions.Rows(v, v.Views, q)
		if err != nil {
			return nil, err
		}
		if err := v.exceptionRows(doc, &list, rows); err != nil {
			return nil, err
		}
		if !more {
			break
		}
		q.After = rows[len(rows)-1].Ordinal
		if v.Ending == "" {
			list.More = []fact{{Name: v.word("cases.next"), Link: v.with("after", fmt.Sprint(q.After)).String()}}
			break
		}
	}
	return []grid{counts, list}, nil
}

func (v *visit) exceptionRows(doc *document, list *grid, rows []exceptions.Row) error {
	var numbers []string
	for _, x := range rows {
		numbers = append(numbers, x.Number)
	}
	cases, err := v.Views.CasesByNumber(v, numbers)
	if err != nil {
		return err
	}
	for _, x := range rows {
		org, says, amended := cases[x.Number].Org, v.exceptionSays(x.Event), ""
		record := gridCell{Text: fmt.Sprint(x.Ordinal)}
		if x.Amended > 0 {
			amended, record.Note = fmt.Sprint(x.Amended), v.word("register.amended", x.Amended)
		}
		doc.add(record.Text, x.Number, org, x.Type, v.moment(x.Occurred), v.moment(x.Recorded), x.Post, says, amended)
		list.add(v.caseCell(x.Number), v.orgCell(org), plain(v.action(x.Type)), plain(says), plain(v.moment(x.Occurred)), plain(orElseText(x.Post, "—")), record)
	}
	return nil
}

// action is what a record of a case is called.
func (v *visit) action(stored string) string {
	if a := casefile.Book.Action(stored); a != nil {
		return Text{a.Zh, a.En}.In(v.Lang)
	}
	return stored
}

// exceptionSays is the ground of a record, as it was given.
func (v *visit) exceptionSays(e casefile.Event) string {
	join := func(list ...string) (out string) {
		for _, s := range list {
			if s != "" && out != "" {
				out += v.word("comma")
			}
			out += s
		}
		return out
	}
	switch x := e.(type) {
	case casefile.SpecialGranted:
		return join(x.Reason, x.Basis, x.Approver)
	case casefile.FastTrackGranted:
		return join(x.Reason, x.Approver)
	case casefile.TimeoutDefaulted:
		return join(coded(effects, v.Lang, string(x.Effect)), x.Basis, v.orgName(x.Organ))
	case casefile.TimeoutDefaultRevoked:
		return join(coded(effects, v.Lang, string(x.Effect)), x.Basis)
	case casefile.DeemedAccepted:
		return x.Basis
	case casefile.Returned:
		return join(x.Reason, x.Basis, x.Remedy)
	case casefile.ReturnReviewRequested:
		return x.Ground
	case casefile.ReturnReviewDecided:
		return join(string(x.Outcome), x.Basis)
	}
	return ""
}

// findings are what inspections found (问题曝光), and whether it was put right.
func (v *visit) findings(doc *document) ([]grid, error) {
	doc.now, doc.Columns = true, []string{"inspection", "org", "kind", "held", "finding", "class", "text", "published", "rectified", "measure"}
	if err := v.latest(); err != nil {
		return nil, err
	}
	g := grid{Empty: v.word("none.here"), Heads: v.heads("voice.number", "org", "class", "findings.text", "findings.published", "findings.rectified")}
	q := voice.Query{Kind: voice.Inspection, From: noDate, To: noDate, First: mostRead}
	for {
		list, err := voice.List(v, v.Views, q)
		if err != nil {
			return nil, err
		}
		for _, e := range list.Entries {
			for _, p := range e.Findings {
				doc.add(e.Number, e.Org, e.How, v.moment(e.Filed), p.Finding, p.Class, p.Text, dayAt(p.Published), dayAt(p.Rectified), p.Measure)
				done := gridCell{Text: dayAt(p.Rectified), Note: p.Measure}
				if p.Rectified.IsZero() {
					done = gridCell{Text: v.word("findings.open"), Bad: true}
				}
				g.add(plain(e.Number+" · "+p.Finding), v.orgCell(e.Org), plain(coded(findingClasses, v.Lang, p.Class)), plain(orElseText(p.Text, "—")), plain(dayAt(p.Published)), done)
			}
		}
		if !list.More {
			return []grid{g}, nil
		}
		q.After = list.Entries[len(list.Entries)-1].Ordinal
	}
}

// sealed is how much is sealed and why (脱敏登记), and what was erased, never what.
func (v *visit) sealed(doc *document) ([]grid, error) {
	doc.now, doc.Columns = true, []string{"action", "label", "month", "count"}
	if err := v.latest(); err != nil {
		return nil, err
	}
	list, err := exceptions.SealedCounts(v, v.Views)
	if err != nil {
		return nil, err
	}
	type key struct{ action, label string }
	sums, last := map[key]int{}, map[key]string{}
	var order []key
	for _, s := range list {
		k, month := key{s.Type, s.Label}, fmt.Sprintf("%04d-%02d", s.Year, s.Month)
		if sums[k] == 0 {
			order = append(order, k)
		}
		sums[k], last[k] = sums[k]+s.Count, month
		doc.add(s.Type, s.Label, month, fmt.Sprint(s.Count))
	}
	g := grid{Title: v.word("sealed.labels"), Empty: v.word("sealed.none"), Heads: v.heads("register.action", "sealed.label", "#count.pieces", "sealed.last")}
	for _, k := range order {
		g.add(plain(v.anyAction(k.action)), plain(coded(labels, v.Lang, k.label)), whole(sums[k]), plain(last[k]))
	}
	erased, err := v.erased()
	return []grid{g, erased}, err
}
