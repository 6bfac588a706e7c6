package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// writePair makes a certificate for this machine and writes it with its key.
func writePair(t *testing.T, dir string, serial int64) (certFile, keyFile string, cert *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "chain.pem"), filepath.Join(dir, "key.pem")
	at := time.Unix(serial, 0) // a different time of change for each pair
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return certFile, keyFile, cert
}

// trusting is a client that trusts one certificate.
func trusting(cert *x509.Certificate) http.Client {
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: pool}}}
}

// TestServeTLS: HTTP/2 over TLS, a certificate that changes while the server
// runs, and one half of a pair that leaves the old one in place.
func TestServeTLS(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile, first := writePair(t, dir, 1)
	s := serveHere(t, "--tls-cert", certFile, "--tls-key", keyFile)
	if !strings.HasPrefix(s.URL, "https://127.0.0.1:") {
		t.Fatalf("it announces %s", s.URL)
	}
	serial := func(trust *x509.Certificate) int64 {
		t.Helper()
		client := trusting(trust)
		resp, err := client.Get(s.URL + "/livez")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.ProtoMajor != 2 || resp.StatusCode != http.StatusOK || resp.TLS.Version < tls.VersionTLS12 {
			t.Errorf("%s %s", resp.Proto, resp.Status)
		}
		return resp.TLS.PeerCertificates[0].SerialNumber.Int64()
	}
	if n := serial(first); n != 1 {
		t.Errorf("certificate %d", n)
	}
	_, _, second := writePair(t, dir, 2)
	if n := serial(second); n != 2 {
		t.Errorf("certificate %d after the files changed", n)
	}
	if err := os.WriteFile(keyFile, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n := serial(second); n != 2 {
		t.Errorf("certificate %d with half a pair", n)
	}
	old := trusting(first)
	if _, err := old.Get(s.URL + "/livez"); err == nil { // the handshake fails, and the log says so
		t.Error("the old certificate is still served")
	}
	if plain, err := http.Get("http" + strings.TrimPrefix(s.URL, "https")); err == nil {
		plain.Body.Close()
		if plain.StatusCode != http.StatusBadRequest {
			t.Errorf("plain HTTP is answered with %s", plain.Status)
		}
	}
	if log := s.log.String(); strings.Contains(log, "127.0.0.1") {
		t.Errorf("the log holds an address: %s", log)
	}
}

func TestServerErrorsHaveNoAddresses(t *testing.T) {
	log := &locked{}
	p := program{stderr: log}
	w := withoutAddresses{p.logger(0)}
	for _, line := range []string{"http: TLS handshake error from 192.0.2.7:1234: EOF\n", "http: panic serving [2001:db8::1]:99: boom\ngoroutine 1\n"} {
		if n, err := w.Write([]byte(line)); n != len(line) || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
	got := log.String()
	for _, address := range []string{"192.0.2.7", "2001:db8", "1234"} {
		if strings.Contains(got, address) {
			t.Errorf("%s stands in %s", address, got)
		}
	}
	for _, rest := range []string{"TLS handshake error from a client: EOF", "panic serving a client: boom", "goroutine 1"} {
		if !strings.Contains(got, rest) {
			t.Errorf("%q is lost: %s", rest, got)
		}
	}
}
