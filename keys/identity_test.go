package keys_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/keys"
)

// root is a secret of a store: the bytes 1 to 32.
func root() (r [32]byte) {
	for i := range r {
		r[i] = byte(i + 1)
	}
	return r
}

func TestIdentityKeyIsDerivedFromItsRecord(t *testing.T) {
	secret, key, err := keys.NewIdentity(root(), "production", "shop", now)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^ik_[0-9A-Za-z]{17}_[0-9A-Za-z]{43}$`).MatchString(secret) {
		t.Errorf("%q does not look like an identity key", secret)
	}
	if again := keys.Derive(root(), key.Environment, key.ID); again != secret {
		t.Errorf("derived again, %s is %s", secret, again)
	}
	if key.Kind != keys.Identity || key.Environment != "production" || key.Name != "shop" || key.Hash != keys.Hash(secret) {
		t.Errorf("key is %+v", key)
	}
	if !strings.HasPrefix(secret, key.Hint) || len(key.Hint) != 7 {
		t.Errorf("hint %q does not begin %q", key.Hint, secret)
	}
	if want := now.UTC().Truncate(1e6); key.CreatedAt != want {
		t.Errorf("created at %v, want %v", key.CreatedAt, want)
	}
}

// TestDerivationNeverChanges holds Derive to a secret that was made with Python's hmac and int.
func TestDerivationNeverChanges(t *testing.T) {
	const want = "ik_0123456789abcdefg_pkzdMfa7DBxj5lQxv6u9F2wqCYtqRHL5wZmcrT3THHm"
	if got := keys.Derive(root(), "production", "0123456789abcdefg"); got != want {
		t.Errorf("derived %s, want %s", got, want)
	}
}

func TestIdentityKeysDifferByRootEnvironmentAndID(t *testing.T) {
	other := root()
	other[31]++
	seen := map[string]bool{}
	for _, secret := range []string{
		keys.Derive(root(), "production", "a"),
		keys.Derive(root(), "production", "b"),
		keys.Derive(root(), "staging", "a"),
		keys.Derive(other, "production", "a"),
	} {
		seen[secret[strings.LastIndex(secret, "_"):]] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d of 4 secrets differ", len(seen))
	}
}

func TestNewIdentityRefuses(t *testing.T) {
	for _, c := range []struct {
		name, environment string
		root              [32]byte
		want              error
	}{
		{"a key without environment", "", root(), keys.ErrEnvironment},
		{"a store without a secret", "production", [32]byte{}, keys.ErrNoRoot},
	} {
		t.Run(c.name, func(t *testing.T) {
			secret, key, err := keys.NewIdentity(c.root, c.environment, "", now)
			if !errors.Is(err, c.want) || secret != "" || key != (keys.Key{}) {
				t.Errorf("NewIdentity = %q, %+v, %v; want %v", secret, key, err, c.want)
			}
		})
	}
}
