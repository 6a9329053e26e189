package server_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/server"
)

func metricsOf(w *world) string {
	recorder := httptest.NewRecorder()
	w.server.Metrics().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	return recorder.Body.String()
}

func TestMetricsCountWithoutNames(t *testing.T) {
	w := newWorld(t)
	w.evaluate("server", "price", `{"targetingKey":"secret-person"}`).is(200)
	w.evaluate("server", "unknown-flag", `{}`).is(404)
	w.send(request{method: "GET", path: "/nothing"}).is(404)
	got := metricsOf(w)
	for _, line := range []string{
		`fingerpost_requests_total{method="POST",route="/ofrep/v1/evaluate/flags/:key",status="200"} 1`,
		`fingerpost_requests_total{method="POST",route="/ofrep/v1/evaluate/flags/:key",status="404"} 1`,
		`fingerpost_requests_total{method="ANY",route="unknown",status="404"} 1`,
		`fingerpost_evaluation_seconds_count{route="/ofrep/v1/evaluate/flags/:key"} 2`,
		`fingerpost_revision{environment="production"} 1`,
		`fingerpost_streams_open 0`,
		"go_goroutines ",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("the metrics lack %s", line)
		}
	}
	if strings.Contains(got, "secret-person") || strings.Contains(got, "unknown-flag") {
		t.Error("the metrics hold what callers sent")
	}
}

// TestStoppingInOrder holds a request in flight while the server stops.
func TestStoppingInOrder(t *testing.T) {
	before := runtime.NumGoroutine()
	w := newWorld(t, func(c *server.Config) { c.DrainDelay = 300 * time.Millisecond })
	f := w.follow("server", "")
	f.expect("snapshot", "1")

	body, feed := io.Pipe()
	inFlight := make(chan answer, 1)
	sent, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/ofrep/v1/evaluate/flags/price", body)
	w.must(err)
	sent.Header.Set("Authorization", "Bearer "+w.keys["server"])
	go func() {
		response, err := client.Do(sent)
		if err != nil {
			inFlight <- answer{world: w}
			return
		}
		defer response.Body.Close()
		got, _ := io.ReadAll(response.Body)
		inFlight <- answer{w, response.StatusCode, response.Header, got}
	}()
	_, err = io.WriteString(feed, `{"context":`)
	w.must(err)

	stopped := make(chan error, 1)
	go func() { stopped <- w.stop() }()
	eventually(t, func() bool {
		return w.send(request{method: "GET", path: "/readyz"}).status == http.StatusServiceUnavailable
	})
	w.send(request{method: "GET", path: "/healthz"}).is(200)
	if _, open := f.next(); open {
		t.Error("the stream goes on")
	}
	_, err = io.WriteString(feed, `{}}`)
	w.must(err)
	w.must(feed.Close())
	if got := <-inFlight; got.status != 200 {
		t.Errorf("the request in flight: %d %s", got.status, got.body)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stopping: %v", err)
	}
	f.leave()
	w.forget()
	eventually(t, func() bool { return runtime.NumGoroutine() <= before })
}

func TestSlowHeadersAndBodiesAreCut(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.ReadHeaderTimeout, c.ReadTimeout = 50*time.Millisecond, 100*time.Millisecond })
	for name, sent := range map[string]string{
		"headers that never end": "POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nHost: x\r\nX-Slow",
		"a body that never ends": "POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nHost: x\r\nX-API-Key: " + w.keys["server"] + "\r\nContent-Length: 100\r\n\r\n{",
	} {
		t.Run(name, func(t *testing.T) {
			connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(w.url, "http://"))
			w.must(err)
			defer connection.Close()
			_, err = io.WriteString(connection, sent)
			w.must(err)
			w.must(connection.SetReadDeadline(time.Now().Add(10 * time.Second)))
			if _, err := io.Copy(io.Discard, connection); err != nil {
				t.Errorf("the connection stays open: %v", err)
			}
		})
	}
}

func TestHeadersAreBounded(t *testing.T) {
	w := newWorld(t)
	got := w.open(request{method: "GET", path: "/healthz", header: map[string]string{"X-Large": strings.Repeat("x", 64<<10)}})
	defer got.Body.Close()
	if got.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", got.StatusCode)
	}
}

func TestTLS(t *testing.T) {
	w := newWorld(t)
	w.must(w.stop())
	certificate, pool := selfSigned(t)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	w.must(err)
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- w.server.Serve(ctx, listener, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
	}()
	secure := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	sent, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+listener.Addr().String()+"/healthz", http.NoBody)
	w.must(err)
	response, err := secure.Do(sent)
	w.must(err)
	defer response.Body.Close()
	if response.StatusCode != 200 || response.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
	cancel()
	w.must(<-served)
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// TestOneConnectionServesManyRequests guards against answers that end the connection.
func TestOneConnectionServesManyRequests(t *testing.T) {
	w := newWorld(t)
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(w.url, "http://"))
	w.must(err)
	defer connection.Close()
	reader := bufio.NewReader(connection)
	for range 3 {
		_, err := io.WriteString(connection, "POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nHost: x\r\nX-API-Key: "+w.keys["server"]+"\r\nContent-Length: 14\r\n\r\n{\"context\":{}}")
		w.must(err)
		response, err := http.ReadResponse(reader, nil)
		w.must(err)
		_, err = io.Copy(io.Discard, response.Body)
		w.must(err)
		response.Body.Close()
		if response.StatusCode != 200 || response.ContentLength <= 0 {
			t.Errorf("status %d, length %d", response.StatusCode, response.ContentLength)
		}
	}
}
