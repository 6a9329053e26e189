// Package privacy holds what keeps people's data apart from its meaning: a key of
// its own for each profile, keyed hashes in the place of identifiers, and ids
// that say nothing. Destroying a profile's key erases the profile wherever its
// sealed bytes lie, in the store, the log of events and every backup.
package privacy

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"hash"
	"strings"
	"sync"
)

// ErrSealed says that bytes were not sealed with this key and bound to this
// text, or were changed since.
var ErrSealed = errors.New("the sealed data cannot be opened with this key")

// Key is 256 random bits: of a profile, or one of the store's Secrets.
type Key [32]byte

// NewKey returns a random key.
func NewKey() Key {
	var k Key
	rand.Read(k[:]) // never fails: see crypto/rand
	return k
}

// Overhead is how many bytes longer sealed data is than what was sealed.
const Overhead = nonceLength + tagLength

const (
	nonceLength = 12
	tagLength   = 16
)

// Sealer encrypts with one key: AES-256-GCM with a random nonce in front. It is
// immutable and may be used concurrently.
type Sealer struct{ aead cipher.AEAD }

// NewSealer prepares a key, which takes longer than sealing a small text: keep it.
func NewSealer(k Key) *Sealer {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has the block size that GCM needs
	}
	return &Sealer{aead}
}

// Seal appends the encrypted text to dst. It can be opened only together with bound, which is not stored.
func (s *Sealer) Seal(dst, text, bound []byte) []byte {
	var nonce [nonceLength]byte
	rand.Read(nonce[:])
	dst = append(dst, nonce[:]...)
	return s.aead.Seal(dst, nonce[:], text, bound)
}

// Open appends the decrypted text to dst, or answers ErrSealed.
func (s *Sealer) Open(dst, sealed, bound []byte) ([]byte, error) {
	if len(sealed) < Overhead {
		return dst, ErrSealed
	}
	text, err := s.aead.Open(dst, sealed[:nonceLength], sealed[nonceLength:], bound)
	if err != nil {
		return dst, ErrSealed
	}
	return text, nil
}

// Secrets are the keys of a store itself. They are made once, with the store,
// and kept where the keys of profiles are.
type Secrets struct {
	Identifiers Key // hashes identifiers
	Persons     Key // makes ids of profiles that say nothing
	Messages    Key // hashes message ids
	Failures    Key // seals events that belong to nobody
	Identity    Key // the keys that identity tokens are signed with are made from it
}

// NewSecrets returns random secrets.
func NewSecrets() Secrets {
	return Secrets{Identifiers: NewKey(), Persons: NewKey(), Messages: NewKey(), Failures: NewKey(), Identity: NewKey()}
}

// Hash stands for an identifier.
type Hash [16]byte

// Hasher makes keyed hashes and ids with a store's secrets. All methods may be called concurrently.
type Hasher struct {
	identifiers, messages sync.Pool // of hash.Hash
	persons               cipher.Block
	texts                 *base32.Encoding // of 16 bytes as 26 letters and digits
}

// NewHasher prepares the secrets for use.
func NewHasher(s *Secrets) *Hasher {
	h := &Hasher{texts: base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)}
	identifiers, messages := s.Identifiers, s.Messages
	h.identifiers.New = func() any { return hmac.New(sha256.New, identifiers[:]) }
	h.messages.New = func() any { return hmac.New(sha256.New, messages[:]) }
	block, err := aes.NewCipher(s.Persons[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	h.persons = block
	return h
}

// Identifier hashes an identifier of a kind, such as a user id, within an environment.
func (h *Hasher) Identifier(environment string, kind byte, value string) Hash {
	sum := digest(&h.identifiers, environment, kind, value)
	return Hash(sum[:len(Hash{})])
}

// Message hashes the id that a client gave an event, within an environment.
func (h *Hasher) Message(environment, id string) uint64 {
	sum := digest(&h.messages, environment, 0, id)
	return binary.BigEndian.Uint64(sum[:8])
}

// digest is HMAC-SHA256; the length in front keeps the parts apart.
func digest(pool *sync.Pool, environment string, kind byte, value string) [sha256.Size]byte {
	mac := pool.Get().(hash.Hash)
	defer pool.Put(mac)
	mac.Reset()
	var buffer [256]byte
	text := append(buffer[:0], byte(len(environment)), kind)
	text = append(append(text, environment...), value...)
	mac.Write(text)
	var sum [sha256.Size]byte
	mac.Sum(sum[:0])
	return sum
}

// Person makes the id by which the profile of a number and a key is known
// outside. It looks random, and nobody can make it who does not have the key.
func (h *Hasher) Person(number uint64, k Key) string {
	var plain, id [aes.BlockSize]byte
	binary.BigEndian.PutUint64(plain[:], number)
	salt := sha256.Sum256(append([]byte("person\x00"), k[:]...))
	copy(plain[8:], salt[:])
	h.persons.Encrypt(id[:], plain[:])
	return h.texts.EncodeToString(id[:])
}

// Number returns the number of the profile that Person made an id for. Of a text
// that no Person made it returns a number that means nothing, or false: the
// profile has to confirm its id.
func (h *Hasher) Number(person string) (uint64, bool) {
	var plain [aes.BlockSize]byte
	id, err := h.texts.DecodeString(strings.ToLower(person))
	if err != nil || len(id) != aes.BlockSize {
		return 0, false
	}
	h.persons.Decrypt(plain[:], id)
	return binary.BigEndian.Uint64(plain[:]), true
}
