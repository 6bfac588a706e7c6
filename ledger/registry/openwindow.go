package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// WindowOpened (开设窗口).
type WindowOpened struct {
	Date   workdays.Date
	Name   string
	Org    string
	Window string
}

// Stored names the schema.
func (WindowOpened) Stored() string { return "window.opened/1" }

// Stream is that of the window.
func (e WindowOpened) Stream() ledger.StreamID { return named(WindowPrefix, e.Window) }

// Subject is the opening.
func (e WindowOpened) Subject() string { return subject("opened", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e WindowOpened) Since() time.Time { return since(e.Date) }

var windowOpened = entry(spec[WindowOpened]{
	Zh: "开设窗口", En: "Window opened", Public: act.Published,
	Command: "openWindow", Says: "Opens a window (设置窗口).", By: act.BySupervisor,
	Members: func(e *WindowOpened, m *act.Members) {
		m.Date(&e.Date, "date", "First day (启用日).", act.Required, act.Always)
		m.Text(&e.Name, "name", "Name or number over it (窗口名称).")
		m.Name(&e.Org, "org", "Organisation whose window it is (机构编码).", act.Required, act.Always)
		m.Name(&e.Window, "window", "Code of the window (窗口).", act.Required, act.Always)
	},
	Check: func(e *WindowOpened) error {
		if err := given("date", e.Date.String(), "org", e.Org); err != nil {
			return err
		}
		return stands("window", e.Window, e.Stream())
	},
})

func (e WindowOpened) allowed(d *Directory) error {
	if d.windows.on(e.Window, e.Date) != nil {
		return refuse(RuleWindow, "the window %s is open on %s", e.Window, e.Date)
	}
	return nil
}
