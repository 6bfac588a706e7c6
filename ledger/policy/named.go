package policy

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed named/*.json
var named embed.FS

// Named gives local rules that ship with the program by their names, and are in
// force only where a centre publishes them, under a date of its own. Where they
// come from stands in official/ORIGIN.md. The map is not to be written into.
var Named = sync.OnceValue(func() map[string]Policy {
	out := map[string]Policy{}
	names, err := fs.Glob(named, "named/*.json")
	for _, name := range names {
		var b []byte
		var p Policy
		if b, err = named.ReadFile(name); err == nil {
			p, err = Parse(b)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
			break
		}
		out[strings.TrimSuffix(path.Base(name), ".json")] = p
	}
	if err != nil { // the program was built with broken data
		panic(fmt.Sprintf("policy: %v", err))
	}
	return out
})
