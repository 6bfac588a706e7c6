package claims_test

import (
	"fmt"
	"strings"
	"testing"

	"caseledger/projections/claims"
)

// Large texts and files, made of what takes longest: none takes the square of
// its length.
func TestLarge(t *testing.T) {
	for _, unit := range []string{
		"受理3896件,办结3850件,办结率达98%,", "其中1件,2件,", "1%(", "增加1件,同比上升1%,", "保留1项,", "甲、", "甲、乙等三种", "10个社区分为10个网格,每个网格社区,",
		"平均提前1天,", "由17个减少至6个,", "近1余", "1,", "1", "率", "2025-01-01 ", "每个村有1个,事项1", "\n1", "。1", "（1件", "占1%，", "１，０００，", "其中",
	} {
		few := min(claims.MaxText/len(unit), 4_000/max(1, strings.Count(unit, "1"))) // as many numbers as are read
		file, err := claims.ReadText([]byte(strings.Repeat(unit, few)))
		if err != nil {
			if !strings.Contains(err.Error(), "claims") && !strings.Contains(err.Error(), "numbers; at most 50000") {
				t.Errorf("%s: %v", unit, err)
			}
			continue
		}
		judgeAll(t, file)
	}
	digits := strings.Repeat("7", 990)
	for _, claim := range []string{
		`{"says":"1","is":"sum","of":[` + strings.Repeat("1,", 2000) + `1]}`,
		`{"says":"1.` + digits + `","is":"mean","of":[0.` + digits + `,"0.` + digits + `"]}`,
		`{"says":"99%","is":"ratio","numerator":1e100,"denominator":"1.` + digits + `"}`,
		`{"says":"50%","is":"on_time","closed":2000000}`,
		`{"says":"50%","is":"ratio","denominator":2000}`,
		`{"says":"1e","is":"named","of":["` + strings.Repeat(`a","`, 1000) + `"]}`,
	} {
		n := min(claims.MaxClaims/20, 50_000/len(claim))
		text := fmt.Sprintf(`{"claims":[%s]}`, strings.TrimSuffix(strings.Repeat(claim+",", n), ","))
		file, err := claims.ReadClaims([]byte(text))
		if err != nil {
			t.Errorf("%.60s: %v", claim, err)
			continue
		}
		judgeAll(t, file)
	}
}
