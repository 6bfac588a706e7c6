package feeds

import "fmt"

// Type is the decision to publish the records of one type: the words by which
// people know it. The public body of a record is public by construction, so
// the decision is for the whole body or against the type.
type Type struct {
	Name    string // stored name with its schema version
	Chinese string
	English string
}

// types is the allow-list. Archive pages are immutable and carry these words:
// a row never changes, and new schema versions get rows of their own.
var types = []Type{
	{"calendar.published/1", "公布工作日安排", "Working-day calendar published"},
	{"case.accepted/1", "受理", "Accepted"},
	{"case.closed/1", "办结", "Closed"},
	{"case.correction_received/1", "补正收到", "Correction received"},
	{"case.correction_requested/1", "补正告知", "Correction requested"},
	{"case.decided/1", "作出决定", "Decided"},
	{"case.delivered/1", "送达", "Delivered"},
	{"case.extended/1", "延期", "Limit extended"},
	{"case.fee_charged/1", "收费", "Fee charged"},
	{"case.received/1", "转办接收", "Received after transfer"},
	{"case.resumed/1", "恢复计时", "Clock resumed"},
	{"case.returned/1", "退回", "Returned"},
	{"case.step_performed/1", "环节办理", "Step performed"},
	{"case.suspended/1", "中止计时", "Clock suspended"},
	{"case.transferred/1", "转办", "Transferred"},
	{"case.withdrawn/1", "撤回", "Withdrawn"},
	{"sealed.read/1", "查阅密封信息", "Sealed values read"},
}

var byName = func() map[string]Type {
	m := make(map[string]Type, len(types))
	for _, t := range types {
		m[t.Name] = t
	}
	return m
}()

// Types lists what may be published, sorted by name.
func Types() []Type { return append([]Type(nil), types...) }

// Lookup finds the decision for a stored name; without one the error is an
// [*UnknownTypeError].
func Lookup(name string) (Type, error) {
	t, ok := byName[name]
	if !ok {
		return Type{}, &UnknownTypeError{name}
	}
	return t, nil
}

// UnknownTypeError: nobody has decided that records of this type are public.
type UnknownTypeError struct{ Type string }

func (e *UnknownTypeError) Error() string {
	return fmt.Sprintf("record type %q is not on the list of what may be published; upgrade caseledger", e.Type)
}
