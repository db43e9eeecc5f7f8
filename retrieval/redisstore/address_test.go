package redisstore_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// Each form of address that Open documents reaches a server.
func TestAddresses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := selfSigned(t, dir)
	socket, port := filepath.Join(dir, "redis.sock"), redistest.FreePort(t)
	server := redistest.Start(
		t, "--unixsocket", socket, "--tls-port", port,
		"--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert, "--tls-auth-clients", "no",
	)
	for _, address := range []string{
		server.URL(),
		server.Addr,
		" " + server.URL() + "/3?pool_size=2&read_timeout=1s\n",
		"unix://" + socket,
		"rediss://127.0.0.1:" + port + "?skip_verify=true",
	} {
		s := open(t, address)
		a, chunks := article("https://a.example/1", address, 2)
		if _, changed, err := s.Put(t.Context(), "1", a, chunks); err != nil || !changed {
			t.Errorf("%s: %v, %v", address, changed, err)
		}
	}
	if s, err := redisstore.Open(t.Context(), "rediss://127.0.0.1:"+port, nil); err == nil {
		_ = s.Close()
		t.Error("a certificate that nobody vouches for was taken")
	}
}

func TestSentinel(t *testing.T) {
	t.Parallel()
	master := redistest.Start(t)
	sentinel := redistest.StartSentinel(t, master)
	s := open(t, sentinel.URL()+"?master_name=news")
	a, chunks := article("https://a.example/1", "x", 2)
	put(t, s, "1", a, chunks, 1, true)
	if warnings, err := s.Check(t.Context()); err != nil || len(warnings) > 0 {
		t.Errorf("Check: %q, %v", warnings, err)
	}
	put(t, open(t, master.URL()), "1", a, chunks, 1, false)
}

// A list of addresses needs only one that answers, and each may be written as
// the first is.
func TestClusterAddresses(t *testing.T) {
	t.Parallel()
	nodes := redistest.StartCluster(t, 3).Nodes
	gone := "127.0.0.1:" + redistest.FreePort(t)
	for _, address := range []string{
		nodes[0].URL() + ",",
		nodes[0].URL() + "," + nodes[1].URL() + ", " + nodes[2].Addr,
		gone + "," + gone + "," + nodes[2].Addr,
	} {
		s := open(t, address)
		if _, ok := s.Client().(*redis.ClusterClient); !ok {
			t.Errorf("%s gives a %T", address, s.Client())
		}
		for guild := range 20 { // some on each node
			load(t, s, guildIn(guild), nil)
			a, chunks := article("https://a.example/1", address, 1)
			if _, _, err := s.Put(t.Context(), guildIn(guild), a, chunks); err != nil {
				t.Error(err)
			}
		}
	}
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
