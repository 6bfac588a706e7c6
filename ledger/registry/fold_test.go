package registry_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"caseledger/ledger/act"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// anything draws an entry about few subjects, allowed or not.
func anything(t *rapid.T) act.Event {
	code := rapid.SampledFrom([]string{"A", "B", "C", "D", "E", "F", "G"})
	one, other, day := code.Draw(t, "org"), code.Draw(t, "other"), year+workdays.Date(rapid.IntRange(0, 20).Draw(t, "day"))
	tag := rapid.SampledFrom([]string{"马上办", "网上办"}).Draw(t, "tag")
	return rapid.SampledFrom([]act.Event{
		org(one, other, day), org(one, "", workdays.NoDate), moved(one, other, day), merged(one, other, day), closed(one, day),
		registry.OrganisationRenamed{Org: one, Name: other, Date: day}, registry.OrganisationDescribed{Org: one, Hours: other, Date: day},
		registry.ItemRegistered{Item: one, Org: other, Date: day}, registry.ItemChanged{Item: one, Date: day, Round: "R", Tags: []string{tag}},
		registry.ItemTagged{Item: one, Tag: tag, Date: day}, registry.ItemUntagged{Item: one, Tag: tag, Date: day},
		registry.ItemDelegated{Item: one, Org: other, Date: day}, registry.ItemAbolished{Item: one, Date: day},
		registry.RoundOpened{Round: "R", Found: 3, Items: []string{one, other}, Date: day}, registry.RoundClosed{Round: "R", Date: day},
		registry.WindowOpened{Window: one, Org: other, Date: day}, registry.WindowClosed{Window: one, Date: day},
		registry.PostEstablished{Post: one, Org: other, Date: day}, registry.PostStaffed{Post: one, Pseudonym: other, From: day, Until: workdays.NoDate},
		registry.PostAbolished{Post: one, Date: day}, registry.ChannelOpened{Channel: one, Date: day}, registry.RulePublished{Rule: one, Date: day},
		registry.RuleSuperseded{Rule: one, Date: day}, registry.Notice{},
	}).Draw(t, "event")
}

// TestFoldInAnyCut: a directory is the same however its events came in, an
// earlier one does not change with those after it, and every path ends.
func TestFoldInAnyCut(t *testing.T) {
	same := cmp.Options{cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty()}
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(rapid.Custom(anything), 0, 40).Draw(t, "events")
		whole := new(registry.Directory).With(events...)
		cut := rapid.IntRange(0, len(events)).Draw(t, "cut")
		first := new(registry.Directory).With(events[:cut]...)
		before := fmt.Sprint(view(first))
		second := first.With(events[cut:]...)
		singly := new(registry.Directory)
		for _, e := range events {
			singly = singly.With(e)
		}
		for _, d := range []*registry.Directory{second, singly} {
			if diff := cmp.Diff(whole, d, same); diff != "" {
				t.Fatal(diff)
			}
		}
		if after := fmt.Sprint(view(first)); after != before {
			t.Fatalf("it was %s and is %s", before, after)
		}
		view(whole)
	})
}

// view asks a directory for all that it says.
func view(d *registry.Directory) (out []any) {
	for day := workdays.Date(year - 1); day < year+21; day++ {
		for _, code := range []string{"A", "B", "C", "D", "E", "F", "G"} {
			out = append(out, d.Path(code, day), d.Below(code, day))
		}
		out = append(out, d.Organisations(day), d.Items(day), d.Tags(day), d.Rounds(day), len(d.Windows(day, "")), d.Staff(day, ""), len(d.Channels(day)), len(d.Rules(day)))
	}
	return out
}

// TestOldDaysStay: what is recorded of a day changes no path of the days before
// it.
func TestOldDaysStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := directory(append(tree(), org("G", "B", year))...)
		day := year + workdays.Date(rapid.IntRange(1, 20).Draw(t, "day"))
		code := rapid.SampledFrom([]string{"B", "C", "D", "E", "F", "G"})
		one, other := code.Draw(t, "org"), code.Draw(t, "other")
		after := d.With(rapid.SampledFrom([]act.Event{moved(one, other, day), merged(one, other, day), closed(one, day)}).Draw(t, "event"))
		for _, c := range []string{"A", "B", "C", "D", "E", "F", "G"} {
			if diff := cmp.Diff(d.Path(c, day-1), after.Path(c, day-1)); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// county is a tree of 3000 organisations on five levels.
func county() *registry.Directory {
	var events []act.Event
	above, level := []string{""}, 0
	for _, n := range []int{1, 4, 40, 455, 2500} {
		here := make([]string, n)
		for i := range n {
			here[i] = fmt.Sprintf("%d-%04d", level, i)
			events = append(events, org(here[i], above[i%len(above)], year))
		}
		above, level = here, level+1
	}
	return new(registry.Directory).With(events...)
}

func BenchmarkPath(b *testing.B) {
	d := county()
	for b.Loop() {
		if len(d.Path("4-0007", year+9)) != 5 {
			b.Fatal("not five levels")
		}
	}
}
