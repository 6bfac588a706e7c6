package workdays

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed holidays/*.json
var holidays embed.FS

// Official gives the State Council's notices that ship with the program,
// 2007–2026, ascending by year. 2027 is not published: its file is empty and
// gives no notice. Where the data come from stands in holidays/ORIGIN.md.
func Official() []Notice {
	var out []Notice
	names, err := fs.Glob(holidays, "holidays/*.json") // ascending
	for _, name := range names {
		var n Notice
		if n, err = readNotice(name); err != nil {
			break
		}
		if len(n.Papers) > 0 {
			out = append(out, n)
		}
	}
	if err != nil { // the program was built with broken data
		panic(fmt.Sprintf("workdays: %v", err))
	}
	return out
}

func readNotice(name string) (Notice, error) {
	b, err := holidays.ReadFile(name)
	if err != nil {
		return Notice{}, err
	}
	var file struct {
		Year   int
		Papers []string
		Days   []struct {
			Name     string
			Date     Date
			IsOffDay bool
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return Notice{}, fmt.Errorf("%s: %w", name, err)
	}
	n := Notice{Calendar: China, Year: file.Year, Papers: file.Papers}
	for _, d := range file.Days {
		n.Days = append(n.Days, Day{Date: d.Date, Name: d.Name, Off: d.IsOffDay})
	}
	return n, nil
}
