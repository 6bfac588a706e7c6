package export

import (
	"cmp"
	"slices"

	"caseledger/feeds"
	"caseledger/ledger/casefile"
)

// inTime gives what holds of a history in the order of its times, at equal times
// in that of its records.
func inTime(told []casefile.Entry) []casefile.Entry {
	list := casefile.Holding(told)
	earlier := func(a, b casefile.Entry) int { return a.Occurred.Compare(b.Occurred) }
	if !slices.IsSortedFunc(list, earlier) {
		list = slices.Clone(list)
		slices.SortStableFunc(list, earlier)
	}
	return list
}

// An event is one action of a case as tables and logs have it.
type event struct {
	*casefile.Entry
	number string
	words  feeds.Type
	step   casefile.StepPerformed // of a step; else the zero StepPerformed
}

// newEvent reads an entry. A type that nobody decided to publish is a
// [*feeds.UnknownTypeError].
func newEvent(f *file, e *casefile.Entry) (v event, err error) {
	v = event{Entry: e, number: f.Number}
	v.step, _ = e.Event.(casefile.StepPerformed)
	v.words, err = feeds.Lookup(e.Event.Stored())
	return v, err
}

// isStep says whether the event is a performed step.
func (e *event) isStep() bool { return e.step.Step != "" }

// activity is what analysts call the event: the step's code, or the action's
// Chinese words.
func (e *event) activity() string { return cmp.Or(e.step.Step, e.words.Chinese) }

// eventColumns are the table of events.
var eventColumns = []column[event]{
	{"number", "办件编号", "Public case number", aText, func(e *event) value { return text(e.number) }},
	{"revision", "修订号", "Place among the records of the case, from 0", aNumber, func(e *event) value { return number(int(e.Revision)) }},
	{"type", "记录类型", "Stored name of the action", aText, func(e *event) value { return text(e.words.Name) }},
	{"activity", "活动", "Code of the step, or the action in Chinese", aText, func(e *event) value { return text(e.activity()) }},
	{"name", "环节名称", "Name of the step, or the action in English", aText, func(e *event) value { return text(cmp.Or(e.step.Name, e.words.English)) }},
	{"occurred_at", "发生时间", "When it happened", aTime, func(e *event) value { return instant(e.Occurred) }},
	{"recorded_at", "记录时间", "When it was recorded", aTime, func(e *event) value { return instant(e.Recorded) }},
	{"post", "岗位", "Acting post", aText, func(e *event) value { return text(e.Post) }},
	{"org", "办理部门", "Unit of the acting post, of a step", aText, func(e *event) value { return text(e.step.Org) }},
	{"ref", "来源编号", "The source's id of the step", aText, func(e *event) value { return text(e.step.Ref) }},
	{"due_at", "环节期限", "The step's own deadline", aTime, func(e *event) value { return instant(e.step.Due) }},
}

// eachEvent calls take for the events of a case.
func (f *file) eachEvent(take func(e *event) error) error {
	for i := range f.holding {
		e, err := newEvent(f, &f.holding[i])
		if err != nil {
			return err
		}
		if err := take(&e); err != nil {
			return err
		}
	}
	return nil
}
