package registry

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// paper takes headings and what stands below them, and leaves out what has
// nothing below it.
type paper struct{ strings.Builder }

func (o *paper) line(format string, args ...any) { fmt.Fprintf(o, format+"\n", args...) }

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

// Text is the guide on paper (办事指南), lines of Chinese. It names the version and
// the days.
func (g *Guide) Text() string {
	o := new(paper)
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
	return o.String()
}

// Notice is the one-time notice (一次性告知单) of all that an applicant has to bring,
// an extract of the guide.
func (g *Guide) Notice() string {
	o := new(paper)
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
	return o.String()
}

// places are where and when an item is served, and the numbers to call.
func (o *paper) places(g *Guide) {
	var lines []string
	for _, place := range g.Places {
		lines = append(lines, strings.Join(nonEmpty([]string{place.Name, place.Address, place.Hours}), "，"))
	}
	o.part("办理地点", lines...)
	o.part("办理时间", g.Open)
	for _, use := range []struct{ of, heading string }{{ServiceLine, "服务电话"}, {SupervisionLine, "监督电话"}} {
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
	MatterLicence: "行政许可", MatterNonLicence: "非行政许可审批", MatterService: "服务事项", MatterManagement: "行政管理服务事项",
	MatterConvenience: "便民服务事项", MatterDisclosure: "政府信息公开事项", MatterConsultation: "政策信息咨询服务事项",
}

func materialLines(g *Guide) (out []string) {
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

func promised(g *Guide) string {
	if g.Immediate() {
		return "即时办结"
	}
	return inDays(g.PromisedDays)
}

// legal is the limit by law where it is all that is said.
func legal(g *Guide) string {
	if promised(g) != "" {
		return ""
	}
	return inDays(g.LegalDays)
}

func feeLines(g *Guide) []string {
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
