package verify

import "fmt"

// A Difference is something that is not as it must be.
type Difference struct {
	What     string `json:"what"`     // "signature", "key", "cosignature", "consistency", "history", "tile", "bundle", "leaf", "record", "revision", "root", "input", "cases", "rows", "figure", "figures" or "statement"
	Where    string `json:"where"`    // file, leaf or stream
	Expected string `json:"expected"` // hashes in hexadecimal digits
	Found    string `json:"found"`
}

// String is the difference in one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s: %s: expected %s, found %s", d.What, d.Where, d.Expected, d.Found)
}

// A Report is what was found.
type Report struct {
	Verified bool `json:"verified"`
	// Size and Root are those of the checkpoint, the root in base64 as there.
	Size uint64 `json:"size"`
	Root string `json:"root"`
	// Figures counts the published figures that were computed again and are so; null
	// where there is no log of figures.
	Figures *uint64 `json:"figures"`
	// Pending counts the statements that are not in the log of figures yet.
	Pending     int          `json:"pending,omitzero"`
	Differences []Difference `json:"differences"`
	// Cosignatures are those of the checkpoint by witnesses that a policy names.
	Cosignatures []Cosignature `json:"cosignatures,omitempty"`
	// Further counts the differences that are not listed.
	Further int `json:"further,omitzero"`
}

// maxListed bounds the list: where all is different, more lines tell nothing.
const maxListed = 1000

func (r *Report) add(what, where, expected, found string) {
	if len(r.Differences) == maxListed {
		r.Further++
		return
	}
	r.Differences = append(r.Differences, Difference{what, where, expected, found})
}
