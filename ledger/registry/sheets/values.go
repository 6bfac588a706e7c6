package sheets

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// has says whether the table has a column.
func (r *row) has(key string) bool { return r.sheet.named[key] != "" }

// wrong notes what is wrong with a value; the first fault of one says enough.
func (r *row) wrong(key, reason string) {
	at := r.cells[key].at
	at.line = cmp.Or(at.line, r.line)
	if n := len(r.sheet.faults); n > 0 {
		if last := r.sheet.faults[n-1]; last.Line == at.line && last.Column == at.column {
			return
		}
	}
	r.sheet.fault(at, r.sheet.named[key], reason)
}

// text is a value in words.
func (r *row) text(key string) string {
	c := r.cells[key]
	if c.raw != nil {
		r.wrong(key, "want a text")
	}
	return c.text
}

// date is a day, NoDate for an empty cell.
func (r *row) date(key string) workdays.Date {
	text := r.text(key)
	if text == "" {
		return workdays.NoDate
	}
	for _, form := range []string{time.DateOnly, "2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102", "2006-01-02 15:04:05", "2006/1/2 15:04"} {
		if t, err := time.Parse(form, text); err == nil {
			return workdays.DateOf(t, time.UTC)
		}
	}
	r.wrong(key, "want a date such as 2024-03-01 or 2024年3月1日")
	return workdays.NoDate
}

// days is a number of working days: 20, 20个工作日, 即办 for none.
func (r *row) days(key string) int {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(r.text(key), "日"), "工作"), "个"))
	switch text {
	case "", "即办", "当场办结", "无", "天":
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(text, "天")))
	if err != nil {
		r.wrong(key, "want a number of working days")
	}
	return n
}

// whole is a number of things, 0 for an empty cell: 12, 12项.
func (r *row) whole(key string) int {
	text := strings.TrimSpace(strings.TrimRight(r.text(key), "项件个"))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		r.wrong(key, "want a number")
	}
	return n
}

// truth is yes or no, no for an empty cell.
func (r *row) truth(key string) bool {
	switch strings.ToLower(r.text(key)) {
	case "", "否", "no", "false", "0", "n":
		return false
	case "是", "yes", "true", "1", "y", "√":
		return true
	}
	r.wrong(key, "want yes or no (是, 否)")
	return false
}

// list is a list of texts, divided by semicolons or lines.
func (r *row) list(key string) (out []string) {
	c := r.cells[key]
	if c.raw != nil {
		if json.Unmarshal(c.raw, &out) != nil {
			r.wrong(key, "want a list of texts")
			return nil
		}
		return trimmed(out)
	}
	return trimmed(strings.FieldsFunc(c.text, func(r rune) bool { return strings.ContainsRune(";；\r\n", r) }))
}

func trimmed(list []string) (out []string) {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// code is a class: by the words of people, or as it is.
func (r *row) code(key string, words map[string]string) string {
	text := r.text(key)
	return cmp.Or(words[text], text)
}

// Words of people for classes.
var (
	levelWords = map[string]string{
		"省": "province", "省级": "province", "自治区": "province", "市": "prefecture", "市级": "prefecture", "地级": "prefecture", "地区": "prefecture",
		"县": "county", "县级": "county", "区": "county", "区级": "county", "乡": "township", "镇": "township", "乡级": "township", "镇级": "township", "乡镇": "township", "街道": "township",
		"村": "village", "村级": "village", "社区": "village",
	}
	classWords = map[string]string{
		"行政许可": registry.MatterLicence, "非行政许可": registry.MatterNonLicence, "非行政许可审批": registry.MatterNonLicence, "服务事项": registry.MatterService, "公共服务": registry.MatterService,
		"行政管理服务": registry.MatterManagement, "行政管理服务事项": registry.MatterManagement, "便民服务": registry.MatterConvenience, "便民服务事项": registry.MatterConvenience,
		"政府信息公开": registry.MatterDisclosure, "政府信息公开事项": registry.MatterDisclosure, "政策信息咨询服务": registry.MatterConsultation, "政策信息咨询服务事项": registry.MatterConsultation,
	}
	handlingWords = map[string]string{"即办": "immediate", "即办件": "immediate", "承诺": "promised", "承诺件": "promised", "特办": "special", "特办件": "special"}
	roleWords     = map[string]string{
		"窗口人员": registry.RoleClerk, "窗口工作人员": registry.RoleClerk, "经办": registry.RoleClerk, "首席代表": registry.RoleChief, "督办": registry.RoleSupervisor,
		"代办员": registry.RoleAgent, "代办": registry.RoleAgent,
	}
	schemeWords = map[string]string{"自编": registry.OwnCode, "统一社会信用代码": registry.CreditCode}
)

// telephones are those of the columns service and supervision, several in a
// cell, or of a list of objects.
func (r *row) telephones() []registry.Telephone {
	var out []registry.Telephone
	if c := r.cells["telephones"]; c.raw != nil {
		var list []struct {
			For    string `json:"for"`
			Number string `json:"number"`
		}
		if json.Unmarshal(c.raw, &list, json.RejectUnknownMembers(true)) != nil {
			r.wrong("telephones", `want a list of {"for":…,"number":…}`)
			return nil
		}
		for _, t := range list {
			out = append(out, registry.Telephone(t))
		}
	}
	for _, use := range []string{registry.ServiceLine, registry.SupervisionLine} {
		for _, number := range strings.FieldsFunc(r.text(use), func(r rune) bool { return strings.ContainsRune(";；,，、/\n", r) }) {
			if number = strings.TrimSpace(number); number != "" {
				out = append(out, registry.Telephone{For: use, Number: number})
			}
		}
	}
	return out
}

// called says whether the table has telephones.
func (r *row) called() bool { return r.has("service") || r.has("supervision") || r.has("telephones") }

// materials are names in a list, or a list of objects.
func (r *row) materials() (out []registry.Material) {
	c := r.cells["materials"]
	if !listOfObjects(c.raw) {
		for _, name := range r.list("materials") {
			out = append(out, registry.Material{Name: name})
		}
		return out
	}
	var list []struct {
		Copies   int    `json:"copies"`
		Name     string `json:"name"`
		Original bool   `json:"original"`
		Source   string `json:"source"`
	}
	if json.Unmarshal(c.raw, &list, json.RejectUnknownMembers(true)) != nil {
		r.wrong("materials", `want a list of names, or of {"name":…,"copies":…,"original":…,"source":…}`)
		return nil
	}
	for _, m := range list {
		out = append(out, registry.Material(m))
	}
	return out
}
