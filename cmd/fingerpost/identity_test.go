package main

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/server"
)

// TestIdentityKeysByCommand makes, lists, uses and revokes one.
func TestIdentityKeysByCommand(t *testing.T) {
	m := newTestMain()
	t.Cleanup(func() { m.Close() })
	n, err := m.openNode(t.Context(), storeAddress{url: memoryStore})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.revisions.CreateEnvironment(t.Context(), defaultEnvironment); err != nil {
		t.Fatal(err)
	}
	secrets := privacy.NewSecrets()
	api, err := server.New(server.Config{
		Engine: n.engine, Revisions: n.revisions, Keys: n.store, Secrets: secrets, Clock: noon, AdminToken: testToken,
	})
	if err != nil {
		t.Fatal(err)
	}
	served := httptest.NewServer(api.Handler())
	defer served.Close()
	t.Setenv("FINGERPOST_URL", served.URL)
	t.Setenv("FINGERPOST_TOKEN", testToken)

	made := run(t, "keys", "create", "--kind", "identity", "--env", "production", "--name", "shop")
	secret := strings.TrimSuffix(made.stdout, "\n")
	if made.code != exitOK || !regexp.MustCompile(`^ik_[0-9A-Za-z]{17}_[0-9A-Za-z]{43}$`).MatchString(secret) || made.stderr != "" {
		t.Fatalf("keys create: %d %q %q", made.code, made.stdout, made.stderr)
	}
	id := strings.Split(secret, "_")[1]
	if listed := run(t, "keys", "list").stdout; !regexp.MustCompile(id + ` +ik_\w{4}… +identity +production +2026-03-02 +shop`).MatchString(listed) {
		t.Errorf("keys list:\n%s", listed)
	}
	token, err := privacy.SignToken(secret, "ada", noon().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	derive := func(kid string) (string, bool) { return keys.Derive(secrets.Identity, defaultEnvironment, kid), true }
	if err := privacy.VerifyToken(token, "ada", derive, noon()); err != nil {
		t.Error(err)
	}
	if r := run(t, "keys", "revoke", id); r.code != exitOK {
		t.Errorf("keys revoke: %d %s", r.code, r.stderr)
	}
	if listed := run(t, "keys", "list").stdout; strings.Contains(listed, id) {
		t.Errorf("keys list shows a revoked key:\n%s", listed)
	}
}
