package clients_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
)

// lossy is a gateway before a server. It hands everything on, but loses the answer to the first report of a use of
// the feature: the server has taken the event in, and the library has to believe that it has not.
type lossy struct {
	*httptest.Server
	lost atomic.Bool
}

func startLossy(t *testing.T, s *server) *lossy {
	t.Helper()
	target, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
	}}
	l := &lossy{}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if !reportsUse(body) || !l.lost.CompareAndSwap(false, true) {
			proxy.ServeHTTP(w, r)
			return
		}
		proxy.ServeHTTP(httptest.NewRecorder(), r)
		w.Header().Set("Access-Control-Allow-Origin", "*") // some libraries give up where a browser hides the status
		w.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(l.Close)
	return l
}

// reportsUse says whether a report holds a use of the feature, whether it is packed or not.
func reportsUse(body []byte) bool {
	if packed, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
		body, _ = io.ReadAll(packed) // what could not be unpacked holds no use
	}
	return bytes.Contains(body, []byte(`"feature_used"`))
}
