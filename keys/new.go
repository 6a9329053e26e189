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

// Errors that New answers with.
var (
	// ErrUnknownKind says that there is no such kind of key.
	ErrUnknownKind = errors.New("unknown kind of key")
	// ErrEnvironment says that a server or client key lacks its environment, or that an admin token names one.
	ErrEnvironment = errors.New("server and client keys belong to one environment, admin tokens to none")
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
	case Admin:
		return "at_"
	}
	return ""
}

// New makes a key of 256 random bits. The secret is shown once, to whoever asked
// for the key; only the Key is stored. CreatedAt is now in UTC, whole milliseconds.
func New(kind Kind, environment, name string, now time.Time) (secret string, key Key, err error) {
	if kind.Prefix() == "" {
		return "", Key{}, fmt.Errorf("key: %w %q (there are server, client and admin)", ErrUnknownKind, string(kind))
	}
	if (environment == "") != (kind == Admin) {
		return "", Key{}, fmt.Errorf("%s key: %w", kind, ErrEnvironment)
	}
	secret = kind.Prefix() + random(secretBytes)
	return secret, Key{
		ID:          random(idBytes),
		Kind:        kind,
		Environment: environment,
		Name:        name,
		Hash:        Hash(secret),
		Hint:        secret[:hintLength],
		CreatedAt:   now.UTC().Truncate(time.Millisecond),
	}, nil
}

// Hash returns the SHA-256 of a whole key, prefix included, as stored in Key.Hash.
// A key holds 256 random bits, so a slow hash would add nothing.
func Hash(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }

// random returns n random bytes as base62 text, which is always as long as the
// longest that n bytes can need.
func random(n int) string {
	raw := make([]byte, n)
	rand.Read(raw) // never fails: see crypto/rand
	text := new(big.Int).SetBytes(raw).Text(62)
	return strings.Repeat("0", base62Length(n)-len(text)) + text
}

func base62Length(n int) int {
	largest := new(big.Int).Lsh(big.NewInt(1), uint(8*n))
	return len(largest.Sub(largest, big.NewInt(1)).Text(62))
}
