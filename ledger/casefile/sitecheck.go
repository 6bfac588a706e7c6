package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
)

// SiteChecked (现场核查): the place was looked at. Of an item with 现场前置 that
// comes before the acceptance, so that the result can be issued with it.
type SiteChecked struct {
	Document string     `json:"document,omitempty"` // number of the report
	Result   SiteResult `json:"result"`
}

// RecordSiteCheck records what a site check found.
type RecordSiteCheck = SiteChecked

// Stored names the schema.
func (SiteChecked) Stored() string { return "case.site_checked/1" }

// SiteResult is what a site check found.
type SiteResult string

// Results of site checks.
const (
	SitePassed  SiteResult = "passed"  // 符合
	SiteRectify SiteResult = "rectify" // 限期整改
	SiteFailed  SiteResult = "failed"  // 不符合
)

var siteResults = act.Options{Name: "SiteResult", Says: "What a site check found (核查结果).", Values: []act.Option{
	{Value: string(SitePassed), Zh: "符合", En: "all is as it must be."},
	{Value: string(SiteRectify), Zh: "限期整改", En: "something is to be put right first."},
	{Value: string(SiteFailed), Zh: "不符合", En: "it is not as it must be."},
}}

// SiteCheck is one of a case.
type SiteCheck struct {
	At       time.Time  `json:"at"`
	Result   SiteResult `json:"result"`
	Document string     `json:"document,omitempty"`
}

var siteChecked = act.Of(spec[SiteChecked]{
	Zh: "现场核查", En: "Site checked", Public: act.Published,
	Command: "recordSiteCheck", Says: "Records what a site check found, before the acceptance too (现场核查).", Needs: inHand,
	Members: func(e *SiteChecked, m *act.Members) {
		m.Name(&e.Document, "document", "Number of the report (文书号).")
		act.Choice(m, &e.Result, "result", "What was found (核查结果).", &siteResults, act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e SiteChecked) (SiteChecked, error) {
		if len(c.Kept().SiteChecks) >= maxVisits {
			return e, refuse(RuleVisit, "the case has %d site checks already", maxVisits)
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e SiteChecked) {
		c.begin(f.Occurred)
		c.keep(func(d *Docket) {
			d.SiteChecks = append(slices.Clip(d.SiteChecks), SiteCheck{At: f.Occurred, Result: e.Result, Document: e.Document})
		})
	},
})
