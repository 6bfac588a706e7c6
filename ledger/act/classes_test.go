package act_test

import (
	"testing"

	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
)

func TestClasses(t *testing.T) {
	read := func(text string) (act.Classes, error) {
		return act.ReadClasses([]byte(text), casefile.Book.Actions())
	}
	for _, bad := range []string{`[]`, `{"colour":["red"]}`, `{"channel":["call 13800138000"]}`, `{"org":["A"]}`} {
		if c, err := read(bad); err == nil {
			t.Errorf("%s is read as %v", bad, c)
		}
	}
	closed, err := read(`{"channel":["window","internet"]}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		channel string
		classes act.Classes
		taken   bool
	}{
		{"window", closed, true}, {"", closed, true}, {"e-mail", closed, false}, {"e-mail", nil, true},
	} {
		_, _, err := casefile.Book.Body(casefile.Accepted{Calendar: "CN", Channel: c.channel, Number: "T-1", Zone: "UTC"}, "", c.classes)
		if (err == nil) != c.taken {
			t.Errorf("channel %q with %v: %v", c.channel, c.classes, err)
		}
	}
}
