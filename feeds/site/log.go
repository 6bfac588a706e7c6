package site

import (
	"fmt"
	"time"
)

// LogHead is how the transparency log stands.
type LogHead struct {
	Origin string
	Key    string // the public key
	Size   uint64 // of the newest checkpoint that is published
	Signed uint64 // of the newest that was signed; more while witnesses are waited for
	Root   string // in base64
	// Witnesses are those of the policy.
	Witnesses []LogWitness
}

// LogWitness is a witness, and when it cosigned; zero where it has not.
type LogWitness struct {
	Name string
	At   time.Time
}

// logPage says how the log stands and how to check it. It is made anew each time: the
// log follows the ledger, and witnesses follow the log.
func logPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("log"), now: true, sheet: sheet{Columns: []string{"fact", "value"}}}
	if err := v.latest(); err != nil || v.Log == nil {
		doc.data = logData{Tabs: v.dataTabs()}
		return doc, err
	}
	h, err := v.Log()
	if err != nil {
		return doc, err
	}
	data := logData{Tabs: v.dataTabs(), Begun: true, Origin: h.Origin, Key: h.Key}
	fact := func(key, value string) {
		doc.add(key, value)
		data.Facts = append(data.Facts, factOf(v.word("log."+key), value))
	}
	fact("origin", h.Origin)
	fact("size", fmt.Sprint(h.Size))
	fact("behind", fmt.Sprint(int64(v.known)-int64(h.Size)))
	fact("root", h.Root)
	fact("key", h.Key)
	waiting := uint64(0)
	if h.Signed > h.Size {
		waiting = h.Signed - h.Size
	}
	fact("unwitnessed", fmt.Sprint(waiting))
	for _, w := range h.Witnesses {
		doc.add("witness "+w.Name, v.moment(w.At))
		data.Witnesses.add(plain(w.Name), plain(v.moment(w.At)))
	}
	data.Witnesses.Title, data.Witnesses.Empty, data.Witnesses.Heads = v.word("log.witnesses"), v.word("log.nowitness"), v.heads("log.witness", "log.cosigned")
	doc.data = data
	return doc, nil
}

type logData struct {
	Tabs        []tab
	Begun       bool
	Origin, Key string
	Facts       []fact
	Witnesses   grid
}

func factOf(name, value string) fact { return fact{Name: name, Value: value} }
