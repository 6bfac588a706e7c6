package registry

// Pending is a list of entries that are yet to be recorded, and the directory
// with them. Make one with [NewPending]. It is for one goroutine.
type Pending struct {
	Entries   []Entry
	directory *Directory
}

// NewPending begins a list behind what a directory is made of.
func NewPending(d *Directory) *Pending { return &Pending{directory: d.clone()} }

// Add adds an entry, if it may stand in public and the registries allow it.
// Errors are those of [Record]; then nothing is added.
func (p *Pending) Add(e Entry) error {
	if _, _, err := Book.Body(e, "", nil); err != nil {
		return err
	}
	if err := p.directory.Allows(e); err != nil {
		return err
	}
	p.Entries = append(p.Entries, e)
	p.directory.take(e)
	return nil
}

// Directory is the directory with the entries. It changes with the next one.
func (p *Pending) Directory() *Directory { return p.directory }
