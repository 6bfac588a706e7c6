package feedtest

import (
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
)

// Secret stands in every part of a sealed value that must never be published.
const Secret = "张三 13800000000"

// Bodies has one event of every case type, in the order of their happening.
func Bodies(number string) []casefile.Event {
	return []casefile.Event{
		casefile.Accepted{Calendar: "CN", Channel: "window", Item: "item-7", Number: number, Org: "org-1", Promise: 10, Zone: "Asia/Shanghai"},
		casefile.StepPerformed{Name: "初审 <一> & 复核", Step: "review"},
		casefile.Transferred{FromPost: "post-1", ToOrg: "org-2"},
		casefile.Received{Org: "org-2"},
		casefile.CorrectionRequested{Items: []string{"form-2"}, Notice: "notice-1"},
		casefile.CorrectionReceived{Notice: "notice-1"},
		casefile.Suspended{Reason: "expert review"},
		casefile.Resumed{},
		casefile.Extended{Approver: "post-9", Days: 5, Notice: "notice-2"},
		casefile.FeeCharged{Amount: 12_500_000, Currency: "CNY"},
		casefile.Decided{Outcome: casefile.Granted},
		casefile.Closed{Outcome: casefile.Granted},
		casefile.Delivered{Means: "counter"},
		casefile.Returned{Basis: "art. 32", Reason: "incomplete"},
		casefile.Withdrawn{Reason: "moved"},
	}
}

// Record makes the n-th record, n from 1 on: sixteen records of one type each
// for a calendar and a case, then the next case. The same n gives the same
// record. Positions leave gaps, recorded times go back now and then, every
// third record has a sealed value.
func Record(n int) ledger.Record {
	number := fmt.Sprintf("许可-2026-%05d", (n-1)/16+1)
	bodies := Bodies(number)
	r := ledger.Record{Position: ledger.Position(7 * n), Stream: casefile.Stream(number)}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
	command := ledger.NewCommandID(at, fmt.Sprint("record ", n))
	r.Draft = ledger.Draft{ID: ledger.EventIDOf(command, 0), Command: command, Occurred: at, Recorded: at.Add(time.Duration(n%5-2) * time.Minute), Post: "post-3"}
	if k := (n - 1) % 16; k < len(bodies) {
		name, public, err := casefile.Encode(bodies[k])
		if err != nil {
			panic(err)
		}
		r.Type, r.Public, r.Revision = name, public, ledger.Revision(k)
	} else {
		r.Stream, r.Revision = "calendar/CN", ledger.Revision((n-1)/16)
		r.Type, r.Post = registry.Notice{}.Stored(), ""
		r.Public = fmt.Appendf(nil, `{"calendar":"CN","days":[],"papers":[],"year":%d}`, 2000+n/16)
	}
	if n%3 == 0 {
		r.Sealed = []ledger.Sealed{{Label: "applicant.name", Subject: Secret, Commitment: ledger.Hash{1, byte(n)}, Box: []byte(Secret)}}
	}
	return r
}
