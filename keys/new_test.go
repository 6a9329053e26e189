package keys_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/keys"
)

var now = time.Date(2026, 5, 4, 3, 2, 1, 987654321, time.FixedZone("east", 3600))

func TestNewKeyIsPrefixAndBase62(t *testing.T) {
	for kind, shape := range map[keys.Kind]string{
		keys.Server: `^sk_[0-9A-Za-z]{43}$`,
		keys.Client: `^ck_[0-9A-Za-z]{43}$`,
		keys.Admin:  `^at_[0-9A-Za-z]{43}$`,
	} {
		environment := "production"
		if kind == keys.Admin {
			environment = ""
		}
		secret, key, err := keys.New(kind, environment, "billing", now)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(shape).MatchString(secret) {
			t.Errorf("%s key %q does not look like %s", kind, secret, shape)
		}
		if key.Kind != kind || key.Environment != environment || key.Name != "billing" {
			t.Errorf("key is %+v", key)
		}
	}
}

func TestKeyDoesNotHoldTheSecret(t *testing.T) {
	secret, key, err := keys.New(keys.Server, "production", "", now)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(stored), secret[7:]) {
		t.Errorf("stored key holds the secret: %s", stored)
	}
	if key.Hash != keys.Hash(secret) {
		t.Error("the hash is not the hash of the secret")
	}
	if !strings.HasPrefix(secret, key.Hint) {
		t.Errorf("hint %q does not begin secret", key.Hint)
	}
}

func TestCreatedAtIsUTCInWholeMilliseconds(t *testing.T) {
	_, key, err := keys.New(keys.Admin, "", "", now)
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 5, 4, 2, 2, 1, 987000000, time.UTC); key.CreatedAt != want {
		t.Errorf("created at %v, want %v", key.CreatedAt, want)
	}
}

func TestKeysDiffer(t *testing.T) {
	secrets, ids := map[string]bool{}, map[string]bool{}
	for range 1000 {
		secret, key, err := keys.New(keys.Client, "production", "", now)
		if err != nil {
			t.Fatal(err)
		}
		secrets[secret], ids[key.ID] = true, true
		if len(key.ID) != 17 {
			t.Fatalf("identifier %q has %d characters, want 17", key.ID, len(key.ID))
		}
	}
	if len(secrets) != 1000 || len(ids) != 1000 {
		t.Errorf("%d secrets and %d identifiers of 1000 differ", len(secrets), len(ids))
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		name, environment string
		kind              keys.Kind
		want              error
	}{
		{"an identity key, which is derived", "production", keys.Identity, keys.ErrDerived},
		{"an unknown kind", "production", "root", keys.ErrUnknownKind},
		{"a server key without environment", "", keys.Server, keys.ErrEnvironment},
		{"a client key without environment", "", keys.Client, keys.ErrEnvironment},
		{"an admin token with environment", "production", keys.Admin, keys.ErrEnvironment},
	} {
		t.Run(c.name, func(t *testing.T) {
			secret, key, err := keys.New(c.kind, c.environment, "", now)
			if !errors.Is(err, c.want) || secret != "" || key != (keys.Key{}) {
				t.Errorf("New = %q, %+v, %v; want %v", secret, key, err, c.want)
			}
		})
	}
}
