package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/erasure"
	"caseledger/ledger/vault"
)

// masterKey is where the vault's master key comes from: none of the two means
// the file beside the vault.
type masterKey struct {
	MasterFile string       `name:"master-key-file" env:"CASELEDGER_MASTER_KEY_FILE" placeholder:"FILE" xor:"master" help:"Take the vault's master key, 64 hexadecimal digits, from this file; or from CASELEDGER_MASTER_KEY in the environment."`
	Master     vault.Master `hidden:"" name:"master-key" env:"CASELEDGER_MASTER_KEY" xor:"master"`
}

// read gives the key; empty for the file beside the vault.
func (k masterKey) read() (vault.Master, error) {
	if k.MasterFile == "" {
		return k.Master, nil
	}
	b, err := os.ReadFile(k.MasterFile)
	if err != nil {
		return "", fmt.Errorf("read the master key: %w", err)
	}
	m := vault.Master(strings.TrimSpace(string(b)))
	if m == "" {
		return "", fmt.Errorf("the master key's file %s is empty", k.MasterFile)
	}
	return m, nil
}

func (at storage) vault(p *program) (*vault.Vault, error) {
	master, err := at.engines.read()
	if err != nil {
		return nil, err
	}
	return vault.Open(at.file("vault.sqlite"), p.rand, master)
}

// openVault opens the keys of sealed values, makes a vault where there is none,
// and carries out what the ledger records of erasures and this vault has not
// seen.
func (at storage) openVault(ctx context.Context, p *program, store ledger.Store) (*vault.Vault, error) {
	v, err := at.vault(p)
	if err != nil {
		return nil, err
	}
	if _, err := (&erasure.Register{Store: store, Vault: v}).Apply(ctx); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

// sealing opens the ledger and the vault of a folder that exists, has something
// recorded in them, and closes both.
func (at storage) sealing(ctx context.Context, p *program, do func(ledger.Store, *vault.Vault) error) (err error) {
	if err := at.exists(); err != nil {
		return err
	}
	store, err := at.openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	v, err := at.openVault(ctx, p, store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	return do(store, v)
}

// eraseAgain carries out what the ledger records of erasures and the vault has
// not seen. It says how many keys there were, and what can be read then.
func (at storage) eraseAgain(ctx context.Context, p *program) (keys int, left vault.Verified, err error) {
	store, err := at.readLedger(ctx)
	if err != nil {
		return 0, left, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	v, err := at.vault(p)
	if err != nil {
		return 0, left, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	if keys, err = (&erasure.Register{Store: store, Vault: v}).Apply(ctx); err == nil {
		left, err = v.Verify(ctx, store)
	}
	return keys, left, err
}

// readVault opens a vault that exists, for reading.
func (at storage) readVault() (*vault.Vault, error) {
	master, err := at.engines.read()
	if err != nil {
		return nil, err
	}
	return vault.OpenReadOnly(at.file("vault.sqlite"), master)
}
