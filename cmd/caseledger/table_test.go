package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTableAlignsChinese(t *testing.T) {
	table := table{header: []string{"figure", "指标", "value"}, aligns: []align{left, left, right}}
	table.add("accepted", "受理件数", "1434")
	table.add("on_time_rate", "按时办结率", "71.63 %")
	table.add("open", "", "–")
	var got strings.Builder
	if err := table.write(&got); err != nil {
		t.Fatal(err)
	}
	want := `
figure        指标          value
accepted      受理件数       1434
on_time_rate  按时办结率  71.63 %
open                            –
`
	if diff := cmp.Diff(want[1:], got.String()); diff != "" {
		t.Error(diff)
	}
}
