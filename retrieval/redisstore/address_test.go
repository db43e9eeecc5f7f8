package redisstore_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := selfSigned(t, dir)
	port := redistest.FreePort(t)
	server := redistest.Start(
		t, "--tls-port", port,
		"--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert, "--tls-auth-clients", "no",
	)
	for i, o := range []redisstore.Options{
		{Addrs: []string{server.Addr}},
		{Addrs: []string{server.Addr}, DB: 3},
		{Addrs: []string{server.Socket}, DB: 1},
		{Addrs: []string{"127.0.0.1:" + port}, TLS: &tls.Config{RootCAs: pool(t, cert)}, DB: 2},
	} {
		a, chunks := article("https://a.example/1", "x", 2)
		put(t, openAs(t, o), "1", a, chunks, 1, true)
		if n := openAs(t, o).Client().DBSize(t.Context()).Val(); n == 0 {
			t.Errorf("options %d: nothing is in database %d", i, o.DB)
		}
	}
	// A certificate that nobody vouches for.
	o := redisstore.Options{Addrs: []string{"127.0.0.1:" + port}, TLS: &tls.Config{}}
	if _, err := redisstore.Open(t.Context(), o, nil); !errors.Is(err, retrieval.ErrUnavailable) {
		t.Errorf("Open: %v", err)
	}
}

func TestSentinel(t *testing.T) {
	t.Parallel()
	master := redistest.Start(t)
	sentinel := redistest.StartSentinel(t, master)
	s := openAs(t, redisstore.Options{Addrs: []string{sentinel.Addr}, Sentinel: "news"})
	a, chunks := article("https://a.example/1", "x", 2)
	put(t, s, "1", a, chunks, 1, true)
	if warnings, err := s.Check(t.Context()); err != nil || len(warnings) > 0 {
		t.Errorf("Check: %q, %v", warnings, err)
	}
	put(t, open(t, master), "1", a, chunks, 1, false)
}

// One node that answers is enough to find the others.
func TestClusterAddresses(t *testing.T) {
	t.Parallel()
	addrs := redistest.StartCluster(t, 3).Addrs()
	gone := "127.0.0.1:" + redistest.FreePort(t)
	for i, o := range []redisstore.Options{
		{Addrs: addrs[:1], Cluster: true},
		{Addrs: addrs},
		{Addrs: []string{gone, gone, addrs[2]}},
	} {
		s := openAs(t, o)
		for guild := range 20 { // some on each node
			a, chunks := article("https://a.example/1", fmt.Sprint(i), 1)
			put(t, s, guildIn(guild), a, chunks, i+1, true)
		}
	}
}

// pool is a certificate as somebody who vouches.
func pool(t *testing.T, cert string) *x509.CertPool {
	t.Helper()
	text, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	p := x509.NewCertPool()
	p.AppendCertsFromPEM(text)
	return p
}

// selfSigned writes a certificate for 127.0.0.1 and its key.
func selfSigned(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: der},
		"key.pem":  {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
}
