package registry

import (
	"fmt"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/workdays"
)

// OrganisationStream holds all organisations (机构): their tree is consistent
// under one revision.
const OrganisationStream ledger.StreamID = "registry/organisations"

// MaxLevels bounds the levels of the tree of organisations: 省市县乡村.
const MaxLevels = 5

// Level is a level of government (层级).
type Level string

// Levels, from the top.
const (
	Province   Level = "province"
	Prefecture Level = "prefecture"
	County     Level = "county"
	Township   Level = "township"
	Village    Level = "village"
)

var levels = act.Options{Name: "OrganisationLevel", Says: "A level of government (层级).", Values: []act.Option{
	{Value: string(Province), Zh: "省级", En: "province."},
	{Value: string(Prefecture), Zh: "市级", En: "prefecture or city."},
	{Value: string(County), Zh: "县级", En: "county or district."},
	{Value: string(Township), Zh: "乡级", En: "township or street."},
	{Value: string(Village), Zh: "村级", En: "village or community."},
}}

// Schemes of the codes of organisations.
const (
	OwnCode    = ""        // the centre's own
	CreditCode = "gb32100" // unified social credit code (统一社会信用代码)
)

var codeSchemes = act.Options{Name: "CodeScheme", Says: "What the code of an organisation is (编码规则).", Values: []act.Option{
	{Value: CreditCode, Zh: "统一社会信用代码", En: "a unified social credit code, GB 32100, whose check character is checked."},
}}

// Uses of telephones; others are codes of the centre's own.
const (
	ServiceLine     = "service"     // 服务电话
	SupervisionLine = "supervision" // 监督电话
)

// Telephone is a number by which an office is called, see
// [disclosure.Telephone].
type Telephone struct {
	For    string // ServiceLine, SupervisionLine or another code
	Number string
}

func telephone(t *Telephone, m *act.Members) {
	m.Code(&t.For, "for", "`service` 服务电话, `supervision` 监督电话, or another use (用途).", act.Required, act.Always)
	m.Name(&t.Number, "number", "Number of the office (号码): a landline or a hotline, never a mobile number.", act.Required, act.Always)
}

func checkTelephones(list []Telephone) error {
	for i, t := range list {
		field := fmt.Sprintf("telephones[%d].", i)
		if t.For == "" || t.Number == "" {
			return act.Invalid(field+"number", "", "want a number and what it is for")
		}
		if err := disclosure.Telephone(field+"number", t.Number); err != nil {
			return err
		}
	}
	return nil
}

func checkWeb(web string) error {
	if web != "" && !strings.HasPrefix(web, "https://") && !strings.HasPrefix(web, "http://") {
		return act.Invalid("web", web, "want an address that begins with https:// or http://")
	}
	return nil
}

// given says that members of a body are there.
func given(fields ...string) error {
	for i := 0; i < len(fields); i += 2 {
		if fields[i+1] == "" {
			return act.Invalid(fields[i], "", "is missing")
		}
	}
	return nil
}

// stands says that a code is there and can name a stream.
func stands(field, code string, stream ledger.StreamID) error {
	if code == "" || stream.Validate() != nil {
		return act.Invalid(field, code, "want a code that can name a stream: letters, digits, '-', '_' and '.'")
	}
	return nil
}

func named(prefix, code string) ledger.StreamID { return ledger.StreamID(prefix + code) }

// Bounds of lists.
const (
	maxTelephones = 20
	maxDuties     = 50
	maxOffices    = 5000
	maxLines      = 200 // of conditions, steps, materials
)

// Contact is where an organisation is found, from a day on.
type Contact struct {
	Address    string
	Hours      string
	Telephones []Telephone
	Web        string
	Duties     []string
}

// Organisation is what the directory says of one on a day.
type Organisation struct {
	Code      string
	Scheme    string // OwnCode or CreditCode
	Name      string
	Parent    string // the organisation above, by what was recorded of this one; empty: a root
	Authority bool   // an administrative organ (行政机关)
	Level     Level
	Kind      string
	Since     workdays.Date // of its creation, or NoDate: it was always there
	Contact
	Ended workdays.Date // first day on which it is closed or merged, NoDate while it is open
	Into  string        // what it was merged into
}

// Open says whether it is open on the day that was asked for.
func (o *Organisation) Open() bool { return o.Ended == workdays.NoDate }
