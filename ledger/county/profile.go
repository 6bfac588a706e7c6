package county

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// Version is that of the made-up world: it is raised when the same job gives
// other records than before.
const Version = 3

// MaxSeed is the largest seed.
const MaxSeed = 1<<53 - 1

// Job says what county is made up. Cases, From and To are those of the profile
// where they are left open.
type Job struct {
	Profile string        `json:"profile"`
	Seed    uint64        `json:"seed"` // 0 to [MaxSeed]
	Cases   int           `json:"cases"`
	From    workdays.Date `json:"from"`
	To      workdays.Date `json:"to"`
}

// A profile is a kind of county. Figures of the seed documents are exact where
// a profile has them.
type profile struct {
	name, words string
	prefix      string // of codes
	from, to    workdays.Date
	cases       int  // accepted, where nobody says how many
	most        int  // 0: the number is the profile's
	fixed       bool // the period is the profile's
	lay         func(c *County)
	plan        func(c *County) error
}

func day(y int, m time.Month, d int) workdays.Date { return workdays.Civil(y, m, d) }

// profiles are all of them.
func profiles() []profile {
	return []profile{
		{name: "S0", words: "eight township centres of a district (镇街便民服务中心)", prefix: "S0",
			from: day(2010, 1, 4), to: day(2010, 12, 31), cases: 3896, lay: layS0, plan: planS0},
		{name: "S1", words: "the centre of a prefecture, 2010-01-04 to 2011-06-30 (地区行政服务中心)", prefix: "S1",
			from: day(2010, 1, 4), to: day(2011, 6, 30), cases: 27084, fixed: true, lay: layS1, plan: planS1},
		{name: "S2", words: "a district's hall that goes from 17 windows to 6 (全岗通)", prefix: "S2",
			from: day(2018, 1, 2), to: day(2018, 9, 28), cases: 2400, most: 100_000, lay: layS2, plan: planS2},
		{name: "S3", words: "a county, its townships and villages, January to September (三级网络)", prefix: "S3",
			from: day(2011, 1, 4), to: day(2011, 9, 30), cases: 52089, lay: layS3, plan: planS3},
		{name: "S4", words: "a town with ten grids and twelve agents (帮办代办)", prefix: "S4",
			from: day(2023, 1, 3), to: day(2023, 10, 20), cases: 1800, most: 100_000, lay: layS4, plan: planS4},
		{name: "county", words: "a whole county with everything that happens in one, up to a million cases (县)", prefix: "YS",
			from: day(2025, 1, 2), to: day(2025, 12, 31), cases: 20_000, most: 1_000_000, lay: layCounty, plan: planCounty},
	}
}

// Profiles lists the names of the profiles, each with what it is.
func Profiles() []string {
	var out []string
	for _, p := range profiles() {
		out = append(out, p.name+": "+p.words)
	}
	return out
}

// complete gives the profile of a job, and the job with nothing left open. The
// error is a [*ledger.InvalidError].
func (j Job) complete() (profile, Job, error) {
	all := profiles()
	i := slices.IndexFunc(all, func(p profile) bool { return p.name == j.Profile })
	bad := func(field, value, reason string) (profile, Job, error) {
		return profile{}, j, &ledger.InvalidError{Field: field, Value: value, Reason: reason}
	}
	if i < 0 {
		return bad("profile", j.Profile, "there is none of this name: "+strings.Join(Profiles(), "; "))
	}
	p := all[i]
	switch {
	case j.Seed > MaxSeed:
		return bad("seed", fmt.Sprint(j.Seed), "want 0 to 2^53-1")
	case j.Cases != 0 && p.most == 0 && j.Cases != p.cases:
		return bad("cases", fmt.Sprint(j.Cases), fmt.Sprintf("%s has %d cases", p.name, p.cases))
	case j.Cases < 0 || p.most > 0 && j.Cases > p.most:
		return bad("cases", fmt.Sprint(j.Cases), fmt.Sprintf("want 1 to %d", p.most))
	case p.fixed && (j.From != 0 && j.From != p.from || j.To != 0 && j.To != p.to):
		return bad("period", "", fmt.Sprintf("%s is of %s to %s", p.name, p.from, p.to))
	}
	if j.Cases == 0 {
		j.Cases = p.cases
	}
	if j.From == 0 {
		j.From = p.from
	}
	if j.To == 0 {
		j.To = p.to
	}
	const shortest = 60
	if years := workdays.Official(); j.To < j.From+shortest || j.From.Year() < years[0].Year || j.To.Year() > years[len(years)-1].Year+1 {
		return bad("period", j.From.String()+" to "+j.To.String(), fmt.Sprintf("want at least %d days within %d to %d", shortest, years[0].Year, years[len(years)-1].Year))
	}
	return p, j, nil
}
