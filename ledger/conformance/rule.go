package conformance

import (
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Facts are what a rule may know of a case.
type Facts struct {
	*casefile.Case
	Rules casefile.Rules
	Limit casefile.Limit // governing limit
	Legal casefile.Limit // legal limit
	At    time.Time      // when the last record that counts was recorded
}

// today is the local date of the last record.
func (f *Facts) today() workdays.Date { return workdays.DateOf(f.At, f.Location()) }

// Verdict is what becomes of one case under one rule.
type Verdict string

// Verdicts.
const (
	Complies Verdict = "complies" // 符合
	Breaks   Verdict = "breaks"   // 违反
	Unjudged Verdict = "unjudged" // 无法判断
)

// Verdicts lists them in the order in which reports have them.
func Verdicts() []Verdict { return []Verdict{Complies, Breaks, Unjudged} }

// Why a case cannot be judged.
type Why string

// Reasons.
const (
	NotConcerned Why = "not_concerned" // 不适用: the rule does not ask anything of the case
	NotYet       Why = "not_yet"       // 尚未到期: it may still comply and may still break the rule
	NotTold      Why = "not_told"      // 记录不足: nothing is recorded by which to judge
)

// Finding is the verdict of one case; Why is empty where there is one.
type Finding struct {
	Verdict Verdict
	Why     Why
}

var (
	complies = Finding{Verdict: Complies}
	breaks   = Finding{Verdict: Breaks}
	no       = Finding{Unjudged, NotConcerned}
	notYet   = Finding{Unjudged, NotYet}
	notTold  = Finding{Unjudged, NotTold}
)

// verdict is complies or breaks.
func verdict(ok bool) Finding {
	if ok {
		return complies
	}
	return breaks
}

// Evidence is one fact that a finding rests on.
type Evidence struct {
	Name  string `json:"name"` // acceptedOn
	Zh    string `json:"zh"`
	Value string `json:"value"`
}

// A Rule is one rule of law or policy.
type Rule struct {
	ID    string
	Basis string // 许可法42
	Zh    string // what it asks, as a sentence
	En    string

	judge    func(f *Facts) Finding
	evidence func(f *Facts) []Evidence
}

// Judge gives the verdict of a case. It is a pure function of the facts.
func (r *Rule) Judge(f *Facts) Finding { return r.judge(f) }

// Evidence lists what the verdict of a case rests on, without what is not told.
func (r *Rule) Evidence(f *Facts) (out []Evidence) {
	for _, e := range r.evidence(f) {
		if e.Value != "" {
			out = append(out, e)
		}
	}
	return out
}

// Sentence says the finding in Chinese and in English, with basis and evidence.
func (r *Rule) Sentence(f *Facts) (zh, en string) {
	x := r.Judge(f)
	var a, b []string
	for _, e := range r.Evidence(f) {
		a, b = append(a, e.Zh+" "+e.Value), append(b, e.Name+" "+e.Value)
	}
	zh, en = verdictWords[x.Verdict][0]+"（"+r.Basis+"）："+r.Zh, r.En+" ("+r.Basis+"): "+verdictWords[x.Verdict][1]
	if x.Why != "" {
		zh, en = zh+"；"+whyWords[x.Why][0], en+", "+whyWords[x.Why][1]
	}
	if len(a) > 0 {
		zh, en = zh+"。"+strings.Join(a, "，"), en+"; "+strings.Join(b, ", ")
	}
	return zh + "。", en + "."
}

var (
	verdictWords = map[Verdict][2]string{Complies: {"符合", "complies"}, Breaks: {"违反", "breaks it"}, Unjudged: {"无法判断", "cannot be judged"}}
	whyWords     = map[Why][2]string{NotConcerned: {"本件不适用", "it is not concerned"}, NotYet: {"尚未到期", "it is not due yet"}, NotTold: {"记录不足", "the record does not say"}}
)

// Find gives the rules with these ids, all for none, in the order of the list. One
// that is not known gives a [*ledger.InvalidError].
func Find(ids []string) (out []*Rule, err error) {
	if len(ids) == 0 {
		return append(out, rules...), nil
	}
	for _, id := range ids {
		r := byID[id]
		if r == nil {
			return nil, &ledger.InvalidError{Field: "rule", Value: id, Reason: "want one of " + strings.Join(names, ", ")}
		}
		out = append(out, r)
	}
	return out, nil
}

var byID, names = func() (map[string]*Rule, []string) {
	m, list := map[string]*Rule{}, []string(nil)
	for _, r := range rules {
		m[r.ID], list = r, append(list, r.ID)
	}
	return m, list
}()

// told is a piece of evidence.
func told(name, zh, value string) Evidence { return Evidence{name, zh, value} }

// on is a local date as evidence.
func (f *Facts) on(name, zh string, t time.Time) Evidence {
	if t.IsZero() {
		return Evidence{}
	}
	return told(name, zh, workdays.DateOf(t, f.Location()).String())
}
