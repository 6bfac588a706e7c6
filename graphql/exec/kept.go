package exec

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"caseledger/ledger"
)

// keptBytes bounds the bodies of the answers that are kept for the public. One
// takes a quarter at most.
const keptBytes = 32 << 20

// answers keeps answers to queries. An answer is a function of document,
// operation, variables and the position of the views, so it is exact for as
// long as the views stand there, and nothing has to be invalidated. Each
// set of roles has its own.
// It is safe for concurrent use.
type answers struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[digest, *kept]
	bytes int // guarded by mu
	room  int // the most that bytes may be
	// flights are answers being made; guarded by mu.
	flights map[flightKey]*flight
}

// flightKey names an answer at a position.
type flightKey struct {
	key digest
	at  ledger.Position
}

// flight is an answer that one request makes and others wait for.
type flight struct {
	landed chan struct{}
	kept   *kept // nil if the answer cannot be kept; set before landed is closed
}

// kept is one answer. Its body is immutable.
type kept struct {
	at   ledger.Position
	body []byte
	sum  string // identifies the body

	zip    sync.Once
	zipped []byte
}

func newAnswers(room int) *answers {
	a := &answers{room: room, flights: map[flightKey]*flight{}}
	a.lru, _ = simplelru.NewLRU(1<<16, func(_ digest, k *kept) { a.bytes -= k.size() }) // fails for sizes below 1 only
	return a
}

// size is what an answer takes: its body, once more compressed, and a little.
func (k *kept) size() int { return len(k.body) + len(k.body)/4 + 256 }

// begin gives the answer of this position if it is kept; else the flight that
// makes it, and whether the caller is the one who must, and then land it.
func (a *answers) begin(key digest, at ledger.Position) (k *kept, f *flight, first bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if k, ok := a.lru.Get(key); ok && k.at == at {
		return k, nil, false
	}
	if f := a.flights[flightKey{key, at}]; f != nil {
		return nil, f, false
	}
	f = &flight{landed: make(chan struct{})}
	a.flights[flightKey{key, at}] = f
	return nil, f, true
}

// land ends a flight with an answer, or with nil if there is none for others.
func (a *answers) land(key digest, at ledger.Position, f *flight, k *kept) {
	f.kept = k
	if k != nil {
		a.put(key, k)
	}
	a.mu.Lock()
	delete(a.flights, flightKey{key, at})
	a.mu.Unlock()
	close(f.landed)
}

// put keeps an answer in place of an older one.
func (a *answers) put(key digest, k *kept) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lru.Remove(key)
	a.lru.Add(key, k)
	for a.bytes += k.size(); a.bytes > a.room; {
		a.lru.RemoveOldest()
	}
}

// answerKey identifies an operation with its variables. Only variables that
// the operation defines count.
func answerKey(doc *document, op *operation, given map[string]any) (digest, bool) {
	h := sha256.New()
	h.Write(doc.digest[:])
	if op.def.Name != nil {
		h.Write([]byte(op.def.Name.Value))
	}
	if len(op.def.VariableDefinitions) > 0 {
		used := make(map[string]any, len(op.def.VariableDefinitions))
		for _, d := range op.def.VariableDefinitions {
			if v, ok := given[d.Variable.Name.Value]; ok {
				used[d.Variable.Name.Value] = v
			}
		}
		canonical, err := json.Marshal(used) // keys sorted
		if err != nil {
			return digest{}, false
		}
		h.Write([]byte{0})
		h.Write(canonical)
	}
	var key digest
	h.Sum(key[:0])
	return key, true
}

// sumOf identifies a body.
func sumOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

// gzip gives the body compressed, once.
func (k *kept) gzip() []byte {
	k.zip.Do(func() { k.zipped = zip(k.body, gzip.DefaultCompression) })
	return k.zipped
}

// zip compresses a body.
func zip(body []byte, level int) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, level) // fails for unknown levels only
	_, _ = w.Write(body)                   // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}
