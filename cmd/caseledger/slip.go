package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/skip2/go-qrcode"

	"caseledger/ledger/casefile"
	"caseledger/ledger/receipt"
	"caseledger/ledger/registry"
)

var slipVerb = verb{name: "slip", group: reading, args: argsOf[slipCmd],
	words: "Print a receipt, a notice or a list of materials, with a QR code."}

type slipCmd struct {
	Number string `arg:"" placeholder:"CASE" help:"Number of the case."`
	What   string `arg:"" enum:"receipt,notice,materials" help:"receipt (受理回执), notice (告知单) or materials (材料接收单)."`
	URL    string `name:"url" placeholder:"BASE" help:"Address of the site; the QR code leads to the case's page there, else it holds the number."`
	Code   string `placeholder:"LETTERS" help:"Code of the receipt, as caseledger receipt prints it, to stand on it."`
	HTML   bool   `name:"html" help:"As a page to be printed; else as plain text."`
}

// Help is shown by --help.
func (slipCmd) Help() string {
	return `Prints what is handed over to the applicant: the receipt of acceptance, the latest
notice (of what is missing, or of how the case ended), or which materials the centre
has received and given back. It has what the public record says of the case and no
personal data; names are written by hand. It reads the ledger itself, also beside a
running server.

Examples:

    caseledger slip BJ-2026-000001 receipt
    caseledger slip BJ-2026-000001 materials --html > slip.html
    caseledger slip BJ-2026-000001 receipt --url https://cases.example.gov.cn

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no such case, nothing to print of it, or no ledger here.`
}

// A slip is what is printed.
type slip struct {
	Title string
	Lines []slipLine
	Code  string // what the QR code holds
	QR    *qrcode.QRCode
}

type slipLine struct{ Label, Text string }

func (s *slip) add(label, text string) {
	if text != "" {
		s.Lines = append(s.Lines, slipLine{label, text})
	}
}

// Run prints a slip.
func (cmd slipCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if cmd.Code != "" {
		if _, err := receipt.Parse(cmd.Code); err != nil {
			return &usageError{"--code: " + err.Error()}
		}
	}
	store, err := c.storage().readLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	h, err := casefile.Load(ctx, store, cmd.Number, casefile.Moment{})
	if err != nil {
		return err
	}
	calendars, err := registry.CalendarsUntil(ctx, store, registry.Until{})
	if err != nil {
		return err
	}
	policies, err := registry.PoliciesUntil(ctx, store, registry.Until{})
	if err != nil {
		return err
	}
	s, err := cmd.slip(&h.Case, casefile.Rules{Calendar: calendarOf(calendars, h.Case.Calendar), Policies: policies})
	if err != nil {
		return err
	}
	if s.QR, err = qrcode.New(s.Code, qrcode.Medium); err != nil {
		return &usageError{"--url: " + err.Error()}
	}
	if cmd.HTML {
		return slipPage.Execute(p.stdout, s)
	}
	_, err = fmt.Fprint(p.stdout, s.text())
	return err
}

// slip fills one in.
func (cmd slipCmd) slip(c *casefile.Case, rules casefile.Rules) (s *slip, err error) {
	s = &slip{Code: cmd.Number}
	if cmd.URL != "" {
		s.Code = strings.TrimSuffix(cmd.URL, "/") + "/zh/case/" + cmd.Number
	}
	s.add("办件编号", cmd.Number)
	s.add("事项", c.Item)
	s.add("受理单位", c.Org)
	some := true
	switch cmd.What {
	case "receipt":
		s.Title = "受理回执"
		some = s.receipt(c, rules, cmd.Code)
	case "notice":
		some = s.notice(c)
	case "materials":
		s.Title = "材料接收单"
		some = s.materials(c)
	}
	if !some {
		return nil, fmt.Errorf("there is no %s of case %s yet: %w", cmd.What, cmd.Number, fs.ErrNotExist)
	}
	return s, nil
}

// local is a time in the zone of the case.
func local(c *casefile.Case, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(c.Location()).Format("2006-01-02 15:04")
}

func (s *slip) receipt(c *casefile.Case, rules casefile.Rules, code string) bool {
	if c.AcceptedAt.IsZero() {
		return false
	}
	s.add("受理时间", local(c, c.AcceptedAt))
	if l := c.Limit(rules); l.Basis != casefile.NoLimit {
		s.add("办理时限", strconv.Itoa(l.Days)+" 个工作日")
		if !l.Due.IsZero() {
			s.add("应办结日期", l.On.String())
		}
	}
	s.add("查询码", code)
	return true
}

// outcomes in the words of notices.
var outcomes = map[casefile.Outcome]string{
	casefile.Granted:   "准予",
	casefile.Refused:   "不予",
	casefile.Completed: "办结",
	casefile.Cancelled: "终止",
}

// notice is the latest that the applicant is told.
func (s *slip) notice(c *casefile.Case) bool {
	if n := len(c.Corrections); n > 0 && (c.ClosedAt.IsZero() || c.Corrections[n-1].Requested.After(c.ClosedAt)) {
		x := c.Corrections[n-1]
		s.Title = "补正告知书"
		s.add("文书编号", x.Notice)
		s.add("告知时间", local(c, x.Requested))
		s.add("需补正材料", strings.Join(x.Items, "、"))
		if x.Days > 0 {
			s.add("补正期限", strconv.Itoa(x.Days)+map[bool]string{true: " 日", false: " 个工作日"}[x.Unit == "calendar"])
		}
		return true
	}
	if c.ClosedAt.IsZero() || c.Status == casefile.Open {
		return false
	}
	s.Title = "办理结果告知书"
	s.add("办结时间", local(c, c.ClosedAt))
	s.add("结果", outcomes[c.Outcome])
	if r := c.Kept().Result; r != nil {
		s.add("结果文书", r.Number)
	}
	return true
}

func (s *slip) materials(c *casefile.Case) bool {
	list := c.Kept().Materials
	for _, m := range list {
		text := m.Slip + "，" + local(c, m.ReceivedAt) + " 收到"
		if m.Original {
			text += "，原件"
		}
		if m.Copies > 0 {
			text += "，" + strconv.Itoa(m.Copies) + " 份"
		}
		if !m.ReturnedAt.IsZero() {
			text += "，" + local(c, m.ReturnedAt) + " 退还"
		}
		s.add(m.Code, text)
	}
	return len(list) > 0
}
