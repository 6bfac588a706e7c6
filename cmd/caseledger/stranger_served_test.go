package main

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/sqlite"
	"caseledger/ledger/transfer"
	"caseledger/ledger/workdays"
)

// complete gives the body of an action of a stream in canonical form; to what
// carries the facts of a case it adds those that the line leaves out.
func complete(action, public, stream string) string {
	body := map[string]any{}
	if err := json.Unmarshal([]byte(public), &body); err != nil {
		panic(public + ": " + err.Error())
	}
	if action == "accepted" || action == "application_received" {
		for name, value := range map[string]string{"number": strings.TrimPrefix(stream, "case/"), "zone": "Asia/Shanghai", "calendar": "CN"} {
			if body[name] == nil {
				body[name] = value
			}
		}
	}
	canonical, err := json.Marshal(body) // members ascend
	if err != nil {
		panic(err)
	}
	return string(canonical)
}

// tell appends one line of testdata/stranger.ledger, see there.
func tell(t *testing.T, s ledger.Store, heads map[string]ledger.Revision, line string) {
	t.Helper()
	part := strings.SplitN(line, " ", 4)
	at, err := time.Parse("2006-01-02T15:04-07", (part[1] + "T09:00")[:16]+"+08")
	if err != nil {
		t.Fatal(err)
	}
	public := []byte(complete(strings.TrimSuffix(strings.TrimPrefix(part[2], "case."), "/1"), part[3], part[0]))
	at = at.UTC()
	next, known := heads[part[0]]
	if !known {
		next = ledger.NoStream
	}
	command := ledger.NewCommandID(at, fmt.Sprint(part[0], next))
	d := ledger.Draft{ID: ledger.EventIDOf(command, 0), Type: part[2], Command: command, Occurred: at, Recorded: at, Public: public}
	if _, err := s.Append(t.Context(), ledger.StreamID(part[0]), next, d); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	heads[part[0]] = next + 1
}

// randomHistory is a case in any order of events that a ledger can hold, some
// corrected or voided, rightly or not.
func randomHistory(r *rand.Rand, n int) (lines []string) {
	name := fmt.Sprintf("case/R-%03d", n)
	tells := func(what, body string) {
		at := time.Date(2024, 2, 20, r.IntN(24), r.IntN(60), 0, 0, time.UTC).AddDate(0, 0, r.IntN(40))
		lines = append(lines, name+" "+at.Format("2006-01-02T15:04")+" case."+what+"/1 "+body)
	}
	day := fmt.Sprintf("2024-03-%02dT%02d:00:00.000000Z", 1+r.IntN(30), r.IntN(24))
	limits := []string{`"promisedDays":` + fmt.Sprint(1+r.IntN(8)), `"deadline":"` + day + `"`, `"legalDays":12`, `"handling":"immediate"`}
	for _, regime := range []string{"licence", "foi", "foi", "service"} {
		limits = append(limits, `"regime":"`+regime+`"`)
	}
	limits = append(limits, `"routing":"joint","regime":"licence"`, `"promisedDays":6,"regime":"foi"`, `"deadline":"`+day+`","regime":"licence"`)
	limits = append(limits, `"handling":"special"`, `"handling":"promised","promisedDays":3,"routing":"forwarded"`, `"routing":"agent"`)
	accepted := fmt.Sprintf(`{"channel":"%s","item":"SX-%d","org":"%s",%s}`, []string{"window", "internet"}[r.IntN(2)], r.IntN(3),
		[]string{"C", "T1", "T2", "V1", "V2", "X"}[r.IntN(6)], limits[r.IntN(len(limits))])
	if r.IntN(4) == 0 {
		limit := limits[1+r.IntN(len(limits)-1)]
		if strings.Contains(limit, "deadline") {
			limit = `"regime":"foi"`
		}
		tells("application_received", `{"channel":"post","item":"SX-1","org":"T1",`+limit+`}`)
	}
	if r.IntN(8) > 0 {
		tells("accepted", accepted)
	}
	events := []string{"suspended", `{"reason":"r"}`, "resumed", `{}`, "extended", `{"approver":"p","days":2,"notice":"N"}`, "closed", `{"outcome":"granted"}`,
		"returned", `{"basis":"b","reason":"r"}`, "withdrawn", `{}`, "accepted", accepted, "step_performed", `{"name":"n","step":"s"}`, "suspended", `{"reason":"r"}`,
		"part_assigned", `{"org":"o","part":"p","promisedDays":2}`, "part_closed", `{"opinion":"agreed","part":"p"}`, "forwarded", `{"organ":"s"}`,
		"superior_decided", `{"outcome":"granted"}`, "agent_appointed", `{"agent":"代办员-01","mandate":"full"}`, "special_granted", `{"approver":"p","reason":"r"}`,
		"returned", `{"basis":"b","reason":"r","remedy":"m"}`, "return_review_decided", `{"basis":"b","outcome":"reopened"}`, "undertaken", `{"level":"village"}`,
		"undertaken", `{"level":"township"}`, "passed_on", `{"level":"township"}`, "agent_acted", `{"act":"a","agent":"代办员-01"}`, "agent_released", `{"reason":"r"}`,
		"application_received", `{"channel":"post","promisedDays":4}`, "deemed_accepted", `{"basis":"b"}`, "appointment_made", `{"at":"2024-04-01T01:00:00.000000Z"}`, "site_checked", `{"result":"passed"}`,
		"visited", `{"method":"phone","result":"satisfied"}`, "visited", `{"method":"online","result":"unreached"}`,
		"decided", `{"outcome":"refused"}`, "closed", `{"outcome":"cancelled"}`,
		"suspended", `{"notice":"N-1","reason":"expert_review"}`, "suspended", `{"reason":"expert_review"}`, "suspended", `{"notice":"N-2","reason":"third_party"}`,
		"third_party_consulted", `{"notice":"L-1","party":"person"}`, "third_party_consulted", `{"notice":"L-2","party":"organ"}`,
		"consultation_answered", `{"notice":"L-1","opinion":"agreed"}`, "consultation_answered", `{"notice":"L-2","opinion":"agreed"}`,
		"correction_requested", `{"items":["a"],"notice":"C-1"}`, "correction_received", `{"notice":"C-1"}`, "deemed_abandoned", `{"basis":"b"}`}
	for _, stage := range []string{"acceptance", "acceptance", "closing"} {
		of := `,"stage":"` + stage + `"}`
		events = append(events, "rated", fmt.Sprintf(`{"channel":"%s","level":%d,"named":%t`, []string{"qr", "terminal", "kiosk"}[r.IntN(3)], 1+r.IntN(5), r.IntN(2) == 0)+of,
			"rated", `{"level":1,"named":true`+of, "rated", `{"level":2`+of, "rater_contacted", `{"finding":"verified"`+of, "rater_contacted", `{"complex":true,"finding":"unreached","reason":"r"`+of,
			"bad_review_rectified", `{"measure":"m"`+of, "bad_review_explained", `{"explanation":"e"`+of, "rectification_confirmed", `{"level":4,"result":"satisfied"`+of,
			"rating_invalidated", `{"reason":"mistaken"`+of)
	}
	for range r.IntN(16) {
		i := 2 * r.IntN(len(events)/2)
		switch wrong := r.IntN(len(lines) + 2); {
		case r.IntN(4) > 0:
			tells(events[i], events[i+1])
		case r.IntN(3) == 0:
			tells("record_voided", fmt.Sprintf(`{"basis":"b","reason":"r","revision":%d}`, wrong))
		default:
			tells("record_corrected", fmt.Sprintf(`{"basis":"b","instead":{"action":"case.%s/1","body":%s},"reason":"r","revision":%d}`, events[i], complete(events[i], events[i+1], name), wrong))
		}
	}
	if r.IntN(2) == 0 {
		tells("closed", `{"outcome":"granted"}`)
	}
	if r.IntN(20) == 0 {
		tells("annulled", `{"basis":"b","reason":"duplicate"}`)
	}
	return lines
}

// strangeLedger writes a ledger of a fifth of the permit log, of the histories
// of testdata/stranger.ledger, and of random ones, and gives its length.
func strangeLedger(t *testing.T, path string) (records int) {
	t.Helper()
	whole, part := memory.New(), memory.New()
	m, err := intake.LoadMapping("permit-receipt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Import(t.Context(), intake.Job{Name: "sample", Input: intake.Sample(), Mapping: m, Store: whole, Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	if _, err := registry.Publish(t.Context(), part, workdays.Official(), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	heads, cases := map[string]ledger.Revision{}, 0
	for it, err := range whole.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if it.Live {
			break
		}
		r := it.Record
		if r != nil && r.Revision == 0 {
			cases++
		}
		if _, taken := heads[string(r.Stream)]; taken || r.Revision == 0 && cases%5 == 0 {
			if _, err := part.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
				t.Fatal(err)
			}
			heads[string(r.Stream)] = r.Revision
		}
	}
	odd, err := os.ReadFile("testdata/stranger.ledger")
	if err != nil {
		t.Fatal(err)
	}
	strangeTree, err := os.ReadFile("testdata/stranger.tree")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(odd), "\n")
	early, late, _ := strings.Cut(string(strangeTree), "# late\n")
	lines = append(lines, strings.Split(early, "\n")...)
	for n, r := 0, rand.New(rand.NewPCG(2024, 11)); n < 300; n++ {
		lines = append(lines, randomHistory(r, n)...)
	}
	lines = append(lines, strings.Split(late, "\n")...)
	for _, line := range lines {
		if line != "" && line[0] != '#' {
			tell(t, part, heads, line)
		}
	}
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	proof, err := transfer.Copy(t.Context(), transfer.Job{From: part, To: s})
	if err != nil {
		t.Fatal(err)
	}
	return int(proof.Records)
}

// official is the versions of rules that hold without a record.
func official(t *testing.T) (out [][]byte) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, "ledger/policy/official/*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d official policies, %v", len(names), err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	return out
}

// published reads the whole feed as feeds/FORMAT.md §3 says: from the
// subscription document back by the previous archives. Oldest first.
func published(t *testing.T, s *served) (records []json.RawMessage) {
	t.Helper()
	for address := s.URL + "/feeds/json"; address != ""; {
		status, text := s.get(t, address)
		var page struct {
			Links struct {
				Previous string `json:"prev_archive"`
			} `json:"_caseledger"`
			Items []struct {
				Extension struct{ Record json.RawMessage } `json:"_caseledger"`
			}
		}
		if err := json.Unmarshal([]byte(text), &page); err != nil || status != 200 {
			t.Fatalf("%s: status %d, %v", address, status, err)
		}
		for _, item := range page.Items {
			records = append(records, item.Extension.Record)
		}
		address = page.Links.Previous
	}
	slices.Reverse(records)
	return records
}

// point is one month as the API serves it.
type point struct {
	From, To string
	Figures  []struct {
		ID, Numerator      string
		Denominator, Value *string
		Provisional        bool
	}
}

func dayOf(t *testing.T, text string) date {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return dateOf(at, time.UTC)
}

// TestAStrangerAgrees: whoever reads the feed and the documents alone gets the
// figures that are served, by month, kind and channel, now and as known half
// way.
func TestAStrangerAgrees(t *testing.T) {
	data := t.TempDir()
	total := strangeLedger(t, filepath.Join(data, "ledger.sqlite"))
	s := serveHere(t, "--data", data, "--rate", "1000000")
	s.await(t, s.URL+"/graphql?query="+url.QueryEscape(`{figures(ids:["accepted"]){position}}`), fmt.Sprint(total))
	records := published(t, s)
	if len(records) != total {
		t.Fatalf("%d records are published of %d", len(records), total)
	}
	compared := 0
	for _, known := range []int{total / 2, total} {
		reader := newStranger(official(t)...)
		for _, r := range records[:known] {
			reader.read(r)
		}
		if reader.fault != nil {
			t.Fatal(reader.fault)
		}
		populations := map[string]func(*dossier) bool{"{}": func(*dossier) bool { return true }}
		for _, d := range reader.cases {
			kind, channel := d.kind(), d.Channel
			populations["{kind: "+strings.ToUpper(kind)+"}"] = func(d *dossier) bool { return d.kind() == kind }
			populations[fmt.Sprintf("{channel: %q}", channel)] = func(d *dossier) bool { return d.Channel == channel }
		}
		for filter, passes := range strangePlaces(reader) {
			populations[filter] = passes
		}
		for filter, passes := range populations {
			for _, period := range []string{`from: "2010-10-01", to: "2012-03-31"`, `from: "2024-02-01", to: "2024-12-31"`} {
				var ids []string
				for id := range reader.figures(0, 0, passes) {
					ids = append(ids, id)
				}
				asked, _ := json.Marshal(ids)
				status, text := s.ask(t, "", fmt.Sprintf(`{ series(grain: MONTH, knownAt: "%d", filter: %s, %s, ids: %s) { from to figures { id numerator denominator value provisional } } }`,
					known, filter, period, asked))
				var got struct{ Data struct{ Series []point } }
				if err := json.Unmarshal([]byte(text), &got); err != nil || status != 200 || len(got.Data.Series) == 0 {
					t.Fatalf("status %d: %s", status, text)
				}
				for _, p := range got.Data.Series {
					want := reader.figures(dayOf(t, p.From), dayOf(t, p.To), passes)
					for _, f := range p.Figures {
						served := stated{f.Numerator, deref(f.Denominator), deref(f.Value), f.Provisional}
						if served != want[f.ID] {
							t.Errorf("known at %d, %s, %s: %s is served as %v, the stranger has %v", known, filter, p.From, f.ID, served, want[f.ID])
						}
						compared++
					}
				}
			}
		}
	}
	reader := newStranger(official(t)...)
	for _, r := range records {
		reader.read(r)
	}
	strangeKinds(t, s, reader)
	if compared < 10_000 {
		t.Errorf("only %d figures were compared", compared)
	}
}

// strangePlaces are the populations by what the directory says.
func strangePlaces(reader *stranger) map[string]func(*dossier) bool {
	out := map[string]func(*dossier) bool{}
	of := func(filter string, passes func(*place) bool) {
		out[filter] = func(d *dossier) bool { return passes(reader.stands(d)) }
	}
	for _, org := range []string{"C", "T1", "T2", "V1", "V2", "X"} {
		of(fmt.Sprintf("{org: %q}", org), func(p *place) bool { return slices.Contains(p.path, org) })
	}
	out[`{org: "T1", orgOnly: true}`] = func(d *dossier) bool { return d.Org == "T1" }
	of(`{org: "T1", level: "township"}`, func(p *place) bool { return p.level == "township" && slices.Contains(p.path, "T1") })
	of(`{level: "village"}`, func(p *place) bool { return p.level == "village" })
	of(`{class: "licence"}`, func(p *place) bool { return p.class == "licence" })
	of(`{tag: "马上办"}`, func(p *place) bool { return slices.Contains(p.tags, "马上办") })
	of(`{tag: "网上办", handling: PROMISED}`, func(p *place) bool { return slices.Contains(p.tags, "网上办") })
	tagged := out[`{tag: "网上办", handling: PROMISED}`]
	out[`{tag: "网上办", handling: PROMISED}`] = func(d *dossier) bool { return d.Handling == "promised" && tagged(d) }
	return out
}

// strangeKinds compares how many cases are listed of every label of every
// scheme, and of every deviation.
func strangeKinds(t *testing.T, s *served, reader *stranger) {
	t.Helper()
	want := map[string]int{}
	for scheme, kinds := range schemes {
		for _, kind := range append([]string{"other"}, kinds...) {
			want[fmt.Sprintf("{label: {scheme: %s, kind: %s}}", strings.ToUpper(scheme), strings.ToUpper(kind))] = 0
		}
	}
	for _, d := range reader.cases {
		for scheme := range schemes {
			want[fmt.Sprintf("{label: {scheme: %s, kind: %s}}", strings.ToUpper(scheme), strings.ToUpper(d.label(scheme)))]++
		}
		for _, name := range d.deviations() {
			want["{deviation: "+strings.ToUpper(name)+"}"]++
		}
	}
	if len(want) != 9+8+7+7 {
		t.Errorf("%d labels and deviations, want 31: %v", len(want), want)
	}
	for filter, n := range want {
		status, text := s.ask(t, "", `{ cases(first: 1, filter: `+filter+`) { totalCount } }`)
		if status != 200 || !strings.Contains(text, fmt.Sprintf(`"totalCount":%d}`, n)) {
			t.Errorf("%s: the stranger has %d, answered is %s", filter, n, text)
		}
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// TestTheStrangerIsOne: it imports nothing but the standard library.
func TestTheStrangerIsOne(t *testing.T) {
	for _, name := range []string{"stranger_test.go", "stranger_amend_test.go", "stranger_clock_test.go", "stranger_regime_test.go", "stranger_course_test.go", "stranger_tree_test.go", "stranger_figures_test.go"} {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			if path := strings.Trim(spec.Path.Value, `"`); strings.Contains(path, ".") || within(path, module) {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}
