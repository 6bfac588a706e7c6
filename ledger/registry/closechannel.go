package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ChannelClosed (停用渠道).
type ChannelClosed struct {
	Channel string
	Date    workdays.Date
}

// Stored names the schema.
func (ChannelClosed) Stored() string { return "channel.closed/1" }

// Stream is that of the channel.
func (e ChannelClosed) Stream() ledger.StreamID { return named(ChannelPrefix, e.Channel) }

// Subject is the closing.
func (e ChannelClosed) Subject() string { return subject("closed", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e ChannelClosed) Since() time.Time { return since(e.Date) }

var channelClosed = entry(spec[ChannelClosed]{
	Zh: "停用渠道", En: "Channel closed", Public: act.Published,
	Command: "closeChannel", Says: "Closes a channel from a day on (关闭渠道).", By: act.BySupervisor,
	Members: func(e *ChannelClosed, m *act.Members) {
		m.Code(&e.Channel, "channel", "The channel as cases name it (渠道): `window`, `online`, or another.", act.Required, act.Always)
		m.Date(&e.Date, "date", "First day without it (停用日).", act.Required, act.Always)
	},
	Check: func(e *ChannelClosed) error {
		if err := given("date", e.Date.String()); err != nil {
			return err
		}
		return stands("channel", e.Channel, e.Stream())
	},
})

func (e ChannelClosed) allowed(d *Directory) error {
	if d.channels.on(e.Channel, e.Date) == nil {
		return refuse(RuleCode, "the channel %s is not open on %s", e.Channel, e.Date)
	}
	return nil
}
