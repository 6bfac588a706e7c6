package disclosure_test

import (
	"testing"

	"caseledger/ledger/disclosure"
)

func TestTelephone(t *testing.T) {
	for _, c := range []struct {
		value string
		want  disclosure.Rule
	}{
		{"", ""}, {"12345", ""}, {"110", ""}, {"96123", ""}, {"400-123-4567", ""}, {"4001234567", ""}, {"800-810-1234", ""},
		{"0429-1234567", ""}, {"010-62345678", ""}, {"01062345678", ""}, {"(0429)2234567", ""}, {"（０４２９）２２３４５６７", ""}, {"+86 10 6234 5678", ""},
		{"2234567", ""}, {"62345678", ""}, {"0429-1234567-802", ""}, {"0429-1234567转802", ""}, {"010 6234 5678", ""},
		{"13800138000", disclosure.RuleTelephone}, {"138-0013-8000", disclosure.RuleTelephone}, {"138 0013 8000", disclosure.RuleTelephone},
		{"+8613800138000", disclosure.RuleTelephone}, {"013800138000", disclosure.RuleTelephone}, {"1380013转8000", disclosure.RuleTelephone},
		{"１３８００１３８０００", disclosure.RuleTelephone}, {"一三八零零一三八零零零", disclosure.RuleTelephone}, {"13800138000-1", disclosure.RuleTelephone},
		{"call 12345", disclosure.RuleTelephone}, {"110101199003074514", disclosure.RuleTelephone}, {"6222020200112230", disclosure.RuleTelephone},
		{"a@example.org", disclosure.RuleTelephone}, {"1", disclosure.RuleTelephone}, {"0429-1234567\n", disclosure.RuleInvisible},
	} {
		if got := ruleOf(t, disclosure.Telephone("number", c.value)); got != c.want {
			t.Errorf("Telephone(%q) is refused by %q, want %q", c.value, got, c.want)
		}
	}
}
