package exchange

import (
	"fmt"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// A Table is one of the five.
type Table struct {
	Name    string
	Zh      string
	Columns []string
}

// newTable adds the columns that all have: the row's id and its case first, what
// the synchronisation says last.
func newTable(name, zh string, columns ...string) *Table {
	return &Table{name, zh, slices.Concat([]string{"row_id", "project_no"}, columns, []string{"cd_operation", "cd_time", "cd_batch"})}
}

// The tables.
var (
	Accept = newTable("up_pro_accept", "办件受理", "task_code", "project_type", "handle_form", "apply_date", "accept_date", "promise_date", "legal_days",
		"org_code", "accept_channel", "accept_window", "handle_user_name")
	Process = newTable("up_pro_process", "办件过程", "process_code", "process_name", "event_name", "event_start_time", "event_end_time",
		"org_code", "handle_user_name", "process_ref", "notice_no", "handle_explain")
	Special = newTable("up_pro_special_procedure", "特别程序", "special_type", "special_reason", "special_basis", "notice_no", "special_time", "end_time",
		"special_days", "handle_user_name")
	Result = newTable("up_pro_result", "办件结果", "result_type", "result_date", "result_reason", "result_basis", "result_remedy", "handle_user_name",
		"decide_type", "decide_date", "decide_doc_no", "result_cetr_no", "result_cetr_date", "result_cetr_until", "result_cetr_time",
		"is_delivery_results", "delivery_type", "delivery_date", "satisfaction", "satisfaction_date", "satisfaction_channel")
	Material = newTable("up_pro_material", "办件材料", "slip_no", "material_name", "get_type", "get_num", "get_date", "file_sha256", "handle_user_name")
)

// Tables lists them in the order in which a case needs them.
func Tables() []*Table { return []*Table{Accept, Process, Special, Result, Material} }

// Operation is what a row does (同步类型).
type Operation string

// Operations.
const (
	Insert Operation = "I"
	Update Operation = "U"
	Delete Operation = "D"
)

// A Row is one row of a table, a value for each of its columns.
type Row struct {
	*Table
	Values []string
}

func (t *Table) row() Row { return Row{t, make([]string, len(t.Columns))} }

func (r Row) copy() Row { return Row{r.Table, slices.Clone(r.Values)} }

// at is a column's place. A column that is not there is a mistake of this
// package.
func (t *Table) at(column string) int {
	i := slices.Index(t.Columns, column)
	if i < 0 {
		panic(fmt.Sprintf("exchange: %s has no column %s", t.Name, column))
	}
	return i
}

func (r Row) get(column string) string { return r.Values[r.at(column)] }

func (r Row) set(column, says string) { r.Values[r.at(column)] = says }

// ID, Case and Operation are what every row has.
func (r Row) ID() string { return r.get("row_id") }

// Case is the number of the row's case.
func (r Row) Case() string { return r.get("project_no") }

// Operation is what the row does, Insert where it does not say.
func (r Row) Operation() Operation {
	if op := r.get("cd_operation"); op != "" {
		return Operation(op)
	}
	return Insert
}

// stamp says when the row was recorded, and in which batch: that of the day.
func (r Row) stamp(op Operation, recorded time.Time) {
	r.set("cd_operation", string(op))
	r.set("cd_time", formatTime(recorded))
	r.set("cd_batch", recorded.In(casefile.Standard()).Format("20060102"))
}

// same says whether two rows say the same, whenever they were recorded.
func (r Row) same(o Row) bool {
	n := len(r.Values) - 3
	return r.Table == o.Table && slices.Equal(r.Values[:n], o.Values[:n])
}

// Times are local in the default zone, to the second where that says all.
const (
	toSecond = "2006-01-02 15:04:05"
	toMicro  = "2006-01-02 15:04:05.000000"
)

func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(casefile.Standard())
	if t.Nanosecond() == 0 {
		return t.Format(toSecond)
	}
	return t.Format(toMicro)
}

// parseTime reads what formatTime writes; the empty text is the zero time.
func parseTime(column, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(toSecond, s, casefile.Standard()) // a fraction is taken as well
	if err != nil {
		return t, &ledger.InvalidError{Field: column, Value: s, Reason: "want a local time such as 2024-03-05 09:07:11"}
	}
	return ledger.Time(t), nil
}
