package intake_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// commandByHand is the id that ledger/FORMAT.md §1 derives from a time and a
// key, which is written as there: with ␟ for 0x1f.
func commandByHand(at time.Time, key string) (id ledger.CommandID) {
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	sum := sha256.Sum256([]byte("caseledger command\x00" + strings.ReplaceAll(key, "␟", "\x1f")))
	copy(id[:], ms[2:])
	copy(id[6:], sum[:10])
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// TestCommandKeysAreAsDocumented imports the example of MAPPINGS.md, once with
// refs and once without, and makes every command id by hand.
func TestCommandKeysAreAsDocumented(t *testing.T) {
	accepted := time.Date(2024, 9, 20, 1, 5, 0, 0, time.UTC)
	const refs = `"ref": "环节编号",`
	wants := map[string][]string{
		refs:             {"accepted", "fee␟0", "ref␟1␟0", "ref␟2␟0", "ref␟3␟0", "ref␟4␟0", "ref␟5␟0", "ref␟6␟0", "closed"},
		"":               {"accepted", "fee␟0", "row␟0", "row␟1", "row␟2", "row␟3", "row␟4", "row␟5", "closed"},
		`"ref": "办理部门",`: {"accepted", "fee␟0", "ref␟住建局␟0", "ref␟住建局␟1", "ref␟住建局␟2", "ref␟住建局␟3", "ref␟住建局␟4", "ref␟住建局␟5", "closed"},
	}
	for ref, want := range wants {
		m, err := intake.ParseMapping("example.json", []byte(strings.Replace(block(t, "json"), refs, ref, 1)))
		if err != nil {
			t.Fatal(err)
		}
		s := memory.New()
		job := intake.Job{Name: "example.csv", Input: strings.NewReader(block(t, "csv")), Mapping: m, Store: s, Vault: openVault(t), Now: now}
		if _, err := intake.Import(t.Context(), job); err != nil {
			t.Fatal(err)
		}
		var got, ids []string
		for _, r := range all(t, s) {
			if r.Stream == "case/YH-2024-0017" {
				got = append(got, r.Command.String())
				if r.ID != ledger.EventIDOf(r.Command, 0) {
					t.Errorf("%s: event %s is not the first of its command", r.Type, r.ID)
				}
			}
		}
		for _, what := range want {
			ids = append(ids, commandByHand(accepted, "example-centre␟YH-2024-0017␟"+what).String())
		}
		if !slices.Equal(got, ids) {
			t.Errorf("%s\ncommands %v\nby hand  %v", ref, got, ids)
		}
	}

	m, err := intake.ParseMapping("m.json", []byte(`{"name": "n", "formats": ["ndjson"], "cloudevents": {"types": {"begun": {"event": "case.accepted/1"}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	s := memory.New()
	line := `{"specversion":"1.0","id":"e/1","source":"urn:x","type":"begun","subject":"T-1","time":"2024-09-20T01:05:00.5Z"}`
	if _, err := intake.Import(t.Context(), intake.Job{Name: "x", Input: strings.NewReader(line), Mapping: m, Store: s, Now: now}); err != nil {
		t.Fatal(err)
	}
	want := commandByHand(accepted.Add(500*time.Millisecond), "n␟urn:x␟e/1")
	for _, r := range all(t, s) {
		if got := fmt.Sprint(r.Command); r.Stream == "case/T-1" && got != want.String() {
			t.Errorf("CloudEvent: command %s, by hand %s", got, want)
		}
	}
}
