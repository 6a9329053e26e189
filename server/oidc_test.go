package server_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/server"
)

// anyEdit deletes a record, whatever its version is.
func anyEdit(kind, id string) records.Edit {
	return records.Edit{Kind: kind, ID: id, Expected: records.Any}
}

// issuer is an identity provider: it lets everybody in, and says what the test wants it to say of them.
type issuer struct {
	*httptest.Server
	key    *rsa.PrivateKey
	claims map[string]any // beside those that have to be there
	asked  url.Values     // how the last one was sent here
}

func newIssuer(t *testing.T) *issuer {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("POST /token", i.token)
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

// token exchanges the code, if the verifier is the one that was announced.
func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if r.FormValue("code") != "the-code" || base64.RawURLEncoding.EncodeToString(sum[:]) != i.asked.Get("code_challenge") {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{
		"iss": i.URL, "aud": "fingerpost", "sub": "1", "nonce": i.asked.Get("nonce"),
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(),
		"email": "grace@example.com", "email_verified": true, "name": "Grace",
	}
	maps.Copy(claims, i.claims)
	payload, _ := json.Marshal(claims)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: i.key, KeyID: "1"}}, nil)
	if err != nil {
		panic(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		panic(err)
	}
	compact, _ := signed.CompactSerialize()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": compact})
}

// oidcWorld is a world whose people sign in with a provider.
func oidcWorld(t *testing.T, i *issuer) *world {
	return newWorld(t, func(c *server.Config) {
		c.Secrets = privacy.NewSecrets()
		c.OIDC = &server.OIDC{
			Issuer: i.URL, ClientID: "fingerpost", ClientSecret: "secret", Name: "Example ID", URL: "http://127.0.0.1",
			Groups: map[string]accounts.Roles{
				"marketing": {"production": accounts.Editor},
				"leads":     {"production": accounts.Publisher, "staging": accounts.Viewer},
			},
		}
	})
}

// visit opens a page without following where it sends one to.
func (w *world) visit(path, cookie string) *http.Response {
	w.Helper()
	sent, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.url+path, http.NoBody)
	w.must(err)
	sent.Header.Set("Cookie", cookie)
	response, err := client.Transport.RoundTrip(sent)
	w.must(err)
	response.Body.Close()
	return response
}

// away goes to the provider, and returns the cookie and the page to come back to.
func (w *world) away(i *issuer, page string) (cookie, state string) {
	w.Helper()
	there := w.visit("/api/v1/session/oidc?return="+url.QueryEscape(page), "")
	to, err := there.Location()
	if err != nil || there.StatusCode != http.StatusFound || !strings.HasPrefix(to.String(), i.URL+"/authorize?") {
		w.Fatalf("status %d to %v, %v", there.StatusCode, to, err)
	}
	i.asked = to.Query()
	for name, want := range map[string]string{"code_challenge_method": "S256", "client_id": "fingerpost", "redirect_uri": "http://127.0.0.1/api/v1/session/oidc/callback"} {
		if got := i.asked.Get(name); got != want {
			w.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	set, err := http.ParseSetCookie(there.Header.Get("Set-Cookie"))
	w.must(err)
	return set.Name + "=" + set.Value, i.asked.Get("state")
}

// back comes back, and returns where one is sent, and the cookies.
func (w *world) back(cookie, query string) (to, cookies string) {
	w.Helper()
	here := w.visit("/api/v1/session/oidc/callback?"+query, cookie)
	if here.StatusCode != http.StatusSeeOther {
		w.Fatalf("status %d", here.StatusCode)
	}
	return here.Header.Get("Location"), answer{world: w, header: here.Header}.cookies()
}

func TestSomebodySignsInWithAnIdentityProvider(t *testing.T) {
	i := newIssuer(t)
	w := oidcWorld(t, i)
	w.as("", "GET", "/session", "").is(200).has("oidc.name", "Example ID").has("oidc.url", "/api/v1/session/oidc")
	i.claims = map[string]any{"groups": []string{"leads", "marketing", "unknown"}}
	cookie, state := w.away(i, "/admin/production/flags")
	to, cookies := w.back(cookie, "code=the-code&state="+state)
	if to != "/admin/production/flags" {
		t.Errorf("sent to %q", to)
	}
	w.as(cookies, "GET", "/session", "").is(200).has("account.name", "Grace").has("account.oidc", true).
		has("account.roles.production", "publisher").has("account.roles.staging", "viewer")
}

func TestWhomTheProviderDoesNotVouchForStaysOutside(t *testing.T) {
	for name, c := range map[string]struct {
		claims map[string]any
		query  string
		says   string
	}{
		"without a group that has a role":       {map[string]any{"groups": []string{"sales"}}, "code=the-code", "none of your groups"},
		"with an address that may be anybody's": {map[string]any{"groups": []string{"leads"}, "email_verified": false}, "code=the-code", "verified"},
		"with another's nonce":                  {map[string]any{"groups": []string{"leads"}, "nonce": "x"}, "code=the-code", "could not be verified"},
		"for another application":               {map[string]any{"groups": []string{"leads"}, "aud": "other"}, "code=the-code", "could not be verified"},
		"too late":                              {map[string]any{"groups": []string{"leads"}, "exp": 1}, "code=the-code", "could not be verified"},
		"with a made-up code":                   {map[string]any{"groups": []string{"leads"}}, "code=made-up", "could not be verified"},
		"who changed their mind":                {nil, "error=access_denied&error_description=cancelled", "cancelled"},
		"of another attempt":                    {map[string]any{"groups": []string{"leads"}}, "code=the-code&state=x", "another attempt"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			w := oidcWorld(t, i)
			i.claims = c.claims
			cookie, state := w.away(i, "/admin/")
			query := c.query
			if !strings.Contains(query, "state=") {
				query += "&state=" + state
			}
			to, cookies := w.back(cookie, query)
			if said, _ := url.QueryUnescape(to); !strings.HasPrefix(to, "/admin/sign-in#problem=") || !strings.Contains(said, c.says) {
				t.Errorf("sent to %q, which does not say %q", said, c.says)
			}
			if strings.Contains(cookies, "fingerpost-session=") {
				t.Errorf("a session began: %s", cookies)
			}
		})
	}
}

func TestAnAttemptBelongsToOneBrowserAndEnds(t *testing.T) {
	i := newIssuer(t)
	w := oidcWorld(t, i)
	i.claims = map[string]any{"groups": []string{"leads"}}
	cookie, state := w.away(i, "/admin/")
	if to, _ := w.back("", "code=the-code&state="+state); !strings.Contains(to, "#problem=") {
		t.Errorf("another browser was sent to %q", to)
	}
	w.pass(11 * time.Minute)
	if to, _ := w.back(cookie, "code=the-code&state="+state); !strings.Contains(to, "#problem=") {
		t.Errorf("after eleven minutes one is sent to %q", to)
	}
}

func TestNobodyIsSentToAnotherSite(t *testing.T) {
	i := newIssuer(t)
	w := oidcWorld(t, i)
	i.claims = map[string]any{"groups": []string{"leads"}}
	for _, page := range []string{"https://evil.example.com", "//evil.example.com", "/admin//evil.example.com", `/admin/\evil`, "/api/v1/session", ""} {
		cookie, state := w.away(i, page)
		if to, _ := w.back(cookie, "code=the-code&state="+state); to != "/admin/" {
			t.Errorf("from %q one is sent to %q", page, to)
		}
	}
}

func TestAProviderThatIsGoneIsSaidToBe(t *testing.T) {
	i := newIssuer(t)
	w := oidcWorld(t, i)
	i.Close()
	w.send(request{method: "GET", path: "/api/v1/session/oidc"}).is(503).has("error.code", "unavailable")
	w.as("", "POST", "/session", credentials(goodPassword)).is(200) // passwords go on
}
