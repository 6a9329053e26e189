package keys

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"time"
)

// NewIdentity makes an identity key of an environment. Its secret has to be known
// to whoever verifies what was signed with it, and yet is stored nowhere: it is
// derived, by Derive, from the key's ID and a secret of the store, the root, which
// is kept apart from the keys. So deleting the Key revokes it. The secret is shown
// once; CreatedAt is now in UTC, whole milliseconds. The errors are ErrEnvironment and ErrNoRoot.
func NewIdentity(root [32]byte, environment, name string, now time.Time) (secret string, key Key, err error) {
	if environment == "" {
		return "", Key{}, fmt.Errorf("%s key: %w", Identity, ErrEnvironment)
	}
	if root == [32]byte{} {
		return "", Key{}, fmt.Errorf("%s key: %w", Identity, ErrNoRoot)
	}
	key = Key{ID: random(idBytes), Kind: Identity, Environment: environment, Name: name, CreatedAt: now}
	secret = Derive(root, environment, key.ID)
	return secret, key.holding(secret), nil
}

// Derive returns the secret of the identity key with an ID in an environment:
//
//	"ik_" + id + "_" + base62(HMAC-SHA256(root, "identity\x00" + environment + "\x00" + id))
//
// in which the base62 text has 43 letters and digits. It never changes: the
// secrets on people's servers come from it.
func Derive(root [32]byte, environment, id string) string {
	mac := hmac.New(sha256.New, root[:])
	mac.Write([]byte("identity\x00" + environment + "\x00" + id))
	return Identity.Prefix() + id + "_" + base62(mac.Sum(nil))
}

// DeriveKey returns a key for one use, which its name tells apart from all others:
// HMAC-SHA256(root, "key\x00" + use).
func DeriveKey(root [32]byte, use string) [32]byte {
	mac := hmac.New(sha256.New, root[:])
	mac.Write([]byte("key\x00" + use))
	return [32]byte(mac.Sum(nil))
}
