package disclosure_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caseledger/ledger/disclosure"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		want   disclosure.Rule
		values []string
	}{
		{disclosure.RuleIdentity, []string{
			"110101199003074514", "申请人张三 110101199003074514 未到", "张三110101199003074514未到", "ID110101199003074514",
			"11010519491231002X", "11010519491231002x", "11010519491231002 X", "１１０１０１１９９００３０７４５１４", "1１0１0１199003074514",
			"110101 19900307 4514", "110101-19900307-4514", "1101 0119 9003 0745 14", "110 101 1990 0307 451 4",
			"110101\u00a019900307\u20094514", "110101.19900307.4514", "110101—19900307—4514", "（110101）19900307（4514）",
			"1 1 0 1 0 1 1 9 9 0 0 3 0 7 4 5 1 4", "110101\u200d19900307\u200c4514", "110101199003074514等2人", "共2人：110101199003074514",
			"١١٠١٠١١٩٩٠٠٣٠٧٤٥١٤", "११०१०११९९००३०७४५१४", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002Х", "一一〇一〇一一九九〇〇三〇七四五一四",
			"𝟏𝟏𝟎𝟏𝟎𝟏𝟏𝟗𝟗𝟎𝟎𝟑𝟎𝟕𝟒𝟓𝟏𝟒", "no.1, 2 3 110101199003074514 4 5", "身份证号110105491231002", "440524800101001",
			"911124198108030024", "810000199408230021",
		}},
		{disclosure.RuleTelephone, []string{
			"13800138000", "张三13800138000", "tel13800138000", "电话：138 0013 8000", "138-0013-8000", "138 00138000", "1380013 8000", "138-001-38000",
			"+8613800138000", "+86 138 0013 8000", "(+86)13800138000", "86 13800138000", "8613800138000", "008613800138000", "0086-138-0013-8000", "013800138000",
			"１３８００１３８０００", "１３８－００１３－８０００", "١٣٨٠٠١٣٨٠٠٠", "1 3 8 0 0 1 3 8 0 0 0", "13 80 01 38 00 0", "138\u200d00138000", "13800138000转1", "13800138000，13900139000",
			"三13800138000", "一三八〇〇一三八〇〇〇", "幺三八零零幺三八零零零", "19912345678", "①③⑧⓪⓪①③⑧⓪⓪⓪",
			"010-62345678", "(010)62345678", "（０１０）６２３４５６７８", "010 6234 5678", "01062345678", "0512-6234567", "0512-62345678", "051262345678", "021-6234567", "0990-6222222 转 8",
			"+86 10 6234 5678", "+86-10-62345678", "86-10-62345678", "0086 512 62345678", "+1 415 555 2671", "+852 9123 4567", "＋85291234567", "(+44) 20 7946 0958",
			"2024-11-24 15:30 13800138000", "窗口3 13800138000", "3 13800138000 4",
		}},
		{disclosure.RuleCard, []string{
			"6222020200112230", "6222 0202 0011 2230", "卡号6222020200112230", "card6222020200112230", "6222-0202-0011-2230", "６２２２０２０２００１１２２３０",
			"4111111111111111", "5555 5555 5555 4444", "378282246310005", "3782 822463 10005", "6222021234567890128", "4222222222222",
		}},
		{disclosure.RuleMail, []string{
			"zhang.san@example.com", "请发 zhangsan＠example．com", "联系zhangsan@example.com.cn", "a@b.co", "张三@例子.中国", "zhang san @ example.com", "z+s@mail.example.org;", "zhang\u200csan@example.com",
		}},
		{"", []string{
			"2024-11-24 15:30:12", "2024年11月24日15时30分", "20241124153012", "2024112415301234", "13.02.2024 9:30", "13-12-2024-930", "17.6.2024 11:30:15", "19.11.24 08:00", "13/11/2024 10:15",
			"12345", "拨打12345热线", "400-810-1234", "800 810 1234", "62345678", "第3号窗口 1380013", "13,500,000,000元", "13.500.000.000", "1 500 000", "价格 120.50",
			"发改价格〔2015〕1299号", "GB/T 39554.1-2020", "DB34/T 1164-2010", "11440232MB2D06811W4000117051000202010200008", "code 91350100M000100Y43",
			"02_DRZ_010_0", "01_HOOFD_490_5a", "T06 Determine necessity of stop advice", "110101199003074515", "110101199013074514", "6222020200112231", "192.168.100.200", "ISBN 978-7-1-1-0",
			"meeting @ 3.30pm", "e-mail", "@office", "a@b", "行政许可法32、43、44条", "一三五七九", "第一百三十八条", "二〇二四年十一月二十四日", "1+20241124", "10+9=19, 8-7=1", "½ ⅓ ¼ ② ③", "11 22 33 44 55 66",
			"f47ac10b-58cc-4372-a567-0e02b2c3d479", "560872", "Resource21", "受理岗-07", "工位2024112400010001号", "32556件29300件3256件", "10.37 1.57 8.79 12.52 2.59 9.98",
		}},
	} {
		for _, value := range c.values {
			if got := ruleOf(t, disclosure.Text("text", value, 200)); got != c.want {
				t.Errorf("Text(%q) is refused by %q, want %q", value, got, c.want)
			}
		}
	}
}

// TestErrorsKeepValues: an error shows nothing of what it refuses.
func TestErrorsKeepValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SampledFrom([]string{"110101199003074514", "13800138000", "6222020200112230", "zhangsan@example.com", "欧阳娜娜娜\x07"}).Draw(t, "secret")
		value := rapid.StringMatching(`[a-z ]{0,10}`).Draw(t, "before") + secret
		for name, err := range map[string]error{
			"Text": disclosure.Text("field", value, 100), "Code": disclosure.Code("field", value), "Label": disclosure.Label("field", value), "Post": disclosure.Post(value),
		} {
			if err == nil {
				t.Fatalf("%s takes %q", name, value)
			}
			if strings.Contains(err.Error(), strings.TrimSuffix(secret, "\x07")) {
				t.Fatalf("%s tells the value: %v", name, err)
			}
		}
	})
}

// identityNumber draws a valid number.
func identityNumber(t *rapid.T) string {
	region := rapid.SampledFrom([]string{"110101", "440524", "654223", "820000"}).Draw(t, "region")
	birth := rapid.SampledFrom([]string{"19491231", "19900307", "20240229", "18800101"}).Draw(t, "birth")
	body := region + birth + rapid.StringMatching(`[0-9]{3}`).Draw(t, "order")
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(body[i]-'0') * w
	}
	return body + string("10X98765432"[sum%11])
}

// TestIdentityHoweverWritten: scripts, separators and invisible characters hide
// no identity number.
func TestIdentityHoweverWritten(t *testing.T) {
	zeros := []rune{'0', '０', '٠', '۰', '०', '༠', '᠐', '𝟎', '𝟘'}
	rapid.Check(t, func(t *rapid.T) {
		zero := rapid.SampledFrom(zeros).Draw(t, "zero")
		gap := rapid.SampledFrom([]string{" ", "-", ".", "\u3000", "－", "·", "/", " - ", "_"}).Draw(t, "gap")
		var b strings.Builder
		for i, r := range identityNumber(t) {
			if i > 0 && rapid.IntRange(0, 3).Draw(t, "cut") == 0 {
				b.WriteString(rapid.SampledFrom([]string{gap, "\u200d", "\u200c", "\ufe0f"}).Draw(t, "between"))
			}
			if r != 'X' {
				r += zero - '0'
			}
			b.WriteRune(r)
		}
		value := rapid.SampledFrom([]string{"", "张三", "no. ", "12, "}).Draw(t, "before") + b.String() + rapid.SampledFrom([]string{"", "未到", " later", ", 5"}).Draw(t, "after")
		if err := disclosure.Text("text", value, 500); !refusedBy(err, disclosure.RuleIdentity) {
			t.Fatalf("Text(%q): %v", value, err)
		}
	})
}

func refusedBy(err error, rule disclosure.Rule) bool {
	var e *disclosure.Error
	return errors.As(err, &e) && e.Rule == rule
}

// FuzzText: whatever comes, an error is typed and tells no run of digits of the
// value; what passes holds no plain number.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "110101199003074514", "+86 138-0013-8000", "a@b.co", "一三八〇〇一三八〇〇〇", "\xff", "①", "1\u200d2", "6222 0202 0011 2230"} {
		f.Add(s)
	}
	plain := regexp.MustCompile(`(^|\D)1[3-9]\d{9}($|\D)`)
	f.Fuzz(func(t *testing.T, s string) {
		for _, err := range []error{disclosure.Text("text", s, 100), disclosure.Code("code", s), disclosure.Number("number", s), disclosure.Label("label", s)} {
			if rule := ruleOf(t, err); rule != "" && len(s) > 20 && strings.Contains(err.Error(), s) {
				t.Errorf("%q: the error tells it: %v", s, err)
			}
		}
		if disclosure.Text("text", s, 100) == nil && plain.MatchString(s) && !regexp.MustCompile(`[A-Za-z]`).MatchString(s) {
			t.Errorf("Text(%q) takes a telephone number", s)
		}
	})
}
