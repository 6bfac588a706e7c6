package registers_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"caseledger/feeds/registers"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

// TestLate: the table of late entries is served in every format, by the dates of
// recording, and held by its tag.
func TestLate(t *testing.T) {
	h := registers.New(viewsOf(t, func(s ledger.Store) {
		entered := casetest.Time("2024-03-11 16:00")
		for i := range 10 {
			c := casetest.Case(fmt.Sprint("BL-", i)).Add(casetest.Time("2024-03-08 09:00"), entered.Add(time.Duration(i)*time.Minute), "受理岗-03", casefile.Accepted{Org: "民政所"})
			if _, err := c.AppendTo(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := casetest.Case("SP-1").Add(casetest.Time("2024-02-01"), casetest.Time("2024-03-12"), "受理岗-01", casefile.Accepted{Org: `<b>许可科`}).AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}), slog.Default())
	for _, c := range []struct{ address, want string }{
		{"/books/late.csv", "序号 No.,受理部门 Unit,滞后工作日 Lag,补录条数 Late entries,其中批量补录 In batches,最长滞后 Longest lag\r\n" +
			"1,<b>许可科,21+,1,0,28\r\n2,民政所,1,10,10,1\r\n勾稽 Reconciliation,补录 late entries 11 = 批量补录 in batches 10 + 逐件补录 others 1,相符 agrees,,,\r\n" +
			"补录情况表 Late entries,不限 any day,全部 all,,,\r\n截至记录 As of record,11（2024-03-12 01:00:00 UTC）,,,,\r\n"},
		{"/books/late.csv?org=x", "补录 late entries 0 = "},
		{"/books/late.csv?to=2024-03-11", "1,民政所,1,10,10,1\r\n勾稽"},
		{"/books/late.json?from=2024-03-12", `"rows":[{"no":1,"org":"<b>许可科","lag":"21+","records":1,"batched":0,"longest":28}]`},
		{"/books/late.html", `<td>&lt;b&gt;许可科</td><td class="line">21&#43;</td>`},
		{"/books/late.html", `<dt>登记日期 <span lang="en">Recorded</span></dt>`},
		{"/books/late.excel.csv", "\uFEFF序号"},
	} {
		w := get(h, c.address)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: %d %s", c.address, w.Code, w.Body)
		}
		if again := get(h, c.address, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s, held: %d", c.address, again.Code)
		}
	}
	if page := get(h, "/books/late.html").Body.String(); strings.Contains(page, "整件作废") {
		t.Error("a table that is not of cases lists annulled ones")
	}
	if w := get(h, "/books/late.csv?knownAt=3"); w.Code != http.StatusBadRequest {
		t.Errorf("as known at a record: %d %s", w.Code, w.Body)
	}
}
