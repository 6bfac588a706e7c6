package disclosure_test

import (
	"errors"
	"strings"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
)

// ruleOf gives the rule by which a function refused, "" if it did not.
func ruleOf(t *testing.T, err error) disclosure.Rule {
	t.Helper()
	if err == nil {
		return ""
	}
	var e *disclosure.Error
	if !errors.As(err, &e) {
		t.Fatalf("want a *disclosure.Error, have %T", err)
	}
	var invalid *ledger.InvalidError
	if !errors.As(err, &invalid) || invalid.Field != e.Field || invalid.Value != "" {
		t.Errorf("%v is no *ledger.InvalidError of the field", err)
	}
	if e.Field == "" || e.Reason == "" || e.Advice == "" {
		t.Errorf("error without a field, a reason or an advice: %#v", e)
	}
	return e.Rule
}

func TestCode(t *testing.T) {
	for _, c := range []struct {
		value string
		want  disclosure.Rule
	}{
		{"", ""},
		{"expert-review", ""},
		{"e-mail", ""}, {"Internet", ""}, {"Desk", ""}, {"Post", ""}, {"Intern", ""},
		{"窗口", ""}, {"网上申报", ""}, {"ҚР-қағаз", ""}, {"بەلگە", ""}, {"འཛུགས་པ", disclosure.RuleForm}, // tsheg is punctuation
		{"བོད", ""}, {"हिन्दी", ""}, {"café", ""}, {"cafe\u0301", ""},
		{"a_b.c-1", ""}, {"第3类", ""}, {"٣", ""}, {"2024-11-24", ""}, {"12345", ""},
		{strings.Repeat("a", 64), ""},
		{strings.Repeat("a", 65), disclosure.RuleLength},
		{strings.Repeat("字", 22), disclosure.RuleLength},
		{"expert review", disclosure.RuleForm},
		{"by a friend of mine, tel 13800000000", disclosure.RuleForm},
		{"申请人张三 110101199003074514 未到", disclosure.RuleForm},
		{"a/b", disclosure.RuleForm}, {"a:b", disclosure.RuleForm}, {"a\x07", disclosure.RuleForm},
		{"a\u200db", disclosure.RuleForm}, {"\u0301", disclosure.RuleForm}, {"-\u0301", disclosure.RuleForm},
		{"a\ufe0f", disclosure.RuleForm}, {"\u3164", disclosure.RuleForm}, {"a\u202eb", disclosure.RuleForm}, {"名：张三", disclosure.RuleForm},
		{"\xff", disclosure.RuleEncoding},
		{"110101199003074514", disclosure.RuleIdentity},
		{"11010519491231002x", disclosure.RuleIdentity},
		{"张三110101-19900307-4514", disclosure.RuleIdentity},
		{"13800000000", disclosure.RuleTelephone},
		{"138-0013-8000", disclosure.RuleTelephone},
		{"１３８００１３８０００", disclosure.RuleTelephone},
		{"010-62345678", disclosure.RuleTelephone},
		{"6222020200112230", disclosure.RuleCard},
	} {
		if got := ruleOf(t, disclosure.Code("reason", c.value)); got != c.want {
			t.Errorf("Code(%q) is refused by %q, want %q", c.value, got, c.want)
		}
		if got := ruleOf(t, disclosure.Label("label", c.value)); got != c.want {
			t.Errorf("Label(%q) is refused by %q, want %q", c.value, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		value string
		want  disclosure.Rule
	}{
		{"", ""},
		{"BJ-2024-000017", ""},
		{"11440232MB2D06811W4000117051000202010200008", ""}, // 43 characters, as the national exchange has it
		{"〔2024〕京0101行审123号", ""}, {"Bouw, Sloop", ""}, {"发改价格〔2015〕1299号", ""},
		{"BJ-13800138000", ""}, {"13800138000", ""}, {"6222020200112230", ""}, // serial numbers may equal them
		{"010-62345678", ""},
		{"91000000000000465", ""}, {"91350100M000100Y43", ""},
		{"BJ-110101-19900307-4514", ""}, // region, date, serial number
		{"110101199003074515", ""},      // check digit
		{"110101199013074514", ""},      // month
		{"100101199003074517", ""},      // region
		{"BJ110101199003074514", ""},    // not a whole part
		{"1101011990030745140", ""},     // nor this
		{"110105491231002", ""},         // 15 digits have no check digit
		{"20241124153012345678", ""},    // time and serial number
		{strings.Repeat("9", 200), ""},  //
		{"110101199003074514", disclosure.RuleIdentity},
		{"BJ-110101199003074514", disclosure.RuleIdentity},
		{"BJ-11010519491231002X-1", disclosure.RuleIdentity},
		{"BJ.11010519491231002x", disclosure.RuleIdentity},
		{"440524188001010014", disclosure.RuleIdentity},
		{"810000199408230021", disclosure.RuleIdentity}, // residence permit of Hong Kong
		{"911124198108030024", disclosure.RuleIdentity}, // a foreigner's permanent residence card
		{"ＢＪ－１１０１０１１９９００３０７４５１４", disclosure.RuleIdentity},
		{"BJ-١١٠١٠١١٩٩٠٠٣٠٧٤٥١٤", disclosure.RuleIdentity},
		{"BJ-110101\u200d199003074514", disclosure.RuleIdentity},
		{"BJ-110101\u0301199003074514", disclosure.RuleIdentity},
		{"申请人张三 110101199003074514 未到", disclosure.RuleIdentity},
		{"a\nb", disclosure.RuleInvisible}, {"a\u200bb", disclosure.RuleInvisible}, {"\xff", disclosure.RuleEncoding},
		{strings.Repeat("9", 201), disclosure.RuleLength},
	} {
		if got := ruleOf(t, disclosure.Number("case number", c.value)); got != c.want {
			t.Errorf("Number(%q) is refused by %q, want %q", c.value, got, c.want)
		}
	}
}

func TestTextForm(t *testing.T) {
	for _, c := range []struct {
		value string
		want  disclosure.Rule
	}{
		{"", ""},
		{"Confirmation of receipt", ""}, {"受理（窗口）", ""}, {"T10 Determine necessity to stop indication", ""},
		{"می\u200cخواهم", ""}, {"ᠬᠠᠭᠠᠨ\u180eᠠ", ""}, {"全角\u3000空格", ""}, {"👩\u200d💼", ""},
		{strings.Repeat("a", 100), ""},
		{strings.Repeat("a", 101), disclosure.RuleLength},
		{"bell\x07", disclosure.RuleInvisible}, {"two\nlines", disclosure.RuleInvisible}, {"tab\t", disclosure.RuleInvisible},
		{"del\x7f", disclosure.RuleInvisible}, {"c1\u0085", disclosure.RuleInvisible}, {"line\u2028", disclosure.RuleInvisible},
		{"rlo\u202e", disclosure.RuleInvisible}, {"lri\u2066", disclosure.RuleInvisible}, {"lrm\u200e", disclosure.RuleInvisible},
		{"zwsp\u200b", disclosure.RuleInvisible}, {"bom\ufeff", disclosure.RuleInvisible}, {"tag\U000e0041", disclosure.RuleInvisible},
		{"soft\u00adhyphen", disclosure.RuleInvisible}, {"non\ufffe", disclosure.RuleInvisible},
		{"\xc3\x28", disclosure.RuleEncoding}, {"\xed\xa0\x80", disclosure.RuleEncoding},
	} {
		if got := ruleOf(t, disclosure.Text("step name", c.value, 100)); got != c.want {
			t.Errorf("Text(%q) is refused by %q, want %q", c.value, got, c.want)
		}
		if got := ruleOf(t, disclosure.Post(c.value)); got != c.want {
			t.Errorf("Post(%q) is refused by %q, want %q", c.value, got, c.want)
		}
	}
}
