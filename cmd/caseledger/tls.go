package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// encryption says with which certificate a server speaks TLS.
type encryption struct {
	Cert string `name:"tls-cert" env:"CASELEDGER_TLS_CERT" placeholder:"FILE" help:"Speak TLS and HTTP/2 with this certificate and its chain (PEM); a changed file counts from the next connection on."`
	Key  string `name:"tls-key" env:"CASELEDGER_TLS_KEY" placeholder:"FILE" help:"Private key of the certificate (PEM)."`
}

// config gives the TLS side of a server, nil for none.
func (e encryption) config(logger *slog.Logger) (*tls.Config, error) {
	if e.Cert == "" && e.Key == "" {
		return nil, nil
	}
	if e.Cert == "" || e.Key == "" {
		return nil, &usageError{"--tls-cert and --tls-key go together"}
	}
	p := &pair{encryption: e, logger: logger}
	if err := p.load(); err != nil {
		return nil, fmt.Errorf("--tls-cert and --tls-key: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: p.certificate}, nil
}

// pair is a certificate with its key, read anew when one of the files changes.
type pair struct {
	encryption
	logger *slog.Logger

	mu     sync.Mutex
	now    *tls.Certificate // guarded by mu
	stamps [2]time.Time     // of the files when they were last looked into; guarded by mu
}

// certificate is called for each connection. A pair that cannot be read leaves
// the last good one in place: both files are seldom written in one step.
func (p *pair) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stamps, err := p.look(); err == nil && stamps != p.stamps {
		if err := p.load(); err != nil {
			p.logger.Warn("the new certificate cannot be used yet; the old one stays", "error", err)
		} else {
			p.logger.Info("certificate read anew")
		}
	}
	return p.now, nil
}

func (p *pair) look() (stamps [2]time.Time, err error) {
	for i, name := range []string{p.Cert, p.Key} {
		info, err := os.Stat(name)
		if err != nil {
			return stamps, err
		}
		stamps[i] = info.ModTime()
	}
	return stamps, nil
}

// load reads the files; the caller holds mu, or is the first.
func (p *pair) load() error {
	stamps, err := p.look()
	if err != nil {
		return err
	}
	p.stamps = stamps
	c, err := tls.LoadX509KeyPair(p.Cert, p.Key)
	if err != nil {
		return err
	}
	p.now = &c
	return nil
}
