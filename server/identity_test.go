package server_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/server"
	"github.com/fingerpost/fingerpost/storage/mem"
)

// identityWorld is a world whose server has the store's secrets, with an identity
// key of production, called identity, and one of staging, called other identity.
func identityWorld(t testing.TB, adjust ...func(*server.Config)) *world {
	t.Helper()
	secrets := privacy.Secrets{Identity: privacy.Key{1, 2, 3}}
	w := newWorld(t, append([]func(*server.Config){func(c *server.Config) { c.Secrets = secrets }}, adjust...)...)
	w.identityKey("identity", "production")
	w.identityKey("other identity", "staging")
	return w
}

// identityKey makes an identity key and returns its ID.
func (w *world) identityKey(name, environment string) string {
	w.Helper()
	made := w.admin("POST", "/keys", `{"kind":"identity","environment":"`+environment+`","name":"`+name+`"}`).is(201).json()
	w.keys[name] = made["secret"].(string)
	return made["id"].(string)
}

// token signs for a user with the key of a name, until an hour after noon.
func (w *world) token(key, user string) string {
	w.Helper()
	token, err := privacy.SignToken(w.keys[key], user, noon.Add(time.Hour))
	w.must(err)
	return token
}

// trusted fails the test unless a key is believed as far as want says, and the token refused as it says.
func (w *world) trusted(key, user, token, want string, refused error) {
	w.Helper()
	got, known, err := w.server.Trust(w.keys[key], user, token, noon)
	if got != want || !errors.Is(err, refused) {
		w.Errorf("the %s key with the token %q for %s is trusted as %s, %v; want %s, %v", key, token, user, got, err, want, refused)
	}
	if known != (want != "unverified") {
		w.Errorf("trusted as %s, it is answered as a known person: %v", got, known)
	}
}

func TestWhoIsBelievedToSpeakForAUser(t *testing.T) {
	w := identityWorld(t)
	expired, err := privacy.SignToken(w.keys["identity"], "ada", noon.Add(-time.Hour))
	w.must(err)
	endless, err := privacy.SignToken(w.keys["identity"], "ada", noon.AddDate(1, 0, 0))
	w.must(err)
	unknown := "ik_unknown_" + strings.Repeat("a", 43)
	forged, err := privacy.SignToken(unknown, "ada", noon.Add(time.Hour))
	w.must(err)
	for _, c := range []struct {
		name, key, user, token, want string
		refused                      error
	}{
		{"a server key without a token", "server", "ada", "", "server", nil},
		{"a server key, whatever token it sends", "server", "ada", "nonsense", "server", nil},
		{"a client key without a token", "client", "ada", "", "unverified", nil},
		{"a client key with the user's token", "client", "ada", w.token("identity", "ada"), "verified", nil},
		{"a client key with somebody else's token", "client", "grace", w.token("identity", "ada"), "unverified", privacy.ErrTokenSignature},
		{"a client key with an old token", "client", "ada", expired, "unverified", privacy.ErrTokenExpired},
		{"a client key with a token for a year", "client", "ada", endless, "unverified", privacy.ErrTokenLife},
		{"a client key with a token of a key that nobody made", "client", "ada", forged, "unverified", privacy.ErrTokenKey},
		{"a client key with a token of another environment", "client", "ada", w.token("other identity", "ada"), "unverified", privacy.ErrTokenKey},
		{"a client key of another environment", "other client", "ada", w.token("identity", "ada"), "unverified", privacy.ErrTokenKey},
		{"a client key with nonsense", "client", "ada", "nonsense", "unverified", privacy.ErrTokenMalformed},
		{"a client key with the identity key itself", "client", "ada", w.keys["identity"], "unverified", privacy.ErrTokenMalformed},
	} {
		t.Run(c.name, func(*testing.T) { w.trusted(c.key, c.user, c.token, c.want, c.refused) })
	}
}

func TestAnOpenEnvironmentBelievesEverybody(t *testing.T) {
	w := identityWorld(t)
	w.publish("production", productionFile+"settings: {identity: open}\n")
	w.trusted("client", "ada", "", "open", nil)
	w.trusted("client", "ada", w.token("identity", "ada"), "verified", nil)
	w.trusted("client", "grace", w.token("identity", "ada"), "open", privacy.ErrTokenSignature)
	w.trusted("other client", "ada", "", "unverified", nil)
	w.publish("production", productionFile+"settings: {identity: verified}\n")
	w.trusted("client", "ada", "", "unverified", nil)
}

func TestIdentityKeysAreRotatedWithoutAGap(t *testing.T) {
	w := identityWorld(t)
	before := w.identityKey("before", "production")
	w.trusted("client", "ada", w.token("before", "ada"), "verified", nil)
	w.identityKey("after", "production")
	w.trusted("client", "ada", w.token("before", "ada"), "verified", nil)
	w.trusted("client", "ada", w.token("after", "ada"), "verified", nil)
	w.admin("DELETE", "/keys/"+before, "").is(http.StatusNoContent)
	w.trusted("client", "ada", w.token("before", "ada"), "unverified", privacy.ErrTokenKey)
	w.trusted("client", "ada", w.token("after", "ada"), "verified", nil)
}

func TestIdentityKeysAreListedWithoutTheirSecrets(t *testing.T) {
	w := identityWorld(t)
	listed := string(w.admin("GET", "/keys", "").is(200).body)
	if !strings.Contains(listed, `"kind":"identity"`) || strings.Contains(listed, w.keys["identity"]) {
		t.Errorf("the list is %s", listed)
	}
	stored, err := w.store.Keys(t.Context())
	w.must(err)
	random := w.keys["identity"][strings.LastIndex(w.keys["identity"], "_")+1:]
	for _, key := range stored {
		if strings.Contains(key.ID+key.Name+key.Hint+string(key.Hash[:]), random) {
			t.Errorf("the store holds the secret: %+v", key)
		}
	}
	if strings.Contains(w.log.String(), random) {
		t.Error("the log holds the secret")
	}
}

func TestIdentityKeysThatMakeNoSenseAreRefused(t *testing.T) {
	w := identityWorld(t)
	w.admin("POST", "/keys", `{"kind":"identity"}`).is(400)
	w.admin("POST", "/keys", `{"kind":"identity","environment":"nowhere"}`).is(404)
}

// TestAnIdentityKeyOpensNothing tries every route that needs a key.
func TestAnIdentityKeyOpensNothing(t *testing.T) {
	w := identityWorld(t)
	for _, row := range access {
		want := row.want[0] // what nobody gets
		if row.needs == accounts.None && strings.HasPrefix(row.path, "/api/v1/session") {
			continue // keys are not looked at there
		}
		if want == http.StatusUnauthorized {
			want = http.StatusForbidden
		}
		got := w.send(request{method: row.method, path: fillPath(row.path, "production"), key: "identity", body: row.body})
		if got.status != want {
			t.Errorf("%s %s: status %d, want %d", row.method, row.path, got.status, want)
		}
		if want == http.StatusForbidden && !strings.Contains(string(got.body), "an identity key signs tokens; it is not sent") {
			t.Errorf("%s %s says %s", row.method, row.path, got.body)
		}
	}
}

func TestASecondServerOfAStoreVerifiesWhatTheFirstOneMade(t *testing.T) {
	w := identityWorld(t)
	token := w.token("identity", "ada")
	again := func(secrets privacy.Secrets) *server.Server {
		s, err := server.New(server.Config{
			Engine: w.engine, Revisions: w.revisions, Keys: w.store, Secrets: secrets, Logger: w.logger(),
		})
		w.must(err)
		return s
	}
	w.server = again(privacy.Secrets{Identity: privacy.Key{1, 2, 3}})
	w.trusted("client", "ada", token, "verified", nil)
	if strings.Contains(w.log.String(), "cannot be used") {
		t.Errorf("the log complains: %s", w.log)
	}
	w.server = again(privacy.Secrets{Identity: privacy.Key{3, 2, 1}})
	w.trusted("client", "ada", token, "unverified", privacy.ErrTokenKey)
	if n := strings.Count(w.log.String(), "it was made with other secrets"); n != 2 {
		t.Errorf("%d of 2 keys are said to be unusable: %s", n, w.log)
	}
}

func TestWithoutTheStoresSecretsNothingIsBelieved(t *testing.T) {
	w := newWorld(t)
	w.admin("POST", "/keys", `{"kind":"identity","environment":"production"}`).is(503).has("error.code", "not_ready")
	_, _, err := w.server.Trust(w.keys["client"], "ada", "v1.a.1.b", noon)
	if err == nil || !strings.Contains(err.Error(), "not given the store's secrets") {
		t.Errorf("a token is answered with %v", err)
	}
	w.trusted("client", "ada", "", "unverified", nil)
	w.trusted("server", "ada", "", "server", nil)

	secret, key, err := keys.NewIdentity([32]byte{1}, "production", "", noon)
	w.must(err)
	store := mem.Open()
	w.must(store.PutKey(t.Context(), key))
	_, err = server.New(server.Config{Engine: w.engine, Revisions: w.revisions, Keys: store, Logger: w.logger()})
	w.must(err)
	if log := w.log.String(); !strings.Contains(log, "identity key cannot be used") || strings.Contains(log, secret) {
		t.Errorf("the log says %s", log)
	}
}

func BenchmarkTrustOfAToken(b *testing.B) {
	w := identityWorld(b)
	token := w.token("identity", "ada")
	b.ReportAllocs()
	for b.Loop() {
		if word, _, _ := w.server.Trust(w.keys["client"], "ada", token, noon); word != "verified" {
			b.Fatal(word)
		}
	}
}
