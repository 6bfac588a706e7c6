package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
)

// ownPrefix begins the names of the vault's own keys. No subject is called so.
const ownPrefix = "caseledger/"

// Derive gives bytes that follow from data and from a key of the vault's own, one
// for each purpose: to whoever has not the vault they are random. The key is made
// and durable with the first call, is never erased, and another master key does not
// change it.
func (v *Vault) Derive(purpose string, data []byte) (out [32]byte, err error) {
	name := ownPrefix + purpose
	wrapped, err := v.store.find(name)
	if err == nil && wrapped == nil {
		var made []byte
		if made, err = v.newKey(name); err == nil {
			err = v.save(map[string][]byte{name: made})
		}
		if err == nil {
			wrapped, err = v.store.find(name) // another process may have been first
		}
	}
	if err != nil {
		return out, fmt.Errorf("derive from the vault's key: %w", err)
	}
	key, err := v.open(wrapped, name)
	if err != nil {
		return out, err
	}
	h := hmac.New(sha256.New, key)
	h.Write(appendField(nil, purpose))
	h.Write(data)
	return [32]byte(h.Sum(nil)), nil
}
