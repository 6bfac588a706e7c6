package intake_test

import (
	"errors"
	"strings"
	"testing"

	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// TestFaultsRepeatNoPersonalValue: whatever column a telephone number stands
// in by mistake, the message names the place and leaves the number out.
func TestFaultsRepeatNoPersonalValue(t *testing.T) {
	const secret = "13800138000"
	const definition = `{
  "name": "m", "formats": ["csv", "ndjson"], "calendar": "weekdays", "case": {"number": "no"},
  "accepted": {"time": "start", "deadline": "due", "promisedDays": "days", "handling": "how", "routing": "way"},
  "step": {"code": "what", "time": "at", "due": "by", "events": {
    "fee": {"event": "case.fee_charged/1", "fields": {"amount": "sum", "currency": {"is": "CNY"}}},
    "stop": {"event": "case.step_performed/1", "fields": {"step": {"is":"x"}, "name": {"is":"x"}, "due": "sum"}}}},
  "closed": {"time": "end", "outcome": "result"},
  "fees": [{"amount": "cost", "currency": "money"}],
  "cloudevents": {"native": true}
}`
	m, err := intake.ParseMapping("m.json", []byte(definition))
	if err != nil {
		t.Fatal(err)
	}
	columns := strings.Split("no,start,due,days,how,way,what,at,by,sum,end,result,cost,money", ",")
	good := strings.Split("A-1,2024-03-04,,,,,take,2024-03-04 09:00,,,2024-03-05,granted,,CNY", ",")
	texts := map[string]string{}
	for i, column := range columns {
		row := append([]string(nil), good...)
		row[i] = secret
		switch column {
		case "what":
			continue // a text like others, see TestWhatMayStandInPublic
		case "sum":
			row[6] = "fee"
			texts["sum as a deadline"] = strings.Join(columns, ",") + "\n" + strings.Replace(strings.Join(row, ","), "fee", "stop", 1) + "\n"
			row[i] = "tel " + secret
		case "cost":
			row[i] = secret + " (ask for Li)"
		case "money":
			row[i-1] = "5"
		}
		texts[column] = strings.Join(columns, ",") + "\n" + strings.Join(row, ",") + "\n"
	}
	accepted := eventHead + `"type":"case.accepted/1","subject":"A-1","data":{"calendar":"weekdays","number":"A-1","zone":"Asia/Shanghai"}}` + "\n"
	for name, line := range map[string]string{
		"time":        strings.Replace(eventHead, "2024-03-04T09:00:00Z", secret, 1) + `"type":"case.resumed/1","subject":"A-1"}`,
		"type":        eventHead + `"type":"` + secret + `","subject":"A-1"}`,
		"specversion": strings.Replace(eventHead, `"1.0"`, `"`+secret+`"`, 1) + `"type":"case.resumed/1","subject":"A-1"}`,
		"subject":     eventHead + `"type":"case.accepted/1","subject":"` + secret + `","data":{"calendar":"weekdays","number":"A-1","zone":"Asia/Shanghai"}}`,
		"zone":        eventHead + `"type":"case.accepted/1","subject":"A-1","data":{"calendar":"weekdays","number":"A-1","zone":"` + secret + `"}}`,
		"instant":     accepted + strings.Replace(eventHead, `"1",`, `"2",`, 1) + `"type":"case.step_performed/1","subject":"A-1","data":{"due":"` + secret + `","name":"n","step":"s"}}`,
		"amount":      accepted + strings.Replace(eventHead, `"1",`, `"2",`, 1) + `"type":"case.fee_charged/1","subject":"A-1","data":{"amount":"tel ` + secret + `","currency":"CNY"}}`,
		"member":      accepted + strings.Replace(eventHead, `"1",`, `"2",`, 1) + `"type":"case.resumed/1","subject":"A-1","data":{"` + secret + `":1}}`,
	} {
		texts["event "+name] = line
	}
	for name, text := range texts {
		_, err := load(memory.New(), m, "f", text)
		var fault *intake.SourceError
		if !errors.As(err, &fault) || fault.Line == 0 {
			t.Errorf("%s: %v; want a fault with its line", name, err)
		} else if strings.Contains(err.Error(), secret) || strings.Contains(fault.Reason, "138") {
			t.Errorf("%s: the fault repeats the number: %v", name, err)
		}
	}
}
