package voice_test

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/dossier"
	"caseledger/ledger/voice"
)

// TestRandomWalk sends events of all kinds in any order to a few streams: what is
// refused changes nothing, what is sent again adds nothing, and each complaint
// that the records tell of is one that the rules allow.
func TestRandomWalk(t *testing.T) {
	events := []func(n string) dossier.Event{
		func(n string) dossier.Event { return filed(n, "", "公安局") },
		func(n string) dossier.Event { return filed(n, "BJ-1", "") },
		func(n string) dossier.Event { return voice.ComplaintAccepted{Complaint: n} },
		func(n string) dossier.Event { return voice.ComplaintDeclined{Complaint: n, Reason: "repeated"} },
		func(n string) dossier.Event { return voice.ComplaintTransferred{Complaint: n, ToOrg: "民政局"} },
		func(n string) dossier.Event { return voice.ComplaintDecided{Complaint: n, Finding: voice.Upheld} },
		func(n string) dossier.Event { return voice.ComplaintAnswered{Complaint: n} },
		func(n string) dossier.Event {
			return voice.QuestionAsked{Channel: voice.Web, Class: "policy", Org: "公安局", Question: n}
		},
		func(n string) dossier.Event { return voice.QuestionReferred{Question: n, ToOrg: "民政局"} },
		func(n string) dossier.Event { return voice.QuestionAnswered{Question: n} },
		func(n string) dossier.Event {
			return voice.SurveyOpened{Org: "公安局", Scale: 5, Survey: n, Title: "测评"}
		},
		func(n string) dossier.Event {
			return voice.SurveyCounted{Issued: 9, Levels: []voice.LevelCount{{Count: 4, Level: 5}}, Org: "公安局", Survey: n}
		},
		func(n string) dossier.Event { return voice.SurveyClosed{Survey: n} },
		func(n string) dossier.Event {
			return voice.InspectionHeld{Inspection: n, Kind: voice.Overt, Org: "公安局"}
		},
		func(n string) dossier.Event {
			return voice.FindingPublished{Class: "absent", Finding: "1", Inspection: n}
		},
		func(n string) dossier.Event {
			return voice.FindingRectified{Finding: "1", Inspection: n, Measure: "rectified"}
		},
		func(n string) dossier.Event {
			return voice.ObjectionFiled{Case: "BJ-2", Channel: voice.Web, Ground: "outcome", Objection: n}
		},
		func(n string) dossier.Event { return voice.ObjectionAnswered{Finding: voice.Dismissed, Objection: n} },
	}
	rapid.Check(t, func(rt *rapid.T) {
		desk := hall(t)
		for i := range rapid.IntRange(1, 60).Draw(rt, "steps") {
			e := rapid.SampledFrom(events).Draw(rt, "event")(rapid.SampledFrom([]string{"A-1", "A-2"}).Draw(rt, "number"))
			key := strconv.Itoa(rapid.IntRange(i/2, i).Draw(rt, "key")) + string(e.Stream()) // some are sent again
			do(t, desk, e, key, i+rapid.IntRange(-2, 0).Draw(rt, "back"))
		}
		for _, n := range []string{"A-1", "A-2"} {
			c, records, err := voice.Complaints.Read(t.Context(), desk.Store, ledger.StreamID(voice.ComplaintPrefix+n))
			if err != nil {
				rt.Fatal(err)
			}
			if len(records) > 0 && c.Filed.IsZero() || !c.Declined.IsZero() && !c.Accepted.IsZero() ||
				(c.Finding != "" || !c.Answered.IsZero()) && c.Accepted.IsZero() || !c.Answered.IsZero() && c.Answered.Before(c.Accepted) {
				rt.Fatalf("%+v", c)
			}
		}
	})
}
