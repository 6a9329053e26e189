package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/privacy"
)

// TestIdentityKeysByCommand makes, lists and revokes one, which can sign.
func TestIdentityKeysByCommand(t *testing.T) {
	served := serve(t, "--store", memoryStore, "--admin-token", testToken)
	t.Setenv("FINGERPOST_URL", served.url)
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
	if _, err := privacy.SignToken(secret, "ada", noon()); err != nil {
		t.Error(err)
	}
	if r := run(t, "keys", "revoke", id); r.code != exitOK {
		t.Errorf("keys revoke: %d %s", r.code, r.stderr)
	}
	if listed := run(t, "keys", "list").stdout; strings.Contains(listed, id) {
		t.Errorf("keys list shows a revoked key:\n%s", listed)
	}
}
