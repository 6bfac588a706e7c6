package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

// signatures are the algorithms that are taken: those whose public key makes
// no signatures.
var signatures = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512,
	jose.ES256, jose.ES384, jose.ES512, jose.EdDSA}

func signatureNames() (names []string) {
	for _, s := range signatures {
		names = append(names, string(s))
	}
	return names
}

// maxKeys bounds what is read of a provider's keys, in bytes.
const maxKeys = 1 << 20

// keys are the signing keys that a provider publishes. They are fetched when a
// token names one that is not known, at most once in discoveryPause: forged
// tokens with invented keys cannot make this server flood its provider. It
// implements [oidc.KeySet]; the one of the library does not space its fetches.
type keys struct {
	address string
	client  *http.Client
	now     func() time.Time

	turn sync.Mutex // held while keys are fetched; nobody with a known key waits for it

	mu    sync.Mutex
	known []jose.JSONWebKey // guarded by mu
	asked time.Time         // guarded by mu
	fault error             // of the last fetch; guarded by mu
}

var _ oidc.KeySet = (*keys)(nil)

var errSignature = errors.New("no key of the provider has signed this")

// VerifySignature gives what was signed.
func (k *keys) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(token, signatures)
	if err != nil {
		return nil, err
	}
	if len(signed.Signatures) != 1 {
		return nil, errSignature
	}
	if payload := k.verify(signed); payload != nil {
		return payload, nil
	}
	k.fetch(ctx)
	if payload := k.verify(signed); payload != nil {
		return payload, nil
	}
	return nil, errSignature
}

// failing says whether the provider gave no keys when it was asked last: then a
// signature that fits no key may be good. The library hides the key set's
// error, so it is asked for beside it.
func (k *keys) failing() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.fault != nil
}

// verify gives the payload, nil where no known key has signed it.
func (k *keys) verify(signed *jose.JSONWebSignature) []byte {
	k.mu.Lock()
	known := k.known
	k.mu.Unlock()
	id := signed.Signatures[0].Header.KeyID
	for i := range known {
		key := &known[i]
		if id != "" && key.KeyID != id || key.Use == "enc" {
			continue
		}
		if payload, err := signed.Verify(key); err == nil {
			return payload
		}
	}
	return nil
}

// fetch reads the provider's keys in place of those that are known, unless that
// was done a moment ago. Keys that cannot be had leave them as they are.
func (k *keys) fetch(ctx context.Context) {
	k.turn.Lock()
	defer k.turn.Unlock()
	k.mu.Lock()
	soon := !k.asked.IsZero() && k.now().Sub(k.asked) < discoveryPause
	k.mu.Unlock()
	if soon {
		return
	}
	published, err := k.read(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked, k.fault = k.now(), err
	if err == nil {
		k.known = published
	}
}

// read passes over keys of a kind that this version does not know.
func (k *keys) read(ctx context.Context) (out []jose.JSONWebKey, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), discoveryTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, k.address, nil)
	if err != nil {
		return nil, err
	}
	response, err := k.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered %s", response.Status)
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxKeys)).Decode(&set); err != nil {
		return nil, err
	}
	for _, raw := range set.Keys {
		var key jose.JSONWebKey
		if json.Unmarshal(raw, &key) == nil && key.IsPublic() {
			out = append(out, key)
		}
	}
	return out, nil
}
