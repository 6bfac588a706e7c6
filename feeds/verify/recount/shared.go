package recount

import "time"

// shared is what cases have in common.
type shared struct {
	texts map[string]string
	zones map[string]*time.Location
}

func newShared() *shared { return &shared{map[string]string{}, map[string]*time.Location{}} }

// of makes equal texts one.
func (s *shared) of(text string) string {
	if one, ok := s.texts[text]; ok {
		return one
	}
	s.texts[text] = text
	return text
}

func (s *shared) zone(name string) (*time.Location, error) {
	if z := s.zones[name]; z != nil {
		return z, nil
	}
	z, err := time.LoadLocation(name)
	if err == nil {
		s.zones[name] = z
	}
	return z, err
}
