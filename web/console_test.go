package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

const script = "console.log('a signpost')"

// console is one that was built, with a document and a script.
func console(t *testing.T) *Console {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, script); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return newConsole(fstest.MapFS{
		"index.html":            {Data: []byte(`<meta name="csp-nonce" content="__NONCE__">`)},
		"assets/app-1a2b.js.gz": {Data: packed.Bytes()},
		"assets/app.txt.gz":     {Data: packed.Bytes()},
	})
}

func get(t *testing.T, c *Console, method, path, encodings string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, http.NoBody)
	r.Header.Set("Accept-Encoding", encodings)
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEveryAddressIsThePage(t *testing.T) {
	c := console(t)
	seen := map[string]bool{}
	for _, path := range []string{"/admin/", "/admin/signin", "/admin/production/segments/power-users", "/admin/production/segments/a.b"} {
		answer := get(t, c, "GET", path, "gzip")
		text := body(t, answer)
		nonce := strings.TrimSuffix(strings.TrimPrefix(text, `<meta name="csp-nonce" content="`), `">`)
		if answer.StatusCode != 200 || len(nonce) < 16 || seen[nonce] {
			t.Errorf("%s: status %d, nonce %q", path, answer.StatusCode, nonce)
		}
		seen[nonce] = true
		rules := answer.Header.Get("Content-Security-Policy")
		for _, want := range []string{
			"default-src 'none'", "script-src 'self';", "style-src 'self' 'nonce-" + nonce + "'", "connect-src 'self'", "frame-ancestors 'none'",
			"base-uri 'none'", "form-action 'self'",
		} {
			if !strings.Contains(rules, want) {
				t.Errorf("%s: the policy %q lacks %q", path, rules, want)
			}
		}
		if strings.Contains(rules, "unsafe") || answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, answer.Header)
		}
	}
}

func TestAssetsAreKeptForEver(t *testing.T) {
	for name, accepts := range map[string]string{"compressed": "br, gzip", "for who cannot inflate": "identity"} {
		t.Run(name, func(t *testing.T) {
			answer := get(t, console(t), "GET", "/admin/assets/app-1a2b.js", accepts)
			text := body(t, answer)
			if answer.Header.Get("Content-Encoding") == "gzip" {
				z, err := gzip.NewReader(strings.NewReader(text))
				if err != nil {
					t.Fatal(err)
				}
				inflated, err := io.ReadAll(z)
				if err != nil {
					t.Fatal(err)
				}
				text = string(inflated)
			}
			if text != script || answer.Header.Get("Content-Type") != "text/javascript; charset=utf-8" ||
				!strings.Contains(answer.Header.Get("Cache-Control"), "immutable") || answer.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("got %q, %v", text, answer.Header)
			}
		})
	}
}

func TestWhatIsNotThere(t *testing.T) {
	for name, c := range map[string]struct {
		method, path string
		status       int
	}{
		"an asset of an earlier version": {"GET", "/admin/assets/app-0000.js", 404},
		"a kind that is not served":      {"GET", "/admin/assets/app.txt", 404},
		"a way out":                      {"GET", "/admin/assets/../index.html", 404},
		"a write":                        {"POST", "/admin/", 405},
		"without the last slash":         {"GET", "/admin", 308},
	} {
		t.Run(name, func(t *testing.T) {
			answer := get(t, console(t), c.method, c.path, "gzip")
			if answer.StatusCode != c.status || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("status %d, headers %v", answer.StatusCode, answer.Header)
			}
		})
	}
}

func TestWithoutAConsoleThePageSaysHowToBuildIt(t *testing.T) {
	c := newConsole(fstest.MapFS{".keep": {}})
	text := body(t, get(t, c, "GET", "/admin/production", "gzip"))
	if c.Built() || !strings.Contains(text, "make console") || strings.Contains(text, noncePlace) {
		t.Errorf("built %v:\n%s", c.Built(), text)
	}
}
