package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The cost of a hash: 19 MiB and two passes, which the OWASP Password Storage Cheat Sheet recommends for argon2id.
const (
	hashMemory  = 19 << 10 // KiB
	hashPasses  = 2
	hashThreads = 1
	hashSalt    = 16 // bytes
	hashLength  = 32 // bytes
)

// hasher computes hashes of passwords, only a few at a time: each takes memory and some tens of milliseconds.
type hasher struct{ turns chan struct{} }

func newHasher() *hasher {
	const atOnce = 2
	return &hasher{make(chan struct{}, atOnce)}
}

// turn waits until there is room for one more.
func (h *hasher) turn(ctx context.Context) error {
	select {
	case h.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hash returns the hash of a password in PHC's form.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.turn(ctx); err != nil {
		return "", err
	}
	defer func() { <-h.turns }()
	salt := make([]byte, hashSalt)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashThreads, hashLength)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashPasses, hashThreads, encode(salt), encode(sum)), nil
}

// nobody is compared with where there is no account, so that both take as long. No password has this hash.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// matches says whether a password has a hash. An empty hash, which no password has, takes as long.
func (h *hasher) matches(ctx context.Context, hash, password string) (bool, error) {
	if hash == "" {
		hash = nobody
	}
	cost, salt, want, err := parseHash(hash)
	if err != nil {
		return false, err
	}
	if err := h.turn(ctx); err != nil {
		return false, err
	}
	defer func() { <-h.turns }()
	got := argon2.IDKey([]byte(password), salt, cost.passes, cost.memory, cost.threads, uint32(len(want))) //nolint:gosec // checked by parseHash
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

// cost is what a hash was computed with.
type cost struct {
	memory, passes uint32
	threads        uint8
}

// parseHash takes a hash apart.
func parseHash(hash string) (c cost, salt, sum []byte, err error) {
	malformed := fmt.Errorf("the hash of a password is malformed")
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return c, nil, nil, malformed
	}
	var version int
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &c.memory, &c.passes, &c.threads); err != nil || version != argon2.Version {
		return c, nil, nil, malformed
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	const most, mostPasses = 1 << 20, 100
	if err1 != nil || err2 != nil || len(sum) < hashSalt || len(sum) > most || c.memory > most || c.passes == 0 || c.passes > mostPasses || c.threads == 0 {
		return c, nil, nil, malformed
	}
	return c, salt, sum, nil
}

// checkPassword says what is wrong with a password that somebody wants to have.
func checkPassword(password string, person *Person) error {
	lower := strings.ToLower(password)
	name, _, _ := strings.Cut(person.Email, "@")
	switch {
	case !utf8.ValidString(password):
		return fmt.Errorf("%w: the password is not UTF-8", ErrInvalid)
	case utf8.RuneCountInString(password) < MinPassword:
		return fmt.Errorf("%w: the password has fewer than %d characters", ErrInvalid, MinPassword)
	case len(password) > MaxPassword:
		return fmt.Errorf("%w: the password is longer than %d bytes", ErrInvalid, MaxPassword)
	case strings.EqualFold(password, person.Email) || strings.EqualFold(password, person.Name) || strings.EqualFold(password, name):
		return fmt.Errorf("%w: the password is the name or the e-mail address", ErrInvalid)
	case easy(lower):
		return fmt.Errorf("%w: the password is among the first that anybody would guess", ErrInvalid)
	}
	return nil
}

// easy says whether a password is a short piece repeated, a row of neighbouring characters, or begins
// with one of the usual words followed by little.
func easy(lower string) bool {
	for length := 1; length <= 4; length++ {
		if len(lower) > length && strings.Repeat(lower[:length], len(lower)/length+1)[:len(lower)] == lower {
			return true
		}
	}
	rows := []string{"01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "1q2w3e4r5t6z7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p"}
	for _, row := range rows {
		if strings.Contains(row, lower) {
			return true
		}
	}
	const little = 5
	for _, word := range []string{"password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "iloveyou", "welcome", "fingerpost", "letmein", "administrator", "changeme", "qwerty", "admin"} {
		if rest, begins := strings.CutPrefix(lower, word); begins && len(rest) <= little && !strings.ContainsFunc(rest, isLetter) {
			return true
		}
	}
	return false
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }
