package accounts

import (
	"strings"
	"testing"
)

func TestAPasswordHasItsHashOnly(t *testing.T) {
	h := newHasher()
	hash, err := h.hash(t.Context(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.hash(t.Context(), "correct horse battery")
	if err != nil || again == hash {
		t.Errorf("two hashes of a password are alike: %v", err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash is %s", hash)
	}
	for password, want := range map[string]bool{"correct horse battery": true, "correct horse batterz": false, "": false} {
		if got, err := h.matches(t.Context(), hash, password); err != nil || got != want {
			t.Errorf("%q: %v, %v", password, got, err)
		}
	}
	if got, err := h.matches(t.Context(), "", ""); err != nil || got {
		t.Errorf("nothing has the hash of nobody: %v, %v", got, err)
	}
	if _, err := h.matches(t.Context(), "$2a$10$x", "x"); err == nil {
		t.Error("a hash of another kind is taken")
	}
}

// FuzzParseHash: whatever is stored, reading it neither breaks nor asks for more memory than a hash may take.
func FuzzParseHash(f *testing.F) {
	f.Add(nobody)
	f.Add("$argon2id$v=19$m=4294967295,t=1,p=1$AAAA$AAAA")
	f.Add("$argon2id$v=19$m=-1,t=,p=$$")
	f.Fuzz(func(t *testing.T, hash string) {
		c, _, sum, err := parseHash(hash)
		if err == nil && (c.memory > 1<<20 || c.passes == 0 || c.threads == 0 || len(sum) < hashSalt) {
			t.Errorf("%q is taken: %+v", hash, c)
		}
	})
}
