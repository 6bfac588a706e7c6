package county_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/voice"
)

// TestVoices: in every profile people rate, complain, ask and praise, each of a case
// that there is; and what became of bad ratings and complaints is as the truth says.
func TestVoices(t *testing.T) {
	for i, job := range []county.Job{{Profile: "S4", Seed: 4}, {Profile: "county", Seed: 4, Cases: few(6000)}, {Profile: "S0", Seed: 4}, {Profile: "S2", Seed: 4}} {
		if i > 1 && testing.Short() {
			break
		}
		s := memory.New()
		_, truth := write(t, job, s)
		all := records(t, s)
		want, got := map[string]int{}, map[string]int{}
		for _, p := range truth {
			if p.Kind == county.PlantedBadReview || p.Kind == county.PlantedComplaint {
				want[p.Kind+" "+p.Class]++
			}
		}
		ratings := 0
		cases := histories(t, all)
		for _, told := range cases {
			c := casefile.Replay(told)
			for _, r := range c.Kept().Ratings {
				if ratings++; r.BadReview() && r.Stage == casefile.AtClosing {
					got["bad_review "+review(&r)]++
				}
			}
		}
		said := map[string]int{}
		for stream := range streams(all) {
			kind, number, _ := strings.Cut(string(stream), "/")
			said[kind]++
			switch kind {
			case "complaint":
				c, _, err := voice.Complaints.Read(t.Context(), s, stream)
				if err != nil || cases[c.Case] == nil || c.Org == "" {
					t.Errorf("%s: %+v, %v", number, c, err)
				}
				got["complaint "+complaint(&c)]++
			case "question":
				if q, _, err := voice.Questions.Read(t.Context(), s, stream); err != nil || cases[q.Case] == nil {
					t.Errorf("%s: %+v, %v", number, q, err)
				}
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: -truth +found\n%s", job.Profile, d)
		}
		if ratings < len(cases)/5 || said["complaint"] == 0 || said["question"] == 0 || said["praise"] == 0 || want["bad_review answered"] == 0 {
			t.Errorf("%s: %d ratings of %d cases, %v, %v", job.Profile, ratings, len(cases), said, want)
		}
	}
}

func streams(all []ledger.Record) map[ledger.StreamID]bool {
	out := map[ledger.StreamID]bool{}
	for i := range all {
		out[all[i].Stream] = true
	}
	return out
}

// review is what became of a bad rating.
func review(r *casefile.Rating) string {
	switch {
	case r.Review == nil || r.Review.AnsweredAt().IsZero():
		return "open"
	case official().Count(casefile.StandardDate(r.At), casefile.StandardDate(r.Review.AnsweredAt())) > 15:
		return "answered_late"
	}
	return "answered"
}

func complaint(c *voice.Complaint) string {
	switch {
	case !c.Declined.IsZero():
		return "declined"
	case c.Finding != "":
		return string(c.Finding)
	}
	return "open"
}
