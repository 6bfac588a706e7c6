package policy

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"
)

//go:embed official/*.json
var official embed.FS

// Official gives the versions that ship with the program: 行政许可法 of 2004 and
// 2019, 政府信息公开条例 of 2008 and 2019, a regime of public services that names no
// limits, local ones of complaints and questions, and the scale of ratings of
// 国办发〔2019〕51号. They hold without a record. Where they come from stands in
// official/ORIGIN.md.
var Official = sync.OnceValue(func() *Set {
	s := &Set{}
	names, err := fs.Glob(official, "official/*.json")
	for _, name := range names {
		var b []byte
		var p Policy
		if b, err = official.ReadFile(name); err == nil {
			p, err = Parse(b)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
			break
		}
		s.all = with(s.all, p)
	}
	if err != nil { // the program was built with broken data
		panic(fmt.Sprintf("policy: %v", err))
	}
	return s
})
