package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

type registryGuideCmd struct {
	Item string `arg:"" help:"Code of the service item."`
	asOf `embed:""`
}

// Help is shown by --help.
func (registryGuideCmd) Help() string {
	return `Prints the guide of an item (办事指南), made of the version in force on the day and
of the organisations as they are on it. It names the version and the day from
which that holds, so that a printed guide can be held against the ledger.

Examples:

    caseledger registry guide SX-001
    caseledger registry guide SX-001 --as-of 2024-03-01 --json

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here, or no such item in force.`
}

// Run prints the guide.
func (cmd registryGuideCmd) Run(ctx context.Context, p *program, c *cli) error {
	g, err := cmd.guide(ctx, p, c, cmd.Item)
	if err != nil {
		return err
	}
	if c.JSON {
		v, err := guideOf(&g)
		if err != nil {
			return err
		}
		return p.printJSON(v)
	}
	return writeGuide(p.stdout, &g)
}

type registryNoticeCmd struct {
	Item string `arg:"" help:"Code of the service item."`
	asOf `embed:""`
}

// Help is shown by --help.
func (registryNoticeCmd) Help() string {
	return `Prints the one-time notice of an item (一次性告知单): all that an applicant has to
bring, where to, and how long it takes, made of the version in force on the day,
which it names. With --json it is the guide, of which it is an extract.

Examples:

    caseledger registry notice SX-001
    caseledger registry notice SX-001 --as-of 2024-03-01

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here, or no such item in force.`
}

// Run prints the notice.
func (cmd registryNoticeCmd) Run(ctx context.Context, p *program, c *cli) error {
	if c.JSON {
		return registryGuideCmd(cmd).Run(ctx, p, c)
	}
	g, err := cmd.guide(ctx, p, c, cmd.Item)
	if err != nil {
		return err
	}
	return writeNotice(p.stdout, &g)
}

// guideView is a guide as it is printed in JSON.
type guideView struct {
	ID        string             `json:"id"`
	From      workdays.Date      `json:"from"`
	AsOf      workdays.Date      `json:"asOf"`
	Version   jsontext.Value     `json:"version"` // with the tags, level and organisation of the day
	Hours     string             `json:"hours,omitempty"`
	Lines     []telephoneView    `json:"telephones"`
	Owner     organisationView   `json:"owner"`
	Places    []organisationView `json:"places"`
	Standards []jsontext.Value   `json:"standards"`
	Missing   []registry.Point   `json:"missing"` // of all points
}

func guideOf(g *registry.Guide) (v guideView, err error) {
	v = guideView{ID: g.ID(), From: g.Date, AsOf: g.AsOf, Hours: g.Open, Lines: telephoneViews(g.Lines), Owner: organisationOf(&g.Owner, nil), Missing: g.Missing(registry.Profiles["all"])}
	for _, o := range g.Places {
		v.Places = append(v.Places, organisationOf(&o, nil))
	}
	if v.Version, err = entryView(g.ItemRegistered); err == nil {
		v.Standards, err = bodies(g.Standards)
	}
	return v, err
}

// paper writes headings and what stands below them, and leaves out what has
// nothing below it.
type paper struct{ printer }

func (o *paper) part(heading string, lines ...string) {
	lines = nonEmpty(lines)
	switch len(lines) {
	case 0:
	case 1:
		o.line("%s：%s", heading, lines[0])
	default:
		o.line("%s：", heading)
		for i, l := range lines {
			o.line("  %d. %s", i+1, l)
		}
	}
}

func nonEmpty(list []string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// writeGuide prints a guide.
func writeGuide(w io.Writer, g *registry.Guide) error {
	o := &paper{printer{w: w}}
	o.line("办事指南：%s", g.Name)
	o.line("版本：%s，自%s起施行；按%s的名录生成", g.ID(), g.Date, g.AsOf)
	o.line("")
	o.part("事项编码", g.Item.Item)
	o.part("事项类别", cmp.Or(matters[g.Class], g.Class))
	o.part("行使层级", string(g.Level))
	o.part("实施机构", g.Owner.Name)
	o.part("工作职责", g.Owner.Duties...)
	o.part("服务内容", g.Content)
	o.part("设定依据", g.Basis...)
	o.part("受理条件", g.Conditions...)
	o.part("申请材料", materialLines(g)...)
	o.part("办理程序", g.Procedure...)
	o.part("法定期限", inDays(g.LegalDays))
	o.part("承诺期限", promised(g))
	o.part("收费标准", feeLines(g)...)
	o.part("办理结果", g.Result)
	o.part("类别", strings.Join(g.Tags, "、"))
	o.places(g)
	return o.err
}

// writeNotice prints a one-time notice.
func writeNotice(w io.Writer, g *registry.Guide) error {
	o := &paper{printer{w: w}}
	o.line("一次性告知单")
	o.line("事项：%s（%s，自%s起施行；按%s的名录生成）", g.Name, g.ID(), g.Date, g.AsOf)
	o.line("")
	o.part("受理条件", g.Conditions...)
	o.part("请提交下列全部材料", materialLines(g)...)
	o.part("办理程序", g.Procedure...)
	o.part("办理时限", promised(g), legal(g))
	o.part("收费标准", feeLines(g)...)
	o.part("办理结果", g.Result)
	o.places(g)
	return o.err
}

// places are where and when an item is served, and the numbers to call.
func (o *paper) places(g *registry.Guide) {
	var lines []string
	for _, place := range g.Places {
		lines = append(lines, strings.Join(nonEmpty([]string{place.Name, place.Address, place.Hours}), "，"))
	}
	o.part("办理地点", lines...)
	o.part("办理时间", g.Open)
	for _, use := range []struct{ of, heading string }{{registry.ServiceLine, "服务电话"}, {registry.SupervisionLine, "监督电话"}} {
		var numbers []string
		for _, t := range append(slices.Clip(g.Lines), g.Owner.Telephones...) {
			if t.For == use.of && !strings.Contains(strings.Join(numbers, " "), t.Number) {
				numbers = append(numbers, t.Number)
			}
		}
		o.part(use.heading, strings.Join(numbers, "、"))
	}
	o.part("网上办理", g.Web)
}

var matters = map[string]string{
	registry.MatterLicence: "行政许可", registry.MatterNonLicence: "非行政许可审批", registry.MatterService: "服务事项", registry.MatterManagement: "行政管理服务事项",
	registry.MatterConvenience: "便民服务事项", registry.MatterDisclosure: "政府信息公开事项", registry.MatterConsultation: "政策信息咨询服务事项",
}

func materialLines(g *registry.Guide) (out []string) {
	for _, m := range g.Materials {
		form := "复印件"
		if m.Original {
			form = "原件"
		}
		if m.Copies > 0 {
			form += fmt.Sprintf("%d份", m.Copies)
		} else if !m.Original {
			form = ""
		}
		if form != "" {
			form = "（" + form + "）"
		}
		out = append(out, m.Name+form)
	}
	return out
}

func inDays(days int) string {
	if days == 0 {
		return ""
	}
	return fmt.Sprintf("%d个工作日", days)
}

func promised(g *registry.Guide) string {
	if g.Immediate() {
		return "即时办结"
	}
	return inDays(g.PromisedDays)
}

// legal is the limit by law where it is all that is said.
func legal(g *registry.Guide) string {
	if promised(g) != "" {
		return ""
	}
	return inDays(g.LegalDays)
}

func feeLines(g *registry.Guide) []string {
	out := []string{g.Fee}
	for _, s := range g.Standards {
		line := fmt.Sprintf("%s %s %s", s.Standard, s.Amount, s.Currency)
		if s.Unit != "" {
			line += " / " + s.Unit
		}
		out = append(out, line+"（"+s.Basis+"）")
	}
	return out
}
