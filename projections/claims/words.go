package claims

import (
	"fmt"
	"strings"
)

// Words are one thing said in English and in Chinese.
type Words struct {
	English string `json:"en"`
	Chinese string `json:"zh"`
}

// say fills two formats with the same arguments; one that names none by number
// takes as many as it has verbs.
func say(english, chinese string, args ...any) Words {
	return Words{filled(english, args), filled(chinese, args)}
}

func filled(format string, args []any) string {
	if verbs := strings.Count(format, "%") - 2*strings.Count(format, "%%"); !strings.Contains(format, "%[") {
		args = args[:min(verbs, len(args))]
	}
	return fmt.Sprintf(format, args...)
}

// and adds a sentence.
func (w Words) and(more Words) Words {
	switch {
	case more == Words{}:
		return w
	case w == Words{}:
		return more
	}
	return Words{w.English + " " + more.English, w.Chinese + more.Chinese}
}
