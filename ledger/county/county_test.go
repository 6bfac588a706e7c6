package county_test

import (
	"testing"

	"pgregory.net/rapid"

	"caseledger/ledger/county"
)

func plan(t interface {
	Helper()
	Fatal(...any)
}, job county.Job) *county.County {
	t.Helper()
	c, err := county.New(job)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// totals are sums over cases; means are in hundredths, rounded half up.
type totals struct{ accepted, closed, late, promised, actual int }

func sum(all []county.Outline, counts func(o county.Outline) bool) (s totals) {
	limited := 0
	for _, o := range all {
		if !counts(o) {
			continue
		}
		s.accepted++
		if o.Closed < 0 {
			continue
		}
		s.closed++
		limited++
		s.promised += o.Promise
		s.actual += o.Worked
		if o.Worked > o.Promise {
			s.late++
		}
	}
	if limited > 0 {
		s.promised, s.actual = (200*s.promised+limited)/(2*limited), (200*s.actual+limited)/(2*limited)
	}
	return s
}

type seeded interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

// eachSeed checks whatever the seed; one in a short run, since each plans tens of
// thousands of cases.
func eachSeed(t *testing.T, check func(seeded, uint64)) {
	if testing.Short() {
		check(t, 7)
		return
	}
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.Uint64Range(0, county.MaxSeed).Draw(t, "seed")) })
}

func everything(county.Outline) bool { return true }

// TestS1ForEverySeed: what the document of S1 says.
func TestS1ForEverySeed(t *testing.T) {
	eachSeed(t, func(t seeded, seed uint64) {
		c := plan(t, county.Job{Profile: "S1", Seed: seed})
		all := c.Outlines()
		accepted, closed, months := map[int]int{}, map[int]int{}, map[string]int{}
		for _, o := range all {
			accepted[o.Day]++
			months[c.Date(o.Day)[:7]]++
			if o.Closed >= 0 {
				closed[o.Closed]++
			}
		}
		june := func(o county.Outline) bool { return o.Closed >= 0 && c.Date(o.Closed) >= "2011-06-01" }
		single := func(o county.Outline) bool { return o.Single }
		if got, want := sum(all, everything), (totals{27084, 27031, 3, 1252, 259}); got != want {
			t.Errorf("in all %+v, want %+v", got, want)
		}
		if got := sum(all, june); got.promised != 1037 || got.actual != 157 || got.late != 0 {
			t.Errorf("in June %+v, want means of 10.37 and 1.57", got)
		}
		if got := sum(all, single); got.promised != 1252 || got.actual != 259 {
			t.Errorf("of 承诺件 alone %+v, want means of 12.52 and 2.59", got)
		}
		if a, z, m := most(accepted), most(closed), most(months); a != 402 || z != 508 || m != 2580 {
			t.Errorf("peaks %d accepted and %d closed on a day, %d in a month; want 402, 508, 2580", a, z, m)
		}
		for _, o := range all {
			if late := o.Worked > o.Promise; late != o.Late {
				t.Fatalf("%+v: late or not?", o)
			}
		}
	})
}

func most[K comparable](of map[K]int) (most int) {
	for _, n := range of {
		most = max(most, n)
	}
	return most
}

// TestS0AndS3ForEverySeed: what the documents of S0 and S3 say.
func TestS0AndS3ForEverySeed(t *testing.T) {
	eachSeed(t, func(t seeded, seed uint64) {
		got := sum(plan(t, county.Job{Profile: "S0", Seed: seed}).Outlines(), everything)
		if got.accepted != 3896 || got.closed != 3850 || got.late != 0 {
			t.Errorf("S0: %+v, want 3896 accepted, 3850 closed", got)
		}
		all := plan(t, county.Job{Profile: "S3", Seed: seed}).Outlines()
		for _, row := range []struct {
			name             string
			counts           func(o county.Outline) bool
			accepted, closed int
		}{
			{"all", everything, 52089, 51926},
			{"即办 of the centre", func(o county.Outline) bool { return o.Org == "S3-CENTRE" && o.Promise == 0 }, 29300, 29300},
			{"承诺 of the centre", func(o county.Outline) bool { return o.Org == "S3-CENTRE" && o.Promise > 0 }, 3256, 3093},
			{"townships", func(o county.Outline) bool { return o.Org != "S3-CENTRE" }, 19533, 19533},
		} {
			if got := sum(all, row.counts); got.accepted != row.accepted || got.closed != row.closed || got.late != 0 {
				t.Errorf("S3, %s: %+v, want %d accepted, %d closed", row.name, got, row.accepted, row.closed)
			}
		}
	})
}
