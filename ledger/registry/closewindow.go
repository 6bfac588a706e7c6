package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// WindowClosed (撤销窗口).
type WindowClosed struct {
	Date   workdays.Date
	Window string
}

// Stored names the schema.
func (WindowClosed) Stored() string { return "window.closed/1" }

// Stream is that of the window.
func (e WindowClosed) Stream() ledger.StreamID { return named(WindowPrefix, e.Window) }

// Subject is the closing.
func (e WindowClosed) Subject() string { return subject("closed", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e WindowClosed) Since() time.Time { return since(e.Date) }

var windowClosed = entry(spec[WindowClosed]{
	Zh: "撤销窗口", En: "Window closed", Public: act.Published,
	Command: "closeWindow", Says: "Closes a window from a day on (撤销窗口).", By: act.BySupervisor,
	Members: func(e *WindowClosed, m *act.Members) {
		m.Date(&e.Date, "date", "First day without it (停用日).", act.Required, act.Always)
		m.Name(&e.Window, "window", "Code of the window (窗口).", act.Required, act.Always)
	},
	Check: func(e *WindowClosed) error {
		if err := given("date", e.Date.String()); err != nil {
			return err
		}
		return stands("window", e.Window, e.Stream())
	},
})

func (e WindowClosed) allowed(d *Directory) error {
	if d.windows.on(e.Window, e.Date) == nil {
		return refuse(RuleWindow, "the window %s is not open on %s", e.Window, e.Date)
	}
	return nil
}
