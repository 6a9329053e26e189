package accounts

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"

	"github.com/fingerpost/fingerpost/keys"
)

// newSecret returns 256 random bits as text.
func newSecret() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// newID returns 80 random bits as text.
func newID() string {
	var b [10]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// sumOf returns what is kept of a secret.
func sumOf(secret string) string {
	sum := keys.Hash(secret)
	return hex.EncodeToString(sum[:])
}

// hasSum says, in constant time, whether a secret is the one of a sum.
func hasSum(secret, sum string) bool {
	return subtle.ConstantTimeCompare([]byte(sumOf(secret)), []byte(sum)) == 1
}
