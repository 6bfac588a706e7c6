package exec

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

const codePersisted = "PERSISTED_QUERY_NOT_FOUND"

// documentHash is the hash by which a request names its document instead of
// sending it, or beside it: documentId ("sha256:…" or the bare digits), or the
// persistedQuery extension of Apollo's clients. False: it names none.
func (p *params) documentHash() (hash digest, named bool, _ *httpError) {
	id := p.documentID
	if e, ok := p.extensions["persistedQuery"].(map[string]any); ok && id == "" {
		if v, _ := e["version"].(json.Number); v != "1" {
			return hash, false, badRequest("persistedQuery: want version 1")
		}
		if id, _ = e["sha256Hash"].(string); id == "" {
			return hash, false, badRequest("persistedQuery: sha256Hash is missing")
		}
	}
	if id == "" {
		return hash, false, nil
	}
	raw, err := hex.DecodeString(strings.TrimPrefix(id, "sha256:"))
	if err != nil || len(raw) != len(hash) {
		return hash, false, badRequest("the document's id: want the 64 hexadecimal digits of its SHA-256")
	}
	return digest(raw), true, nil
}

// found is the document that a request means, or why there is none.
type found struct {
	doc    *document
	unread string // the text of one that is not known: pay for it, then read it
	errs   []*RequestError
	bad    *httpError
}

// find gives the document that a request means, as far as it is known.
func (d *documents) find(p *params) (f found) {
	hash, named, bad := p.documentHash()
	switch {
	case bad != nil:
		f.bad = bad
	case p.query == "" && !named:
		f.bad = badRequest("query: the document is missing; a page to write one stands at /graphiql")
	case p.query == "":
		if f.doc = d.known(hash); f.doc == nil {
			f.errs = []*RequestError{{code: codePersisted, message: "PersistedQueryNotFound"}}
		}
	case named && hash != sha256.Sum256([]byte(p.query)):
		f.bad = badRequest("the document's id is not the SHA-256 of the document")
	default:
		f = d.look(p.query)
	}
	return f
}

// known gives a registered document, or one that was sent before and is still
// kept.
func (d *documents) known(hash digest) *document {
	if doc := d.registered[hash]; doc != nil {
		return doc
	}
	doc, _ := d.good.Get(hash)
	return doc
}

// register compiles documents that are to be known for ever.
func (d *documents) register(texts []string) error {
	d.registered = make(map[digest]*document, len(texts))
	for _, text := range texts {
		if e := scan(text); e != nil {
			return e
		}
		doc, errs := d.read(text)
		if errs != nil {
			return errs[0]
		}
		d.registered[doc.digest] = doc
	}
	return nil
}
