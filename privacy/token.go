package privacy

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of identity tokens.
const (
	// MaxToken is how many bytes a token may have.
	MaxToken = 256
	// MaxTokenLife is how far ahead a token's expiry may lie when it is shown.
	MaxTokenLife = 31 * 24 * time.Hour
	// TokenLeeway is by how much the clock of whoever signs may differ.
	TokenLeeway = 60 * time.Second
)

// Errors that VerifyToken answers with.
var (
	// ErrTokenMalformed says that a text is no identity token at all.
	ErrTokenMalformed = errors.New("the identity token is malformed")
	// ErrTokenKey says that the token names a key that is unknown, or was revoked.
	ErrTokenKey = errors.New("the identity token names a key that is not known here")
	// ErrTokenSignature says that the token was signed for somebody else, or with something else than the key that it names.
	ErrTokenSignature = errors.New("the identity token was not signed for this user")
	// ErrTokenExpired says that the token was right once.
	ErrTokenExpired = errors.New("the identity token has expired")
	// ErrTokenLife says that the token would be good for longer than MaxTokenLife.
	ErrTokenLife = errors.New("the identity token lives too long")
)

// ErrSigning says that SignToken was not given what a token can be made of.
var ErrSigning = errors.New("no identity token can be signed")

const (
	tokenVersion    = "v1"
	identityPrefix  = "ik_" // of the keys that sign
	maxKid          = 64
	maxExpiryDigits = 11 // the year 5138
	signatureLength = 43 // 32 bytes as base64url without padding
	keyLength       = 43 // 32 bytes as base62: what an identity key has behind its kid
)

// SignToken returns the token with which whoever shows it counts as the user until
// the expiry, of which whole seconds count:
//
//	signed = "v1." + kid + "." + expiry in seconds since 1970 UTC
//	token  = signed + "." + base64url(HMAC-SHA256(secret, signed + "." + userID))
//
// The secret is a whole identity key, ik_<kid>_…, as text; base64url has no padding.
// The user id is taken byte by byte, so it has to be sent just as it was signed.
// The error is ErrSigning: it is no such key, the user id is empty or no UTF-8, or
// the expiry is no instant that a token can say.
func SignToken(secret, userID string, expiry time.Time) (string, error) {
	rest, ours := strings.CutPrefix(secret, identityPrefix)
	kid, random, whole := strings.Cut(rest, "_")
	seconds := strconv.FormatInt(expiry.Unix(), 10)
	switch {
	case !ours || !whole || !isKid(kid) || !isKid(random) || len(random) != keyLength:
		return "", fmt.Errorf("%w: the secret is not a whole identity key, %s…", ErrSigning, identityPrefix)
	case userID == "":
		return "", fmt.Errorf("%w: the user id is empty", ErrSigning)
	case !utf8.ValidString(userID):
		return "", fmt.Errorf("%w: the user id is not valid UTF-8", ErrSigning)
	case !isExpiry(seconds):
		return "", fmt.Errorf("%w: the expiry %s is no instant that a token can say", ErrSigning, expiry.UTC().Format(time.RFC3339))
	}
	signed := tokenVersion + "." + kid + "." + seconds
	return signed + "." + signature(secret, signed, userID), nil
}

// VerifyToken says whether a token is good for a user at an instant; nil means yes.
// secretOf returns the whole identity key of a kid, and false if it is unknown or
// was revoked. A token is good until its expiry, and TokenLeeway longer. What
// remains secret of the key is compared in constant time, and that it has expired is said of
// tokens only that were right.
func VerifyToken(token, userID string, secretOf func(kid string) (secret string, known bool), now time.Time) error {
	t, err := parseToken(token)
	if err != nil {
		return err
	}
	secret, known := secretOf(t.kid)
	if !known {
		return fmt.Errorf("%w: %s; it may have been revoked", ErrTokenKey, t.kid)
	}
	if userID == "" || !hmac.Equal([]byte(signature(secret, t.signed, userID)), []byte(t.signature)) {
		return ErrTokenSignature
	}
	switch left := t.expiry.Sub(now); {
	case left <= -TokenLeeway:
		return fmt.Errorf("%w at %s; sign a new one", ErrTokenExpired, t.expiry.Format(time.RFC3339))
	case left > MaxTokenLife+TokenLeeway:
		return fmt.Errorf("%w: until %s, which is more than %d days ahead", ErrTokenLife, t.expiry.Format(time.RFC3339), MaxTokenLife/(24*time.Hour))
	}
	return nil
}

// identityToken is a token, taken apart and not yet believed.
type identityToken struct {
	kid       string
	expiry    time.Time // UTC
	signed    string    // what stands before the signature
	signature string
}

// parseToken reads a token of which only one spelling is right: the signature is
// compared as text, and numbers have no zeros in front.
func parseToken(token string) (t identityToken, err error) {
	if len(token) > MaxToken {
		return t, fmt.Errorf("%w: it is longer than %d bytes", ErrTokenMalformed, MaxToken)
	}
	if strings.HasPrefix(token, identityPrefix) {
		return t, fmt.Errorf("%w: it is an identity key, which must not leave your server; revoke it, and send what it signs", ErrTokenMalformed)
	}
	version, rest, _ := strings.Cut(token, ".")
	kid, rest, _ := strings.Cut(rest, ".")
	expiry, mac, whole := strings.Cut(rest, ".")
	switch {
	case !whole:
		return t, fmt.Errorf("%w: it is not v1.<kid>.<expiry>.<signature>", ErrTokenMalformed)
	case version != tokenVersion:
		return t, fmt.Errorf("%w: it does not begin with %q", ErrTokenMalformed, tokenVersion+".")
	case !isKid(kid):
		return t, fmt.Errorf("%w: the kid is not 1 to %d letters and digits", ErrTokenMalformed, maxKid)
	case !isExpiry(expiry):
		return t, fmt.Errorf("%w: the expiry is not a whole number of seconds since 1970", ErrTokenMalformed)
	case len(mac) != signatureLength:
		return t, fmt.Errorf("%w: the signature has %d characters, not the %d of base64url without padding", ErrTokenMalformed, len(mac), signatureLength)
	}
	seconds, err := strconv.ParseInt(expiry, 10, 64)
	if err != nil {
		return t, fmt.Errorf("%w: %w", ErrTokenMalformed, err)
	}
	signed := token[:len(token)-len(mac)-1]
	return identityToken{kid: kid, expiry: time.Unix(seconds, 0).UTC(), signed: signed, signature: mac}, nil
}

// signature is the last part of a token.
func signature(secret, signed, userID string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed + "." + userID))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// isKid says whether a text has the form of a key's ID. A dot or an underscore in it would make tokens and keys ambiguous.
func isKid(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return text != "" && len(text) <= maxKid
}

// isExpiry says whether a text is a positive number in its one spelling.
func isExpiry(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != "" && text[0] != '0' && len(text) <= maxExpiryDigits
}

// TokenExpiry returns when a token expires that VerifyToken believed; zero for a text that is no token.
func TokenExpiry(token string) time.Time {
	t, err := parseToken(token)
	if err != nil {
		return time.Time{}
	}
	return t.expiry.Add(TokenLeeway)
}
