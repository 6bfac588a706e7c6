package registry

import (
	"cmp"

	"caseledger/ledger/workdays"
)

// Guide (办事指南) is all that an applicant is told of an item, made of the
// version in force on a day and of the organisations as they are on it.
type Guide struct {
	Item
	AsOf      workdays.Date // the day that it was asked for
	Owner     Organisation  // whose item it is; only its code where the directory does not know it
	Places    []Organisation
	Standards FeeStandards // in force on the day
	Open      string       // hours: the item's own, else its organisation's
	Lines     []Telephone  // likewise
}

// Guide makes the guide of an item as of a day, with the fee standards that are
// given; ok is false where the item is not in force on it.
func (d *Directory) Guide(item string, day workdays.Date, fees FeeStandards) (g Guide, ok bool) {
	i, ok := d.Item(item, day)
	if !ok || !i.InForce() {
		return Guide{}, false
	}
	g = Guide{Item: i, AsOf: day, Owner: d.place(i.Org, day), Standards: fees.On(day)}
	for _, org := range i.Served() {
		g.Places = append(g.Places, d.place(org, day))
	}
	g.Open, g.Lines = cmp.Or(g.Hours, g.Owner.Hours), g.Telephones
	if len(g.Lines) == 0 {
		g.Lines = g.Owner.Telephones
	}
	return g, true
}

// place is an organisation, with nothing but its code where it is not known.
func (d *Directory) place(org string, day workdays.Date) Organisation {
	o, _ := d.Organisation(org, day)
	o.Code = org
	o.Name = cmp.Or(o.Name, org)
	return o
}

// Immediate says whether it is handled while the applicant waits (即办).
func (g *Guide) Immediate() bool { return g.Handling == "immediate" }

// A Point (公开要素) is something of an item that is made public.
type Point string

// Points.
const (
	PointContent    Point = "content"    // 服务内容
	PointProcedure  Point = "procedure"  // 办事程序
	PointBasis      Point = "basis"      // 政策依据, 办事依据
	PointFees       Point = "fees"       // 收费标准
	PointDuties     Point = "duties"     // 工作职责
	PointTelephones Point = "telephones" // 服务电话
	PointMaterials  Point = "materials"  // 申报材料
	PointLimit      Point = "limit"      // 承诺时限
)

// Profiles are lists of points that centres have published as 六公开: of the halls
// of towns and streets, and of a centre. They share four. The third has all.
var Profiles = map[string][]Point{
	"hall":   {PointContent, PointProcedure, PointBasis, PointFees, PointDuties, PointTelephones},
	"centre": {PointContent, PointProcedure, PointBasis, PointMaterials, PointLimit, PointFees},
	"all":    {PointContent, PointProcedure, PointBasis, PointMaterials, PointLimit, PointFees, PointDuties, PointTelephones},
}

// Has says whether the guide tells a point. It tells none that is not known.
func (g *Guide) Has(p Point) bool {
	switch p {
	case PointContent:
		return g.Content != ""
	case PointProcedure:
		return len(g.Procedure) > 0
	case PointBasis:
		return len(g.Basis) > 0
	case PointFees:
		return g.Fee != "" || len(g.Standards) > 0
	case PointDuties:
		return len(g.Owner.Duties) > 0
	case PointTelephones:
		return len(g.Lines) > 0
	case PointMaterials:
		return len(g.Materials) > 0
	case PointLimit:
		return g.PromisedDays > 0 || g.Immediate()
	}
	return false
}

// Missing lists the points of a profile that the guide does not tell, in its
// order.
func (g *Guide) Missing(profile []Point) []Point {
	out := []Point{}
	for _, p := range profile {
		if !g.Has(p) {
			out = append(out, p)
		}
	}
	return out
}
