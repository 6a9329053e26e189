package keys

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// Errors that New and NewIdentity answer with.
var (
	// ErrUnknownKind says that there is no such kind of key.
	ErrUnknownKind = errors.New("unknown kind of key")
	// ErrEnvironment says that a key lacks its environment, or that an admin token names one.
	ErrEnvironment = errors.New("server, client and identity keys belong to one environment, admin tokens to none")
	// ErrDerived says that an identity key is not made by New but by NewIdentity.
	ErrDerived = errors.New("identity keys are derived from the store's secret")
	// ErrNoRoot says that there is no secret to derive an identity key from.
	ErrNoRoot = errors.New("there is no secret of the store to derive an identity key from")
)

const (
	secretBytes = 32
	idBytes     = 12
	hintLength  = 7 // the prefix and four characters: 38 of 43 stay secret
)

// Prefix returns what every key of the kind begins with, and "" for an unknown kind.
func (k Kind) Prefix() string {
	switch k {
	case Server:
		return "sk_"
	case Client:
		return "ck_"
	case Identity:
		return "ik_"
	case Admin:
		return "at_"
	}
	return ""
}

// New makes a server key, a client key or an admin token of 256 random bits. The
// secret is shown once, to whoever asked for the key; only the Key is stored.
// CreatedAt is now in UTC, whole milliseconds.
func New(kind Kind, environment, name string, now time.Time) (secret string, key Key, err error) {
	if kind == Identity {
		return "", Key{}, fmt.Errorf("%s key: %w", kind, ErrDerived)
	}
	if kind.Prefix() == "" {
		return "", Key{}, fmt.Errorf("key: %w %q (there are server, client, identity and admin)", ErrUnknownKind, string(kind))
	}
	if (environment == "") != (kind == Admin) {
		return "", Key{}, fmt.Errorf("%s key: %w", kind, ErrEnvironment)
	}
	secret = kind.Prefix() + random(secretBytes)
	key = Key{ID: random(idBytes), Kind: kind, Environment: environment, Name: name, CreatedAt: now}
	return secret, key.holding(secret), nil
}

// holding completes what is stored of a key with what is known of its secret.
func (k Key) holding(secret string) Key {
	k.Hash, k.Hint = Hash(secret), secret[:hintLength]
	k.CreatedAt = k.CreatedAt.UTC().Truncate(time.Millisecond)
	return k
}

// Hash returns the SHA-256 of a whole key, prefix included, as stored in Key.Hash.
// A key holds 256 random bits, so a slow hash would add nothing.
func Hash(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }

// random returns n random bytes as base62 text.
func random(n int) string {
	raw := make([]byte, n)
	rand.Read(raw) // never fails: see crypto/rand
	return base62(raw)
}

// base62 writes bytes as letters and digits, always as many as the longest text
// that so many bytes can need.
func base62(raw []byte) string {
	text := new(big.Int).SetBytes(raw).Text(62)
	return strings.Repeat("0", base62Length(len(raw))-len(text)) + text
}

func base62Length(n int) int {
	largest := new(big.Int).Lsh(big.NewInt(1), uint(8*n))
	return len(largest.Sub(largest, big.NewInt(1)).Text(62))
}
