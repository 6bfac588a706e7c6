package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"caseledger/ledger/registry"
)

type registryCompleteCmd struct {
	Profile string `default:"all" placeholder:"NAME|LIST" help:"Which points: hall, centre or all, or a list such as content,basis,limit (default ${default})."`
	asOf    `embed:""`
}

// Help is shown by --help.
func (registryCompleteCmd) Help() string {
	return `Says of each item in force which points its guide does not tell. Two lists of six
are known as 六公开, and only four stand in both: hall has content 服务内容, procedure
办事程序, basis 政策依据, fees 收费标准, duties 工作职责 and telephones 服务电话; centre has
content, procedure, basis, materials 申报材料, limit 承诺时限 and fees. all has the
eight. Duties, and telephones where the item has none, are those of the
organisation.

Examples:

    caseledger registry complete
    caseledger registry complete --profile hall --json
    caseledger registry complete --profile basis,limit --as-of 2024-06-30

Exit codes: 0 all items are complete, 1 some are not, or failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

// points are those of a profile by its name, or of a list.
func (cmd registryCompleteCmd) points() ([]registry.Point, error) {
	if p, ok := registry.Profiles[cmd.Profile]; ok {
		return p, nil
	}
	var out []registry.Point
	for name := range strings.SplitSeq(cmd.Profile, ",") {
		p := registry.Point(strings.TrimSpace(name))
		if !slices.Contains(registry.Profiles["all"], p) {
			return nil, &usageError{fmt.Sprintf("--profile: %q is neither hall, centre or all nor one of %v", name, registry.Profiles["all"])}
		}
		out = append(out, p)
	}
	return out, nil
}

// gap is what an item does not tell.
type gap struct {
	ID      string           `json:"id"`
	Name    string           `json:"name"`
	Missing []registry.Point `json:"missing"`
}

// Run lists the items that are not complete.
func (cmd registryCompleteCmd) Run(ctx context.Context, p *program, c *cli) error {
	points, err := cmd.points()
	if err != nil {
		return err
	}
	r, err := cmd.read(ctx, p, c)
	if err != nil {
		return err
	}
	gaps, items := []gap{}, r.Items(r.day)
	for _, i := range items {
		if g, ok := r.Guide(i.Item, r.day, r.fees[i.Item]); ok {
			if missing := g.Missing(points); len(missing) > 0 {
				gaps = append(gaps, gap{i.ID(), i.Name, missing})
			}
		}
	}
	if c.JSON {
		err = p.printJSON(map[string]any{"asOf": r.day, "profile": points, "items": len(items), "gaps": gaps})
	} else {
		t := &table{header: []string{"version", "name", "missing"}}
		for _, g := range gaps {
			t.add(g.ID, g.Name, strings.Trim(fmt.Sprint(g.Missing), "[]"))
		}
		if len(gaps) > 0 {
			err = t.write(p.stdout)
		} else {
			_, err = fmt.Fprintf(p.stdout, "all %d items tell all points\n", len(items))
		}
	}
	if err == nil && len(gaps) > 0 {
		err = fmt.Errorf("%d of %d items do not tell all points", len(gaps), len(items))
	}
	return err
}
