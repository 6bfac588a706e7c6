package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ChannelOpened (开通渠道): a way by which applications and ratings come in.
type ChannelOpened struct {
	Channel string
	Date    workdays.Date
	Name    string
	Web     string
}

// Stored names the schema.
func (ChannelOpened) Stored() string { return "channel.opened/1" }

// Stream is that of the channel.
func (e ChannelOpened) Stream() ledger.StreamID { return named(ChannelPrefix, e.Channel) }

// Subject is the opening.
func (e ChannelOpened) Subject() string { return subject("opened", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e ChannelOpened) Since() time.Time { return since(e.Date) }

var channelOpened = entry(spec[ChannelOpened]{
	Zh: "开通渠道", En: "Channel opened", Public: act.Published,
	Command: "openChannel", Says: "Opens a channel (开通渠道).", By: act.BySupervisor,
	Members: func(e *ChannelOpened, m *act.Members) {
		m.Code(&e.Channel, "channel", "The channel as cases name it (渠道): `window`, `online`, or another.", act.Required, act.Always)
		m.Date(&e.Date, "date", "First day (开通日).", act.Required, act.Always)
		m.Text(&e.Name, "name", "Name (名称).", act.Required, act.Always)
		m.Name(&e.Web, "web", "Web address (网址).")
	},
	Check: func(e *ChannelOpened) error {
		if err := given("date", e.Date.String(), "name", e.Name); err != nil {
			return err
		}
		if err := checkWeb(e.Web); err != nil {
			return err
		}
		return stands("channel", e.Channel, e.Stream())
	},
})

func (e ChannelOpened) allowed(d *Directory) error {
	if d.channels.on(e.Channel, e.Date) != nil {
		return refuse(RuleCode, "the channel %s is open on %s", e.Channel, e.Date)
	}
	return nil
}
