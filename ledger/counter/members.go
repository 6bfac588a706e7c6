package counter

import (
	"sync"

	"caseledger/ledger/act"
	"caseledger/ledger/books"
	"caseledger/ledger/registry"
)

// Envelope is what the input of a case's action holds beside the members of its
// command, and Sealed and Corrects beside those. Its first member names the
// case; the rest is what the input of every other action holds.
var Envelope = []act.Member{
	{Input: "number", Kind: act.KindName, Marks: act.Required, Says: "Public case number (办件编号)."},
	{Input: "idempotencyKey", Kind: act.KindText, Marks: act.Required,
		Says: "Names this command for ever (幂等键): sent again, it adds nothing. A UUID, best of version 7, or any other text of up to 200 bytes."},
	{Input: "expectedRevision", Kind: act.KindWhole, Says: "The revision you saw (预期版本); at another one nothing is recorded. -1 for what does not exist yet."},
	{Input: "occurredAt", Kind: act.KindTime, Says: "When it happened (发生时间); default now."},
}

// Sealed is the list of personal values in an input.
const (
	Sealed     = "sealed"
	SealedSays = "Personal values (密封信息)."
)

// SealedValue is what each of them holds.
var SealedValue = []act.Member{
	{Input: "label", Kind: act.KindName, Marks: act.Required, Says: "What it is (名称): `applicant.name`. Public."},
	{Input: "subject", Kind: act.KindText, Marks: act.Required, Says: "Random pseudonym of the person (主体代号)."},
	{Input: "text", Kind: act.KindText, Marks: act.Required, Says: "The value itself (内容). Never public."},
}

// Corrects is the object in an input that says that the command holds in the
// place of a wrong record of the case.
const (
	Corrects     = "corrects"
	CorrectsSays = "The wrong record in whose place this one holds (更正). It keeps its place; occurredAt is then that of the wrong record, unless it is given."
)

// Correction is what it holds.
var Correction = []act.Member{
	{Input: "revision", Kind: act.KindWhole, Marks: act.Asked, Says: "Revision of the wrong record (原记录版本)."},
	{Input: "reason", Kind: act.KindCode, Marks: act.Required, Says: "Reason class (原因): typing, wrong_case …"},
	{Input: "basis", Kind: act.KindText, Marks: act.Required, Says: "What the correction rests on (依据)."},
}

// OfCase says whether an action is one of a case: its input names the case, and
// may correct a record of it. The stream of others follows from their members.
func OfCase(a *act.Action) bool {
	return registry.Book.Action(a.Name) != a && books.Dossier(a) == nil
}

// Seals says whether the input of an action may hold personal values.
func Seals(a *act.Action) bool { return OfCase(a) || books.Dossier(a) != nil }

// EnvelopeOf is what the input of an action holds beside the members of its
// command.
func EnvelopeOf(a *act.Action) []act.Member {
	if OfCase(a) {
		return Envelope
	}
	return Envelope[1:]
}

// Actions are all actions that can be asked for, in the order in which
// documents list them.
func Actions() []*act.Action {
	var out []*act.Action
	for _, a := range books.Actions() {
		if a.Command != "" {
			out = append(out, a)
		}
	}
	return out
}

// Action finds an action by the name of its command, nil if there is none.
func Action(command string) *act.Action { return byCommand()[command] }

var byCommand = sync.OnceValue(func() map[string]*act.Action {
	out := map[string]*act.Action{}
	for _, a := range Actions() {
		out[a.Command] = a
	}
	return out
})

// input finds the member whose input has this name, nil if there is none.
func input(members []act.Member, name string) *act.Member {
	for i := range members {
		if m := &members[i]; m.Input == name && !m.Has(act.Derived) {
			return m
		}
	}
	return nil
}
