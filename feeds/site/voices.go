package site

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"caseledger/ledger/casefile"
	said "caseledger/ledger/voice"
	"caseledger/projections/voice"
)

// complaintsPage, questionsPage and objectionsPage say what was said, by class, day
// and outcome, and whether it was answered in time; never in which words.
func complaintsPage(v *visit, _ []string) (document, error) {
	return v.voices("complaints", voice.Complaint)
}

func questionsPage(v *visit, _ []string) (document, error) {
	return v.voices("questions", voice.Question)
}

func objectionsPage(v *visit, _ []string) (document, error) {
	return v.voices("objections", voice.Objection)
}

// mostVoices bounds the entries on one page, and those of one reading of its data.
const mostVoices, mostRead = 50, 1000

func (v *visit) voices(key string, kind voice.Kind) (document, error) {
	doc := document{title: v.word(key), now: true, sheet: sheet{Columns: []string{"number", "org", "case", "channel", "class", "status", "finding", "filed", "acceptBy", "answerBy", "answered", "overdue"}}}
	q, err := v.voiceQuery(kind)
	if err != nil || v.known == 0 {
		return doc, err
	}
	page := listing{Tabs: v.voiceTabs(), Lead: []string{v.word(key + ".lead"), v.period(q.From, q.To)}}
	counts, err := v.voiceCounts(q)
	if err != nil {
		return doc, err
	}
	list := grid{Title: v.word("voice.list"), Empty: v.word("voice.none"), Heads: v.heads("voice.number", "org", "channel", "class", "status", "finding", "filed", "voice.by", "answered")}
	for {
		found, err := voice.List(v, v.Views, q)
		if err != nil {
			return doc, err
		}
		for _, e := range found.Entries {
			doc.add(e.Number, e.Org, e.Case, e.Channel, e.Class, string(e.Status), string(e.Finding), e.FiledOn().String(), e.AcceptBy.On.String(), e.AnswerBy.On.String(),
				dayAt(e.Answered), fmt.Sprint(e.Overdue(v.recorded)))
			if v.Ending == "" {
				v.voiceRow(&list, e)
			}
		}
		if !found.More {
			break
		}
		q.After = found.Entries[len(found.Entries)-1].Ordinal
		if v.Ending == "" {
			list.More = []fact{{Name: v.word("cases.next"), Link: v.with("after", strconv.FormatUint(q.After, 10)).String()}}
			break
		}
	}
	page.Grids = append(counts, list)
	doc.data = page
	return doc, nil
}

// voiceQuery is what the address asks for.
func (v *visit) voiceQuery(kind voice.Kind) (q voice.Query, err error) {
	if err := v.latest(); err != nil {
		return q, err
	}
	if err := v.only("org", "channel", "class", "status", "from", "to", "after"); err != nil {
		return q, err
	}
	q = voice.Query{Kind: kind, Org: v.Query.Get("org"), Channel: said.Channel(v.Query.Get("channel")), Class: v.Query.Get("class")}
	if q.From, q.To, err = v.days(); err != nil {
		return q, err
	}
	switch s := v.Query.Get("status"); {
	case s == "overdue":
		q.OverdueAt = v.recorded
	case s != "" && voiceStatus[s].Zh == "":
		return q, invalid("status", s, "want one of "+fmt.Sprint(slices.Sorted(maps.Keys(voiceStatus)))+" or overdue")
	default:
		q.Status = said.Status(s)
	}
	if q.First, q.After, err = v.part(); err != nil {
		return q, err
	}
	return q, nil
}

func (v *visit) voiceRow(g *grid, e *voice.Entry) {
	number := gridCell{Text: e.Number}
	if e.Case != "" {
		number.Note, number.Link = v.word("voice.case", e.Case), v.To("case/"+e.Case)
	}
	by := e.AnswerBy.On
	if e.Settled.IsZero() && e.AcceptBy.On != noDate {
		by = e.AcceptBy.On
	}
	due := gridCell{Text: dayOr(by), Bad: e.Overdue(v.recorded)}
	if due.Bad {
		due.Note = v.word("overdue")
	}
	g.add(number, v.orgCell(e.Org), plain(coded(voiceChannels, v.Lang, e.Channel)), plain(coded(matters, v.Lang, e.Class)),
		plain(coded(voiceStatus, v.Lang, string(e.Status))), plain(orElseText(coded(findingWords, v.Lang, string(e.Finding)), "—")), plain(e.FiledOn().String()), due, plain(orElseText(dayAt(e.Answered), "—")))
}

// voiceCounts are what the list comes to: in all and by clock, by outcome, and by
// channel and organisation.
func (v *visit) voiceCounts(q voice.Query) ([]grid, error) {
	groups, err := voice.Counts(v, v.Views, q)
	if err != nil {
		return nil, err
	}
	late := q
	late.OverdueAt = v.recorded
	overdue, err := voice.Total(v, v.Views, late)
	if err != nil {
		return nil, err
	}
	all := 0
	outcome, channel, org := map[string]int{}, map[string]int{}, map[string]int{}
	for _, g := range groups {
		all += g.Count
		outcome[string(g.Status)] += g.Count
		if g.Finding != "" {
			outcome[string(g.Finding)] += g.Count
		}
		channel[g.Channel] += g.Count
		org[g.Org] += g.Count
	}
	sum := grid{Title: v.word("voice.sum"), Heads: v.heads("voice.what", "#count.pieces")}
	sum.add(plain(v.word("voice.all")), whole(all))
	for _, s := range []string{"filed", "accepted", "declined", "answered"} {
		if q.Kind != voice.Complaint && (s == "accepted" || s == "declined") {
			continue
		}
		sum.add(plain(voiceStatus[s].In(v.Lang)), whole(outcome[s]))
	}
	if q.Kind != voice.Question {
		for _, s := range []string{"upheld", "dismissed"} {
			sum.add(plain(findingWords[s].In(v.Lang)), whole(outcome[s]))
		}
	}
	sum.add(plain(v.word("voice.overdue")), gridCell{Text: grouped(strconv.Itoa(overdue)), Link: v.with("status", "overdue").String(), Bad: overdue > 0})
	by := grid{Title: v.word("voice.channels"), Empty: v.word("none.here"), Heads: v.heads("channel", "#count.pieces")}
	for _, c := range slices.Sorted(maps.Keys(channel)) {
		by.add(gridCell{Text: orElseText(coded(voiceChannels, v.Lang, c), "—"), Link: v.with("channel", c).String()}, whole(channel[c]))
	}
	orgs := grid{Title: v.word("voice.orgs"), Empty: v.word("none.here"), Heads: v.heads("org", "#count.pieces")}
	for _, c := range slices.Sorted(maps.Keys(org)) {
		orgs.add(gridCell{Text: v.orgName(c), Link: v.with("org", c).String()}, whole(org[c]))
	}
	return []grid{sum, by, orgs}, nil
}

// dayAt is the local date of an instant, empty for none.
func dayAt(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return casefile.StandardDate(t).String()
}
